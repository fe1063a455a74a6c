import assert from 'node:assert/strict';
import test from 'node:test';
import { toDay } from '../../../maps/app/util/clock.js';
import { standing, unstated } from '../../../maps/app/rules/standing.js';

const day = (iso) => {
  const found = toDay(iso);
  assert.notEqual(found, null, iso);
  return found;
};

test('a feature is drawn as now when it holds on the last day, as before when it held earlier', () => {
  assert.equal(standing(0, 10, [2, 8]), 'now');
  assert.equal(standing(0, 10, [2, 10]), 'now');
  assert.equal(standing(5, 10, [0, 8]), 'now');
  assert.equal(standing(0, 10, [8, 12]), 'was');
  assert.equal(standing(2, 4, [0, 12]), 'was');
  assert.equal(standing(0, 10, [10, 12]), 'none');
  assert.equal(standing(null, null, [1, 2]), 'now');
});

test('the old road is drawn on 29 August 2022 and not on the 30th', () => {
  const [from, to] = [day('1992-05-18'), day('2022-08-30')];
  assert.equal(standing(from, to, [day('2022-08-29'), day('2022-08-30')]), 'now');
  assert.equal(standing(from, to, [day('2022-08-30'), day('2022-08-31')]), 'none');
});

test('a district is not stated in a gap between its states, and only where its layer states others', () => {
  const state = (name, from, to, control, layer = 'own', role = 'district') => ({
    layer: { id: layer, role }, feature: { properties: { name, from, to, control } },
  });
  const early = state('A', 0, 10, 'azerbaijan');
  const late = state('A', 20, 30, 'azerbaijan');
  const other = state('B', null, null, 'armenian_forces');
  const plain = state('C', null, null, undefined, 'plain');
  const all = [early, late, other, plain, state('D', 0, 10, 'azerbaijan', 'own', 'control')];
  assert.deepEqual(unstated(all, [12, 13]), [late]);
  assert.deepEqual(unstated(all, [5, 6]), []);
  assert.deepEqual(unstated(all, [8, 25]), [], 'the last day is stated');
  assert.deepEqual(unstated([early, plain], [12, 13]), [early]);
  assert.deepEqual(unstated([plain], [12, 13]), [], 'the layer states nothing of any district');
  const silent = state('E', null, null, '');
  assert.deepEqual(unstated([other, silent], [12, 13]), [silent]);
});
