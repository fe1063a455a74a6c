import assert from 'node:assert/strict';
import test from 'node:test';
import { columnsFrom } from '../../../maps/app/data/columns.js';
import { balance, deaths } from '../../../maps/app/rules/balance.js';

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
  const columns = columnsFrom({ ...spec.events, lat: [], lon: [] }, () => []);
  const index = new Map(spec.events.id.map((id, row) => [id, row]));
  const found = deaths({ spec, columns, index }, [0, 1, 2, 3], [0, 9]);
  const [armenian, azerbaijani] = ['armenian', 'azerbaijani'].map((side) => found.only.get(side));
  assert.deepEqual([found.all.low, found.all.best, found.all.high], [12, 13, 14]);
  assert.deepEqual(armenian, { low: 10, best: 10, high: 10 });
  assert.deepEqual(azerbaijani, { low: null, best: null, high: null });
  assert.deepEqual([found.one, found.of, found.events], [10, 13, 3]);
});

test('each event is counted once by who is quoted on it', () => {
  const claims = [
    ['a', 'armenian'],
    ['a', 'azerbaijani'],
    ['b', 'armenian'],
    ['b', 'armenian'],
    ['b', 'allied'],
    ['c', 'third_party'],
    ['d', 'allied'],
  ].map(([event, side]) => ({ event, side }));
  const index = new Map([...'abcd'].map((id, row) => [id, row]));
  const by = (weights) => balance(claims, index, [0, 1, 2, 3], { weights: () => weights });
  assert.deepEqual(by(null), {
    only: new Map([['armenian', 1], ['azerbaijani', 0]]),
    several: 1,
    neither: 2,
  });
  assert.deepEqual(by(Float64Array.of(5, 2, 3, 1)), {
    only: new Map([['armenian', 2], ['azerbaijani', 0]]), several: 5, neither: 4,
  });
  assert.deepEqual(balance([], index, [0, 1], { weights: () => null }), { only: new Map(), several: 0, neither: 2 });
});
