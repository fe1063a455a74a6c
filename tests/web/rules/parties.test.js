import assert from 'node:assert/strict';
import test from 'node:test';
import { actorsOf, sidesOf } from '../../../maps/app/rules/parties.js';

test('parties are parted at semicolons, sides come from the claims', () => {
  const events = { id: ['a', 'b'], actor_a: ['Armenia; Azerbaijan', ''], actor_b: ['Armenia', 'UN'] };
  assert.deepEqual(actorsOf(events), [['Armenia', 'Azerbaijan'], ['UN']]);
  const claims = [{ event: 'a', side: 'armenian' }, { event: 'a', side: 'armenian' }];
  assert.deepEqual([...sidesOf(claims, (id) => 'ab'.indexOf(id))], [[0, ['armenian']]]);
});
