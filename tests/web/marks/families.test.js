import assert from 'node:assert/strict';
import test from 'node:test';
import { familyRows } from '../../../maps/app/marks/families.js';
import { FAMILIES } from '../../../maps/app/marks/palette.js';

test('an event is of the family of its type, and of other where its type has none', () => {
  const styles = new Map([['battle', { family: FAMILIES[0] }]]);
  const codes = { codes: [1, 0, 1], texts: ['of ours', 'battle'] };
  const rows = familyRows({ data: { columns: { codes: () => codes } }, styles });
  assert.deepEqual([...rows].map((row) => FAMILIES[row]), [FAMILIES[0], 'other', FAMILIES[0]]);
});
