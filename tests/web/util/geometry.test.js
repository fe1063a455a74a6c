import assert from 'node:assert/strict';
import test from 'node:test';
import { contains, roomiest } from '../../../maps/app/util/geometry.js';

test('a hole is outside, and the roomiest spot is not in it', () => {
  const rings = [
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ],
    [
      [4, 4],
      [9, 4],
      [9, 9],
      [4, 9],
      [4, 4],
    ],
  ];
  const geometry = { type: 'Polygon', coordinates: rings };
  assert.equal(contains(geometry, 5, 5), false);
  assert.equal(contains(geometry, 2, 2), true);
  const spot = roomiest(rings, [0, 0, 10, 10], 20);
  assert.equal(contains(geometry, spot.x, spot.y), true);
});
