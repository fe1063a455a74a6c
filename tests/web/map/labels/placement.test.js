import assert from 'node:assert/strict';
import test from 'node:test';
import { LabelBoxes } from '../../../../maps/app/map/labels/placement.js';

test('labels never overlap', () => {
  const places = new LabelBoxes();
  assert.equal(places.first([[0, 0, 10, 10]]), 0);
  assert.equal(
    places.first([
      [5, 5, 15, 15],
      [10, 0, 20, 10],
    ]),
    1,
  );
  assert.equal(places.first([[0, 0, 200, 200]]), -1);
});
