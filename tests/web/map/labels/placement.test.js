import assert from 'node:assert/strict';
import test from 'node:test';
import { isWhole, LabelBoxes } from '../../../../maps/app/map/labels/placement.js';

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

test('a name is whole in view or out of it, never cut by the edge', () => {
  const edge = [0, 0, 100, 50];
  assert.equal(isWhole(edge, [0, 10, 40, 20]), true);
  assert.equal(isWhole(edge, [-30, 10, 0, 20]), true);
  assert.equal(isWhole(edge, [20, 60, 40, 70]), true);
  for (const cut of [[-5, 10, 40, 20], [80, 10, 101, 20], [20, 40, 30, 51], [20, -4, 30, 5]])
    assert.equal(isWhole(edge, cut), false, String(cut));
});
