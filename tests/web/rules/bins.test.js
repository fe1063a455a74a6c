import assert from 'node:assert/strict';
import test from 'node:test';
import { makeData } from '../../../maps/app/data/read.js';
import { byEpisode, byMonth } from '../../../maps/app/rules/bins.js';
import { heldDays } from '../../../maps/app/rules/heldays.js';
import { toDay } from '../../../maps/app/util/clock.js';

const ROWS = [
  // id, role, part_of, first and last day, low, best, high
  ['war', 'aggregate', '', '2020-09-27', '2020-11-10', 6500, 6823, 6918],
  ['a', 'event', 'war', '2020-09-27', '2020-09-27', 1, 2, 3],
  ['b', 'event', '', '2020-10-31', '2020-11-01', 5, 5, 5],
  ['c', 'event', '', '2020-11-02', '2020-11-02', null, 7, null],
  ['d', 'event', '', '2020-11-30', '2020-11-30', 1, 1, 4],
  ['e', 'event', '', '2020-11-30', '2020-11-30', null, null, null],
].sort((a, b) => a[3].localeCompare(b[3]));
const column = (i) => ROWS.map((row) => row[i]);
const none = (value) => ROWS.map(() => value);
const events = {
  id: column(0), role: column(1), part_of: column(2), start: column(3).map(toDay),
  end: column(4).map((day) => toDay(day) + 1), low: column(5), best: column(6), high: column(7),
  title: column(0).map((id) => `the ${id}`), type: none('battle'), status: none(''), where: none([]),
  radius_m: none(null), stands_for: none(null), lat: none(39), lon: none(46), place: none(''),
  place_hy: none(''), place_az: none(''), actor_a: none(''), actor_b: none(''), when: none('2020'),
  place_precision: none(''), sources: none([]), joins: none([]),
};
const square = (x) => ({
  type: 'Polygon', coordinates: [[[x, 39], [x + 1, 39], [x + 1, 40], [x, 40], [x, 39]]],
});
const state = (id, from, to, control, km2) => ({
  id: `${id}${from}`, geometry: square(46), properties: { name: id, from, to, control, area_km2: km2, area_error_km2: 1 },
});
const build = (features, more = {}) =>
  makeData(
    { events, claims: [], sources: {}, types: [{ id: 'battle', label: '', family: '' }], bands: [],
      window: [0, 100], extent: [0, 100], layers: [{ id: 'l', role: 'district' }], ...more },
    new Map([['l', { features }]]),
  );

test('a war is what a source says of it as a whole, not what its parts add up to', () => {
  const found = byEpisode(build([]));
  assert.deepEqual(found.map(({ id, label, sum }) => [id, label, sum]),
    [['war', 'the war', { low: 6500, best: 6823, high: 6918 }]]);
});

test('a month holds the events that lie whole in it; the others are told, and added to none', () => {
  const data = build([]);
  const rows = ROWS.map((_, i) => i);
  const window = [toDay('2020-09-01'), toDay('2020-12-01')];
  const { unit, bins, across } = byMonth(data, rows, window);
  assert.equal(unit, 'month');
  assert.deepEqual(bins.map(({ days, sum: { best } }) => [...days, best]), [
    [toDay('2020-09-01'), toDay('2020-10-01'), 2],
    [toDay('2020-11-01'), toDay('2020-12-01'), 8],
  ]);
  assert.deepEqual([bins[0].sum.low, bins[0].sum.high], [1, 3]);
  assert.equal(across, 2, 'the war, and the night from October to November');
  assert.equal(byMonth(data, rows, [toDay('2010-01-01'), toDay('2021-01-01')]).unit, 'year');
});

test('the days of small maps: ends of the period and of wars, without those that changed least', () => {
  const band = (to) => ({ kind: 'war', from: 0, to, label: '' });
  const features = [
    state('A', null, 35, 'x', 100), state('A', 35, null, 'y', 100), state('B', null, null, 'x', 50),
  ];
  const bands = [10, 20, 30, 40, 50, 60, 70, 80, 90].map(band).concat([{ kind: 'ceasefire', from: 0, to: 55 }]);
  const days = heldDays(build(features, { bands, opening: { day: 41, before: 34 } }));
  assert.equal(days.length, 8);
  assert.deepEqual([days[0], days.at(-1)], [0, 99]);
  for (const day of [34, 40, 41]) assert.ok(days.includes(day), `${day} is shown`);
  assert.ok(!days.includes(55));
  assert.deepEqual(heldDays(build([], { bands })), [], 'no ground, no maps');
});
