import assert from 'node:assert/strict';
import test from 'node:test';
import { balance } from '../../maps/app/rules/balance.js';
import { toCsv, toGeoJson } from '../../maps/app/rules/export.js';
import { lengths, metres, nearestOn } from '../../maps/app/util/linear.js';

test('a degree of latitude is 111.2 km', () => {
  assert.ok(Math.abs(metres([46, 39], [46, 40]) - 111195) < 10);
});

test('a point beside a line is found at its kilometre', () => {
  const line = [
    [46, 39.5],
    [46.1, 39.5],
    [46.1, 39.6],
  ];
  const sums = lengths(line);
  const { along, off } = nearestOn(line, sums, [46.11, 39.55]);
  assert.ok(Math.abs(along - (sums[1] + metres([46.1, 39.5], [46.1, 39.55]))) < 20);
  assert.ok(Math.abs(off - metres([46.1, 39.55], [46.11, 39.55])) < 10);
});

test('each event is counted once by who is quoted on it', () => {
  const claims = [
    ['a', 'armenian'],
    ['a', 'azerbaijani'],
    ['b', 'armenian'],
    ['b', 'armenian'],
    ['c', 'third_party'],
  ].map(([event, side]) => ({ event, side }));
  const index = new Map([...'abcd'].map((id, row) => [id, row]));
  const by = (weights) => balance(claims, index, [0, 1, 2, 3], { weights: () => weights });
  assert.deepEqual(by(null), {
    only: new Map([['armenian', 1], ['azerbaijani', 0]]),
    several: 1,
    neither: 2,
  });
  assert.deepEqual(by(Float64Array.of(5, 2, 3, 1)), {
    only: new Map([['armenian', 2], ['azerbaijani', 0]]), several: 5, neither: 4,
  });
  assert.deepEqual(balance([], index, [0, 1], { weights: () => null }), { only: new Map(), several: 0, neither: 2 });
});

const DATA = {
  spec: {
    attribution: [],
    sources: { s: { url: 'https://example.org/a,b' } },
    events: {
      id: ['e'],
      when: ['2022-09'],
      lat: [39.5],
      lon: [46.5],
      radius_m: [null],
      where: [[]],
      place_precision: ['region'],
      title: ['=1+1, "quoted"\nline'],
      type: ['battle'],
      actor_a: ['@A'],
      actor_b: [''],
      low: [null],
      best: [0],
      high: [3],
      role: ['event'],
      part_of: [''],
      place: ['Laçın'],
      place_hy: [''],
      place_az: [''],
      status: ['verified'],
      sources: [['s', 'constructor']],
      note: [''],
    },
  },
};

test('a cell that a spreadsheet would run is text, and unknown is empty, not 0', () => {
  const [, ...rest] = toCsv(DATA, [0]).split('\n');
  const row = rest.join('\n');
  assert.match(
    row,
    /^e,2022-09,39\.5,46\.5,,,region,"'=1\+1, ""quoted""\nline",battle,'@A,,,0,3,event/,
  );
  assert.match(row, /"https:\/\/example\.org\/a,b"/);
});

test('GeoJSON keeps the text as it is', () => {
  const {
    features: [feature],
  } = JSON.parse(toGeoJson(DATA, [0]));
  assert.equal(feature.properties.title, DATA.spec.events.title[0]);
  assert.equal(feature.properties.fatalities_low, null);
  assert.deepEqual(feature.geometry.coordinates, [46.5, 39.5]);
});
