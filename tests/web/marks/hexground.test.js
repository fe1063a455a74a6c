import assert from 'node:assert/strict';
import test from 'node:test';
import { sideOf, sidesAt } from '../../../maps/app/marks/hexground.js';

/** @param {string[]} texts @param {Float64Array | null} weights @returns {any} */
const columns = (texts, weights = Float64Array.of(3)) => ({
  weights: () => weights,
  codes: () => ({ codes: Uint32Array.of(0), texts }),
});

test('the side of the hexagons is read from what totals say of their place', () => {
  assert.equal(sideOf(columns(['', 'total of a hexagon with sides of 0.1°'])), 0.1);
  assert.equal(sideOf(columns(['total of a hexagon with sides of 12.8°'])), 12.8);
  assert.equal(sideOf(columns(['total of a first-order division'])), 0);
  assert.equal(sideOf(columns(['total of a hexagon with sides of 0.1°'], null)), 0);
});

test('a hexagon is as large as on the ground, taller away from the equator', () => {
  /** @type {any} */
  const map = { getZoom: () => 8, containerPointToLatLng: () => ({ lat: 60 }) };
  const sides = sidesAt(map, 0.1, 0, 1);
  assert.ok(sides);
  assert.ok(Math.abs(sides.across - (0.1 * 256 * 256) / 360) < 1e-9);
  assert.ok(Math.abs(sides.up / sides.across - 2) < 1e-9);
  assert.equal(sidesAt(map, 0.1, 0, 20), null);
});
