import assert from 'node:assert/strict';
import test from 'node:test';
import { readFileSync } from 'node:fs';
import { DETAILS, rangeOf } from '../../../maps/app/panels/details.js';

test('a count is a number or a range, and an open end stays open', () => {
  assert.deepEqual(rangeOf('7'), { low: 7, best: 7, high: 7 });
  assert.deepEqual(rangeOf('202..'), { low: 202, best: null, high: null });
  assert.deepEqual(rangeOf('..5'), { low: null, best: null, high: 5 });
  assert.deepEqual(rangeOf('4..5'), { low: 4, best: null, high: 5 });
  assert.deepEqual(['', '..', 'many', '4 to 5'].map(rangeOf), [null, null, null, null]);
});

test('the columns shown in words are those that Python names', () => {
  const text = readFileSync(
    new URL('../../../geo/conflictmap/model/columns.py', import.meta.url), 'utf8');
  const [table] = text.split('DETAILS = (')[1].split('\n)');
  assert.deepEqual([...table.matchAll(/Column\("(\w+)"/g)].map(([, name]) => name), DETAILS);
});
