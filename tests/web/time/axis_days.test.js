import assert from 'node:assert/strict';
import test from 'node:test';

import { denseAxis, evenAxis, ticks } from '../../../maps/app/time/axis.js';
import { dayOf } from '../../../maps/app/util/clock.js';
const day = (text) => dayOf(...text.split('-').map((part, i) => Number(part) - (i === 1 ? 1 : 0)));
const iso = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

test('an even axis puts each day where it belongs, and the pixel gives the same day', () => {
  const [from, to] = [day('2020-09-27'), day('2020-11-10')];
  const axis = evenAxis([from, to], 440);
  assert.equal(axis.x(from), 0);
  assert.equal(axis.x(from + 1), 10);
  assert.equal(axis.x(to), 440);
  for (let one = from; one <= to; one += 1) assert.equal(axis.day(axis.x(one)), one);
  assert.equal(axis.day(14), from + 1);
  assert.equal(axis.day(16), from + 2);
});

test('an axis by events begins and ends with the days it is of, and turns back in between', () => {
  const [from, to] = [day('2020-01-01'), day('2020-08-28')]; // 240 days: a piece is a day
  const axis = denseAxis([from, to], 480, [from + 10, from + 10, from + 10]);
  assert.equal(axis.x(from), 0);
  assert.ok(Math.abs(axis.x(to) - 480) < 1e-9);
  for (let one = from; one <= to; one += 1) assert.equal(axis.day(axis.x(one)), one);
  const width = (one) => axis.x(one + 1) - axis.x(one);
  assert.ok(Math.abs(width(from) - 1) < 1e-9, 'half of the room is shared by time');
  assert.ok(Math.abs(width(from + 10) - 241) < 1e-9, 'and half by events');
  assert.ok(Math.abs(width(from + 11) - 1) < 1e-9);
});

test('events outside the axis make no room in it', () => {
  const axis = denseAxis([0, 240], 480, [-5, 300, 20]);
  const width = (one) => axis.x(one + 1) - axis.x(one);
  assert.ok(width(20) > 50 * width(0));
  assert.ok(Math.abs(width(0) - width(239)) < 1e-9);
});

test('an axis by what rows stand for', () => {
  const axis = denseAxis([0, 240], 480, [20, 40], [3, 1]);
  const extra = (one) => axis.x(one + 1) - axis.x(one) - (axis.x(1) - axis.x(0));
  assert.ok(Math.abs(extra(20) / extra(40) - 3) < 1e-6);
});

const dates = (from, to, width, gap) => {
  const extent = [day(from), day(to)];
  return ticks(extent, evenAxis(extent, width), gap).map((one) => [iso(one.day), one.unit]);
};

test('ticks stand on the first of years and months, and on days', () => {
  assert.deepEqual(dates('1988-02-01', '2025-01-01', 370, 40), [
    ['1990-01-01', 'year'], ['1995-01-01', 'year'], ['2000-01-01', 'year'], ['2005-01-01', 'year'],
    ['2010-01-01', 'year'], ['2015-01-01', 'year'], ['2020-01-01', 'year'], ['2025-01-01', 'year'],
  ]);
  assert.deepEqual(dates('2020-09-27', '2021-02-02', 130, 25), [
    ['2020-10-01', 'month'], ['2020-11-01', 'month'], ['2020-12-01', 'month'],
    ['2021-01-01', 'month'], ['2021-02-01', 'month'],
  ]);
  assert.deepEqual(dates('2020-09-27', '2020-10-03', 60, 20), [
    ['2020-09-27', 'day'], ['2020-09-29', 'day'], ['2020-10-01', 'day'], ['2020-10-03', 'day'],
  ]);
  assert.deepEqual(dates('2020-02-15', '2021-02-15', 366, 80).map(([one]) => one), [
    '2020-04-01', '2020-07-01', '2020-10-01', '2021-01-01',
  ]);
});
