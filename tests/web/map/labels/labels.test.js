/** Which towns are named at a zoom. */
import assert from 'node:assert/strict';
import test from 'node:test';

globalThis.L = { Layer: { extend: () => class {} } };
const { isNamedAt } = await import('../../../../maps/app/map/labels/labels.js');

test('a map of the world names towns of a million, and no village that is alone in its ocean', () => {
  assert.equal(isNamedAt({ rank: 1, population: 50 }, 2), false);
  assert.equal(isNamedAt({ rank: 1, population: 9e6 }, 2), true);
  assert.equal(isNamedAt({ rank: 1, population: 50 }, 5), true);
  assert.equal(isNamedAt({ rank: 1 }, 2), true, 'our own towns say no number');
  assert.equal(isNamedAt({ rank: 2, population: 9e6 }, 5), false);
  assert.equal(isNamedAt({}, 10), true);
});
