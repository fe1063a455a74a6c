import assert from 'node:assert/strict';
import test from 'node:test';
import { evenAxis } from '../../maps/app/time/axis.js';
import { deaths } from '../../maps/app/rules/balance.js';
import { hotOf } from '../../maps/app/data/columns.js';
import { bars, begins, highest } from '../../maps/app/rules/beginnings.js';

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

test('deaths are those of the total, and on one side those whose figures come from it alone', () => {
  const claim = (event, side, best, measure = 'killed') => ({ event, side, measure, low: null, best, high: null });
  const spec = {
    events: {
      id: ['a', 'b', 'c', 'w'],
      role: ['event', 'event', 'event', 'aggregate'],
      part_of: ['', '', '', ''],
      start: [1, 2, 3, 4],
      end: [2, 3, 4, 5],
      low: [1, 2, null, 9],
      best: [1, 3, null, 9],
      high: [1, 4, null, 9],
    },
    claims: [claim('a', 'armenian', 1), claim('b', 'armenian', 3), claim('b', 'third_party', 3),
      claim('c', 'azerbaijani', null), claim('w', 'armenian', 9)],
  };
  const hot = hotOf({ ...spec.events, lat: [], lon: [] }, () => []);
  const index = new Map(spec.events.id.map((id, row) => [id, row]));
  const found = deaths({ spec, hot, index }, [0, 1, 2, 3], [0, 9]);
  const [armenian, azerbaijani] = ['armenian', 'azerbaijani'].map((side) => found.only.get(side));
  assert.deepEqual([found.all.low, found.all.best, found.all.high], [12, 13, 14]);
  assert.deepEqual(armenian, { low: 10, best: 10, high: 10 });
  assert.deepEqual(azerbaijani, { low: null, best: null, high: null });
  assert.deepEqual([found.one, found.of, found.events], [10, 13, 3]);
});
