import assert from 'node:assert/strict';
import test from 'node:test';
import { change, sums, units } from '../../maps/app/rules/compare.js';
import { distanceM, lengthM } from '../../maps/app/util/geodesic.js';
import { toCsv } from '../../maps/app/rules/export.js';
import { hexbins, stepOf, STEPS, stepsTo, topOf } from '../../maps/app/marks/hexbins.js';
import { checkedStyle } from '../../maps/app/map/authorstyle.js';
import { actorsOf, sidesOf } from '../../maps/app/rules/parties.js';
import { typeStyles } from '../../maps/app/marks/palette.js';
import { hotOf } from '../../maps/app/data/columns.js';
import { singleTypes } from '../../maps/app/rules/roles.js';
import { shownAt } from '../../maps/app/state/storywalk.js';
import { sorted } from '../../maps/app/rules/tablesort.js';

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

test('distances are those of the ellipsoid', () => {
  // Flinders Peak to Buninyong, the worked example of Geoscience Australia: 54,972.271 m.
  const one = [-(37 + 57 / 60 + 3.7203 / 3600), 144 + 25 / 60 + 29.5244 / 3600];
  const two = [-(37 + 39 / 60 + 10.1561 / 3600), 143 + 55 / 60 + 35.3839 / 3600];
  assert.ok(Math.abs(distanceM(one, two) - 54972.271) < 0.01);
  assert.equal(distanceM([40, 46], [40, 46]), 0);
  assert.equal(lengthM([[40, 46]]), 0);
  assert.ok(Math.abs(lengthM([[0, 0], [0, 1], [0, 2]]) - 2 * 111319.491) < 0.01);
});

test('every event is in one hexagon, and the one whose centre is nearest', () => {
  const points = Array.from({ length: 300 }, (_, row) => ({
    row,
    x: (row * 97) % 400,
    y: (row * 61) % 300,
  }));
  const bins = hexbins(points, 26);
  assert.deepEqual(
    bins.flatMap(({ rows }) => rows).sort((a, b) => a - b),
    points.map(({ row }) => row),
  );
  for (const bin of bins)
    for (const row of bin.rows) {
      const away = (other) => Math.hypot(other.x - points[row].x, other.y - points[row].y);
      assert.ok(bins.every((other) => away(bin) <= away(other) + 1e-9));
    }
  assert.deepEqual(
    STEPS.map((count) => stepOf(count, STEPS)),
    [0, 1, 2, 3, 4],
  );
});

test('the ramp goes up to the fullest hexagon, in round numbers that change seldom', () => {
  assert.deepEqual([0, 50, 51, 180, 800, 20000, 1e6].map(topOf), [50, 50, 100, 200, 1000, 20000, 1e6]);
  assert.deepEqual(stepsTo(topOf(30)), STEPS);
  assert.deepEqual(stepsTo(1000), [1, 5, 20, 100, 500]);
  for (let top = 50; top < 1e7; top = topOf(top + 1)) {
    const steps = stepsTo(top);
    assert.ok(steps.every((least, i) => i === 0 || least > steps[i - 1]), String(steps));
    assert.ok(steps[4] <= top && steps[4] * 5 >= top, String([top, steps]));
    for (const least of steps) assert.match(String(least), /^(25|[125]0*)$/);
  }
});

test('a step of a story keeps what it does not say', () => {
  const step = (more) => ({
    title: '', text: '', window: null, view: null, select: null, events: [], layers: {}, ...more,
  });
  const story = {
    id: 's',
    title: '',
    steps: [
      step({ window: [1, 2], layers: { a: false } }),
      step({ select: 'x', layers: { b: true } }),
    ],
  };
  assert.deepEqual(shownAt(story, 1, { a: true, b: false, c: true }), {
    story: { id: 's', step: 1 },
    select: 'x',
    compare: null,
    window: [1, 2],
    layers: { a: false, b: true, c: true },
  });
  assert.equal(shownAt(story, 0, { a: true }).select, null);
});

test('the table sorts either way, and unknown numbers stand last', () => {
  const data = { spec: { events: { high: [3, null, 12, 1], start: [1, 2, 3, 4] } } };
  assert.deepEqual(sorted(data, [0, 1, 2, 3], 'high', false, String), [3, 0, 2, 1]);
  assert.deepEqual(sorted(data, [0, 1, 2, 3], 'high', true, String), [2, 0, 3, 1]);
});

test('parties are parted at semicolons, sides come from the claims', () => {
  const events = { id: ['a', 'b'], actor_a: ['Armenia; Azerbaijan', ''], actor_b: ['Armenia', 'UN'] };
  assert.deepEqual(actorsOf(events), [['Armenia', 'Azerbaijan'], ['UN']]);
  const claims = [{ event: 'a', side: 'armenian' }, { event: 'a', side: 'armenian' }];
  assert.deepEqual([...sidesOf(claims, (id) => 'ab'.indexOf(id))], [[0, ['armenian']]]);
});

test('a style keeps names and values from the list, and nothing else', () => {
  assert.deepEqual(
    checkedStyle({
      color: '#ff0000',
      fillColor: 'url(#x)',
      weight: 3,
      opacity: 2,
      dashArray: '4 2',
      onclick: 'x',
      fill: 'none',
    }),
    { color: '#ff0000', weight: 3, dashArray: '4 2' },
  );
  assert.deepEqual(checkedStyle('red'), {});
});

test('a type of totals alone has the mark of totals', () => {
  const types = [
    { id: 'battle', label: '', family: '' },
    { id: 'war_phase', label: '', family: '' },
  ];
  const events = { type: ['battle', 'battle', 'war_phase'], role: ['event', 'aggregate', 'aggregate'] };
  const hot = hotOf({ ...events, id: ['a', 'b', 'c'], lat: [], lon: [] }, () => []);
  const styles = typeStyles(types, singleTypes(hot));
  assert.equal(styles.get('battle').whole, false);
  assert.equal(styles.get('war_phase').whole, true);
});

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
