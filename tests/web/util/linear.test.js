import assert from 'node:assert/strict';
import test from 'node:test';
import { lengths, metres, nearestOn } from '../../../maps/app/util/linear.js';

test('a degree of latitude is 111.2 km', () => {
  assert.ok(Math.abs(metres([46, 39], [46, 40]) - 111195) < 10);
});

test('a point beside a line is found at its kilometre', () => {
  const line = [
    [46, 39.5],
    [46.1, 39.5],
    [46.1, 39.6],
  ];
  const sums = lengths(line);
  const { along, off } = nearestOn(line, sums, [46.11, 39.55]);
  assert.ok(Math.abs(along - (sums[1] + metres([46.1, 39.5], [46.1, 39.55]))) < 20);
  assert.ok(Math.abs(off - metres([46.1, 39.55], [46.11, 39.55])) < 10);
});
