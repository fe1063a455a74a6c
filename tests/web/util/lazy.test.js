import assert from 'node:assert/strict';
import test from 'node:test';
import { lazyList } from '../../../maps/app/util/lazy.js';

test('a list that is made when asked holds its items and nothing else', () => {
  const list = lazyList(3, (at) => `item ${at}`);
  assert.deepEqual([...list], ['item 0', 'item 1', 'item 2']);
  for (const at of [-1, 1.5, 3, 'x1']) assert.equal(list[at], undefined, `${at}`);
  assert.deepEqual([0, 2, 3, -1, 'x1', 'length'].map((at) => at in list), [true, true, false, false, false, true]);
});
