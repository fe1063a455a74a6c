import assert from 'node:assert/strict';
import test from 'node:test';
import { evenAxis } from '../../../maps/app/time/axis.js';
import { closeUp, daysAt, following, moved, zoomed } from '../../../maps/app/time/axiszoom.js';
import { toDay } from '../../../maps/app/util/clock.js';

const day = (text) => toDay(text);

const EXTENT = [day('1988-01-01'), day('2026-01-01')];

test('a point of the axis is the day of the step, or as many days as a pixel', () => {
  const far = evenAxis(EXTENT, 1013);
  const near = evenAxis([day('2022-09-01'), day('2022-10-01')], 900);
  assert.deepEqual(daysAt(near, 375, 'auto'), [day('2022-09-13'), day('2022-09-14')]);
  assert.deepEqual(daysAt(near, 375, 'week'), [day('2022-09-12'), day('2022-09-19')]);
  assert.deepEqual(daysAt(near, 389.9, 'day'), [day('2022-09-13'), day('2022-09-14')]);
  const month = daysAt(far, far.x(day('1992-05-18')), 'auto');
  assert.deepEqual(month, [day('1992-05-01'), day('1992-06-01')]);
  const year = daysAt(evenAxis(EXTENT, 340), 100, 'auto');
  assert.ok(year[1] - year[0] >= 365);
});

test('zoom keeps the day under the pointer and stays within the whole', () => {
  const extent = zoomed([0, 1000], { day: 250, share: 0.25 }, 0.5, [0, 1000]);
  assert.deepEqual(extent, [125, 625]);
  assert.equal(zoomed(extent, { day: 250, share: 0.25 }, 4, [0, 1000]), null);
  assert.deepEqual(zoomed([0, 1000], { day: 0, share: 0.5 }, 1e-9, [0, 1000]), [0, 14]);
  assert.deepEqual(moved([0, 100], 50, [0, 120]), [20, 120]);
  assert.deepEqual(following([0, 100], [300, 310], [0, 1000]), [290, 390]);
  assert.deepEqual(following([0, 100], [50, 310], [0, 1000]), [0, 100]);
  assert.deepEqual(closeUp([0, 1000], [500, 510], [0, 1000]), [455, 555]);
});
