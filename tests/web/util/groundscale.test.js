import assert from 'node:assert/strict';
import test from 'node:test';
import { nearestZoom, pixelsOf, SEEN } from '../../../maps/app/util/groundscale.js';

test('metres are pixels as in Web Mercator', () => {
  assert.ok(Math.abs(pixelsOf(156543.034, 0, 0) - 1) < 1e-6);
  assert.ok(Math.abs(pixelsOf(1000, 60, 10) / pixelsOf(1000, 0, 10) - 2) < 1e-9);
});

test('what is known to 25 km is flown to no nearer than its ring is seen, a point as near as one likes', () => {
  const zoom = nearestZoom(25000, 40, SEEN);
  assert.equal(zoom % 0.25, 0);
  assert.ok(pixelsOf(25000, 40, zoom) <= SEEN && pixelsOf(25000, 40, zoom + 0.25) > SEEN);
  assert.equal(nearestZoom(0, 40, SEEN), Infinity);
});
