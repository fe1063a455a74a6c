import assert from 'node:assert/strict';
import test from 'node:test';
import { distanceM, lengthM } from '../../../maps/app/util/geodesic.js';

test('distances are those of the ellipsoid', () => {
  // Flinders Peak to Buninyong, the worked example of Geoscience Australia: 54,972.271 m.
  const one = [-(37 + 57 / 60 + 3.7203 / 3600), 144 + 25 / 60 + 29.5244 / 3600];
  const two = [-(37 + 39 / 60 + 10.1561 / 3600), 143 + 55 / 60 + 35.3839 / 3600];
  assert.ok(Math.abs(distanceM(one, two) - 54972.271) < 0.01);
  assert.equal(distanceM([40, 46], [40, 46]), 0);
  assert.equal(lengthM([[40, 46]]), 0);
  assert.ok(Math.abs(lengthM([[0, 0], [0, 1], [0, 2]]) - 2 * 111319.491) < 0.01);
});
