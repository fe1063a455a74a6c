import assert from 'node:assert/strict';
import test from 'node:test';
import { closedDays, eraOf, spells, stateOn } from '../../../maps/app/rules/roadspells.js';

const state = (from, to, status) => ({ from, to, status, start: 0, end: 1 });

test('the road is as its worst stretch, and neighbours of one state are one spell', () => {
  const found = spells([
    state(0, 10, 'open'), state(4, 6, 'closed'), state(10, 15, 'blocked'),
    state(15, 20, 'blocked'), state(20, null, 'limited'),
  ]);
  assert.deepEqual(found, [
    { from: 0, to: 4, status: 'open' },
    { from: 4, to: 6, status: 'closed' },
    { from: 6, to: 10, status: 'open' },
    { from: 10, to: 20, status: 'blocked' },
    { from: 20, to: null, status: 'limited' },
  ]);
  assert.equal(closedDays(found), 12);
  assert.deepEqual([3, 4, 6, 19, 99, -1].map((day) => stateOn(found, day)),
    ['open', 'closed', 'open', 'blocked', 'limited', '']);
});

test('days of which nothing is said are no days of an open road', () => {
  const found = spells([state(0, 2, 'open'), state(5, 7, 'closed')]);
  assert.equal(stateOn(found, 3), '');
  assert.equal(found.length, 2);
  assert.deepEqual(spells([]), []);
});

test('a state without a beginning or an end has no number of days', () => {
  const found = spells([state(null, 3, 'closed'), state(3, 8, 'blocked'), state(8, null, 'closed')]);
  assert.deepEqual(found.map(({ from, to }) => [from, to]), [[null, 3], [3, 8], [8, null]]);
  assert.equal(closedDays(found), 5);
});

test('the strip shows the years in which the road was closed, not those between', () => {
  const spell = (from, to, status) => ({ from, to, status });
  const all = [
    spell(0, 100, 'blocked'), spell(100, 5000, 'open'), spell(5000, 5010, 'closed'),
    spell(5010, 5200, 'open'), spell(5200, 5500, 'closed'), spell(5500, null, 'limited'),
  ];
  const [from, to] = eraOf(all, [0, 9000]);
  assert.ok(from > 4900 && from < 5000 && to > 5620, 'of two times the one with more days');
  assert.ok(eraOf(all, [40, 60])[1] < 200, 'the window chooses');
  assert.equal(eraOf(all, [2000, 2100]), null);
});
