import assert from 'node:assert/strict';
import test from 'node:test';
import { denseAxis, evenAxis, ticks } from '../../../maps/app/time/axis.js';
import { toDay, toIso } from '../../../maps/app/util/clock.js';

test('both axes reach their ends and turn back', () => {
  for (const axis of [evenAxis([0, 1000], 500), denseAxis([0, 1000], 500, [1, 2, 3, 900])]) {
    assert.ok(Math.abs(axis.x(0)) < 1e-9 && Math.abs(axis.x(1000) - 500) < 1e-9);
    for (const day of [0, 13, 500, 999]) assert.ok(Math.abs(axis.day(axis.x(day)) - day) <= 1);
  }
});

test('crowded days get more room by events than evenly', () => {
  const axis = denseAxis([0, 1000], 500, Array(50).fill(100));
  assert.ok(axis.x(110) - axis.x(95) > 20);
});

test('ticks stand on round dates', () => {
  const extent = [toDay('1988-01-01'), toDay('2026-01-01')];
  for (const { day } of ticks(extent, evenAxis(extent, 1000), 60))
    assert.match(toIso(day), /-01-01$/);
});
