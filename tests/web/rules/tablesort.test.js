import assert from 'node:assert/strict';
import test from 'node:test';
import { sorted } from '../../../maps/app/rules/tablesort.js';

test('the table sorts either way, and unknown numbers stand last', () => {
  const data = { spec: { events: { high: [3, null, 12, 1], start: [1, 2, 3, 4] } } };
  assert.deepEqual(sorted(data, [0, 1, 2, 3], 'high', false, String), [3, 0, 2, 1]);
  assert.deepEqual(sorted(data, [0, 1, 2, 3], 'high', true, String), [2, 0, 3, 1]);
});
