import assert from 'node:assert/strict';
import test from 'node:test';
import { change, sums, units } from '../../../maps/app/rules/compare.js';

const district = (id, name, control, from, to, km2) => ({
  feature: {
    id,
    properties: { name, control, from, to, area_km2: km2, area_error_km2: 10 },
    geometry: { type: 'Polygon', coordinates: [] },
  },
  layer: { id: id.split('-')[0], role: 'district' },
});

const DATA = {
  features: new Map(
    [
      district('a-1', 'North', 'armenian_forces', null, 10, 100),
      district('a-2', 'North', 'azerbaijan', 10, null, 60),
      district('a-3', 'North', 'russian_peacekeepers', 10, null, 40),
      district('a-4', 'South', 'azerbaijan', null, null, 70),
      district('b-1', 'North', 'azerbaijan', null, null, 100),
    ].map((entry) => [entry.feature.id, entry]),
  ),
};

test('ground that changed is summed by district, and no district twice', () => {
  const all = units(DATA, 5, 20);
  assert.deepEqual(
    all.map(({ name, changed }) => [name, changed]),
    [
      ['North', 100],
      ['South', 0],
    ],
  );
  assert.equal(change(all).km2, 100);
  const rows = sums(all).map(({ control, before, after }) => [control, before.km2, after.km2]);
  assert.deepEqual(rows, [
    ['armenian_forces', 100, 0],
    ['azerbaijan', 70, 130],
    ['russian_peacekeepers', 0, 40],
  ]);
});

test('nothing changes from a day to itself, and half-open days part at the border', () => {
  assert.equal(change(units(DATA, 7, 7)).km2, 0);
  assert.equal(change(units(DATA, 9, 10)).km2, 100);
  assert.equal(change(units(DATA, 8, 9)).km2, 0);
});
