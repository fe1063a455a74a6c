import assert from 'node:assert/strict';
import test from 'node:test';
import { openStretch, spread } from '../../../maps/app/time/context.js';

test('a name stands where no other block lies on its own', () => {
  assert.deepEqual(openStretch([100, 300], []), [0, 200]);
  assert.deepEqual(openStretch([100, 300], [[20, 60]]), [0, 200]);
  assert.deepEqual(openStretch([100, 300], [[220, 24]]), [0, 120]);
  assert.deepEqual(openStretch([100, 300], [[90, 30], [280, 40]]), [20, 180]);
  assert.deepEqual(openStretch([100, 300], [[150, 24]]), [74, 200]);
  assert.deepEqual(openStretch([100, 300], [[90, 300]]), [0, 0]);
});

test('blocks are at least as wide as a finger and do not lie on each other', () => {
  const spots = spread([[10, 12], [14, 40], [380, 382]], 400);
  assert.deepEqual(spots, [[10, 24], [35, 24], [376, 24]]);
});
