import assert from 'node:assert/strict';
import test from 'node:test';
import { createStore } from '../../../maps/app/state/store.js';

test('a store tells its subscribers, and no state changes afterwards', () => {
  const store = createStore({ a: 1 });
  const before = store.state();
  const seen = [];
  const off = store.on((state) => seen.push(state.a));
  store.set({ a: 2 });
  off();
  store.set({ a: 3 });
  assert.deepEqual(seen, [2]);
  assert.equal(before.a, 1);
  assert.throws(() => {
    before.a = 9;
  }, TypeError);
});
