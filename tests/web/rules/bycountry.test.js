import assert from 'node:assert/strict';
import test from 'node:test';
import { makeData } from '../../../maps/app/data/read.js';
import { byCountry } from '../../../maps/app/rules/bycountry.js';
import { toDay } from '../../../maps/app/util/clock.js';

const ROWS = [
  // role, first and last day, lat, lon, how many events it stands for
  ['event', '2015-01-10', '2015-01-10', 0.5, 0.5, null],
  ['aggregate', '2015-01-10', '2015-12-10', 0.5, 0.5, null],
  ['event', '2016-02-10', '2016-02-12', 0.5, 2.5, 3],
  ['event', '2016-12-31', '2017-01-01', 0.5, 0.5, null],
  ['event', '2019-03-01', '2019-03-01', 9, 9, null],
  ['event', '2019-03-02', '2019-03-02', null, null, null],
];
const column = (i) => ROWS.map((row) => row[i]);
const none = (value) => ROWS.map(() => value);
const events = {
  id: ROWS.map((_, i) => `e${i}`), role: column(0), part_of: none(''), start: column(1).map(toDay),
  end: column(2).map((day) => toDay(day) + 1), lat: column(3), lon: column(4), stands_for: column(5),
  low: none(null), best: none(null), high: none(null), title: none(''), type: none('battle'),
  status: none(''), where: none([]), radius_m: none(null), place: none(''), place_hy: none(''),
  place_az: none(''), actor_a: none(''), actor_b: none(''), when: none(''),
  place_precision: none(''), sources: none([]), joins: none([]),
};
const square = (name, x) => ({
  id: name, properties: { name, from: null, to: null },
  geometry: { type: 'Polygon', coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] },
});
const build = (layer, countries, rows = events) => makeData(
  { events: rows, claims: [], sources: {}, types: [{ id: 'battle', label: '', family: '' }], bands: [],
    window: [0, 100], extent: [0, 100], layers: [{ id: layer, role: 'land' }] },
  new Map([[layer, { features: countries }]]),
);
const BOTH = [square('A', 0), square('B', 2)];
const WINDOW = [toDay('2015-01-01'), toDay('2020-01-01')];

test('events are counted once, in the country under their point and the year they lie in', () => {
  const found = byCountry(build('world-countries', BOTH), ROWS.map((_, row) => row), WINDOW);
  assert.equal(found.unit, 'year');
  assert.deepEqual(
    found.countries.map(({ country, events: n, series }) => [country.properties.name, n, series]),
    [['B', 3, [0, 3, 0, 0, 0]], ['A', 2, [1, 0, 0, 0, 0]]],
    'a total is no event, and what lies across the edge of a year is in no bar',
  );
  assert.equal(found.none, 2, 'at sea, and without a place');
  assert.equal(found.others, 0);
});

test('beyond ten countries the rest is one number', () => {
  const lots = Array.from({ length: 12 }, (_, i) => square(`C${i}`, 2 * i));
  const n = lots.length;
  const many = Object.fromEntries(Object.entries(events).map(([key, [value]]) => [key, Array(n).fill(value)]));
  const lon = lots.map((_, i) => 2 * i + 0.5);
  const found = byCountry(build('world-countries', lots, { ...many, lon }), lon.map((_, i) => i), WINDOW);
  assert.equal(found.countries.length, 10);
  assert.equal(found.others, 2);
});

test('a map of one country, or with ground of its own, has no such table', () => {
  const rows = ROWS.map((_, row) => row);
  assert.equal(byCountry(build('world-countries', BOTH.slice(0, 1)), rows, WINDOW), null);
  assert.equal(byCountry(build('land', BOTH), rows, WINDOW), null);
});
