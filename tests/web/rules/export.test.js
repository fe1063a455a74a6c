import assert from 'node:assert/strict';
import test from 'node:test';
import { toCsv, toGeoJson } from '../../../maps/app/rules/export.js';

test('no cell of the download is run by a spreadsheet, and sources are in it', () => {
  const names = ['id', 'when', 'title', 'type', 'role', 'part_of', 'status', 'place', 'place_hy',
    'place_az', 'place_precision', 'actor_a', 'actor_b', 'note'];
  const events = Object.fromEntries(names.map((name) => [name, ['']]));
  for (const name of ['lat', 'lon', 'radius_m', 'low', 'best', 'high']) events[name] = [-1];
  Object.assign(events, { where: [[]], sources: [['s1']], title: ['=HYPERLINK("x")'], note: ['+1+1'] });
  const data = { spec: { events, sources: { s1: { url: 'https://example.org/a' } } } };
  const [head, line] = toCsv(data, [0]).trim().split('\n');
  assert.match(head, /sources,notes,source_addresses$/);
  assert.match(line, /"'=HYPERLINK\(""x""\)"/);
  assert.match(line, /,'\+1\+1,/);
  assert.match(line, /,s1,.*,https:\/\/example\.org\/a$/);
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
