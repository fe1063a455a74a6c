import assert from 'node:assert/strict';
import test from 'node:test';
import { deathsByRow, TRACE } from '../../../maps/app/rules/deaths.js';

test('single events count with their best figure, totals not, and what is not known adds nothing', () => {
  const columns = {
    rows: 5,
    number: () => [3, NaN, 0, 400, 2],
    codes: () => ({ codes: [0, 0, 0, 1, 0], texts: ['event', 'aggregate'] }),
  };
  const found = deathsByRow(columns);
  assert.deepEqual([...found], [3, TRACE, TRACE, 0, 2]);
  assert.equal(Math.floor(found.reduce((a, b) => a + b)), 5);
  assert.ok(TRACE * 1e7 < 1, 'ten million of them add no death');
});
