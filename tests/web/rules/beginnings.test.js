import assert from 'node:assert/strict';
import test from 'node:test';
import { bars, begins, highest } from '../../../maps/app/rules/beginnings.js';
import { evenAxis } from '../../../maps/app/time/axis.js';

const EVENTS = {
  id: ['sure', 'month', 'span', 'undated'],
  start: [5, 0, 20, null],
  end: [6, 30, 60, null],
  certain_start: [5, null, 25, null],
};

test('an event may have begun on each day until the first that is certain', () => {
  assert.deepEqual([0, 1, 2, 3].map((row) => begins(EVENTS, row)), [
    [5, 5],
    [0, 29],
    [20, 25],
    null,
  ]);
});

test('bars are solid where the bin is certain, and striped in each bin that is possible', () => {
  const { sure, maybe, count } = bars(evenAxis([0, 40], 40), 40, 10, [0, 1, 2, 3], EVENTS, [0, 0, 1, 0], 2);
  assert.equal(count, 4);
  assert.deepEqual([...sure], [1, 0, 0, 0, 0, 1, 0, 0]);
  assert.deepEqual([...maybe], [1, 0, 1, 0, 1, 0, 0, 0]);
  assert.equal(highest(sure, maybe, 2), 2);
});

test('what lies beyond the axis is counted in no bin', () => {
  const far = { id: ['a', 'b'], start: [-90, 100], end: [-60, 130], certain_start: [null, null] };
  const { sure, maybe } = bars(evenAxis([0, 40], 40), 40, 10, [0, 1], far, [0, 0], 1);
  assert.equal(highest(sure, maybe, 1), 0);
});

test('every event falls in one bin', () => {
  const days = { start: [0, 5, 5, null], end: [1, 6, 6, null], certain_start: [0, 5, 5, null] };
  const { sure, maybe } = bars(evenAxis([0, 10], 100), 100, 10, [0, 1, 2, 3], days, [0, 1, 1, 0], 2);
  assert.equal(sure.reduce((a, b) => a + b, 0), 3);
  assert.equal(highest(sure, maybe, 2), 2);
});
