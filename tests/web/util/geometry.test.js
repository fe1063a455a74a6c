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

test('a point at the height of a corner is inside or outside as one beside that height', () => {
  const diamond = { type: 'Polygon', coordinates: [[[0, 0], [2, 2], [4, 0], [2, -2], [0, 0]]] };
  for (const lon of [1, 2, 3]) assert.equal(contains(diamond, lon, 0), true, `${lon}`);
  for (const lon of [-1, 5]) assert.equal(contains(diamond, lon, 0), false, `${lon}`);
});

test('a corner that stands twice changes nothing of where there is room', () => {
  const ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
  const twice = ring.flatMap((corner) => [corner, corner]);
  assert.deepEqual(roomiest([twice], [0, 0, 10, 10], 8), roomiest([ring], [0, 0, 10, 10], 8));
  assert.deepEqual(roomiest([ring], [0, 0, 10, 10], 8), { x: 5, y: 5, room: 5 });
});
