import assert from 'node:assert/strict';
import test from 'node:test';
import { denseAxis, evenAxis } from '../../../maps/app/time/axis.js';
import { count } from '../../../maps/app/rules/count.js';
import { DotGrid, KINDS } from '../../../maps/app/marks/dotgrid.js';
import { toCsv, toGeoJson } from '../../../maps/app/rules/export.js';
import { countTexts, NO_FILTERS } from '../../../maps/app/rules/filter.js';
import { counts } from '../../../maps/app/panels/filterlists.js';
import { bars, highest } from '../../../maps/app/rules/beginnings.js';
import { hexbins } from '../../../maps/app/marks/hexbins.js';
import { columnsFrom } from '../../../maps/app/data/columns.js';
import { Rows } from '../../../maps/app/util/lazy.js';
import { merged } from '../../../maps/app/marks/stack.js';
import { allEvents, eventsIn, eventsOf, weightsOf } from '../../../maps/app/rules/weights.js';

/** Four rows of one spot and one beside it: 12 + 1 + 200 + 1 + 3 events. */
const MANY = [12, null, 200, null, 3];
const EVENTS = {
  id: ['a', 'b', 'c', 'd', 'e'],
  start: [0, 1, 2, 3, 20], end: [1, 2, 3, 4, 40],
  certain_start: [0, 1, 2, 3, null],
  low: [null, 1, 5, null, null], best: [4, 1, 6, null, null], high: [4, 1, null, null, null],
  lat: [40, 40, 40, 40, 41], lon: [46, 46, 46, 46, 46],
  role: Array(5).fill('event'), part_of: Array(5).fill(''), type: ['x', 'x', 'y', 'y', 'x'],
  status: ['', 'verified', 'verified', '', ''], place_precision: Array(5).fill('near'),
  sources: [['s', 't'], ['s'], [], [], ['t']],
  actor_a: ['A', 'A', 'B', '', 'A'], actor_b: ['A', 'B', '', '', 'C; B'],
};
const ROWS = [0, 1, 2, 3, 4];
const hotWith = (stands_for, more = {}) => {
  const events = { ...EVENTS, ...more };
  return columnsFrom(stands_for ? { ...events, stands_for } : events, () => []);
};
const dataWith = (stands_for, more = {}) => ({
  spec: { events: { ...EVENTS, ...more }, claims: [] },
  columns: hotWith(stands_for, more),
  index: new Map(EVENTS.id.map((id, row) => [id, row])),
  start: Int32Array.from(EVENTS.start), end: Int32Array.from(EVENTS.end),
  maxEnd: Int32Array.from(EVENTS.end),
  sides: new Map([[0, ['armenian']], [1, ['armenian', 'azerbaijani']]]),
});

test('a row is one event unless the data say more', () => {
  assert.equal(hotWith(null).weights(), null);
  assert.equal(hotWith([null, null, 1, null, null]).weights(), null);
  assert.deepEqual([...weightsOf(MANY)], [12, 1, 200, 1, 3]);
  assert.deepEqual([...weightsOf(Float32Array.of(NaN, 2, 0))], [1, 2, 1]);
  assert.equal(eventsIn(hotWith(null), [1, 2]), 2);
  assert.equal(eventsIn(hotWith(MANY), [0, 2, 3]), 213);
  assert.equal(eventsOf(hotWith(MANY), 4), 3);
  assert.equal(eventsOf(hotWith(null), 4), 1);
  assert.equal(allEvents(hotWith(MANY)), 217);
  assert.equal(allEvents(hotWith(null)), 5);
});

test('totals count events, and those that state nothing, by what rows stand for', () => {
  const of = (stands_for) => count(dataWith(stands_for), ROWS, [0, 100]);
  const { events, silent, unknown, low, best, high } = of(MANY);
  assert.deepEqual([events, silent, unknown], [217, 4, { low: 12, best: 0, high: 200 }]);
  assert.deepEqual([low, best, high], [6, 11, null]); // of the whole row; one states no highest
  const plain = of(null);
  assert.deepEqual([plain.events, plain.silent, plain.unknown], [5, 2, { low: 1, best: 0, high: 1 }]);
});

test('a total over others counts what it stands for, or what its parts do', () => {
  const parts = { role: ['aggregate', ...Array(4).fill('event')], part_of: ['', 'a', 'a', '', ''] };
  const at = (window) => count(dataWith(MANY, { ...parts, end: [30, 2, 3, 4, 40] }), [0, 1, 2], window);
  assert.equal(at([0, 100]).groups[0].events, 12);
  assert.equal(at([0, 10]).groups[0].events, 201);
});

test('a grid of cells holds events, and what is in view is rows', () => {
  const ground = { scale: 256, left: 0, top: 200, columns: 200, lines: 200 };
  const family = Uint8Array.of(0, 0, 1, 1, 0);
  const made = (stands_for) => {
    const grid = new DotGrid(hotWith(stands_for), family, 5);
    grid.place(ground);
    return grid;
  };
  const [many, plain] = [made(MANY), made(null)];
  const all = Rows.from(ROWS);
  const cut = (from, to) => {
    const rows = all.subarray(from, to);
    rows.parts = { of: all, from, to, early: [] };
    return rows;
  };
  for (const [from, to, events] of [[0, 4, 214], [1, 4, 202], [1, 3, 201], [3, 5, 4], [0, 5, 217]]) {
    for (const [grid, wanted] of [[many, events], [plain, to - from]]) {
      grid.show(cut(from, to));
      assert.equal(grid.counts.reduce((a, b) => a + b, 0), wanted);
      assert.equal(grid.kinds.reduce((a, b) => a + b, 0), wanted);
      assert.equal(grid.inView, to - from);
      assert.equal(grid.spots, grid.counts.filter((n) => n > 0).length);
    }
  }
  const huge = made([2 ** 40, 3, null, null, null]);
  huge.show(all);
  assert.equal(huge.counts[huge.at(0)] >= 2 ** 40 + 5, true);
  const at = many.at(0);
  assert.equal(many.counts[at], many.at(4) === at ? 217 : 214);
  assert.equal(many.kinds[at * KINDS + 1], 201);
  assert.equal(many.kindOf(at), 1);
});

test('hexagons and bars are as large as what their rows stand for', () => {
  const points = ROWS.map((row) => ({ row, x: row < 4 ? 0 : 500, y: 0 }));
  const size = (weights) => hexbins(points, 20, weights).map(({ count: n }) => n);
  assert.deepEqual(size(weightsOf(MANY)), [214, 3]);
  assert.deepEqual(size(null), [4, 1]);
  const of = (weights) =>
    bars(evenAxis([0, 40], 40), 40, 10, ROWS, EVENTS, [0, 0, 1, 1, 0], 2, weights);
  const { sure, maybe } = of(weightsOf(MANY));
  assert.deepEqual([...sure], [13, 201, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual([...maybe], [0, 0, 0, 0, 3, 0, 3, 0]);
  assert.equal(highest(sure, maybe, 2), 214);
  assert.deepEqual([...of(null).sure], [2, 2, 0, 0, 0, 0, 0, 0]);
});

test('an axis by events gives room to days on which rows stand for many', () => {
  const room = (weights) => {
    const { x } = denseAxis([0, 40], 400, [1, 2, 30], weights);
    return x(35) - x(25);
  };
  assert.ok(room(Float64Array.of(1, 1, 1000)) > 1.4 * room(null));
});

test('the lists of filters count events', () => {
  const by = (found) => Object.fromEntries([...found].sort());
  const app = (stands_for) => ({
    data: dataWith(stands_for), store: { state: () => ({ filters: NO_FILTERS, window: [0, 100] }) },
  });
  const { columns } = app(MANY).data;
  assert.deepEqual(by(countTexts(columns.codes('type'), ROWS, columns.weights())), { x: 16, y: 201 });
  assert.deepEqual(by(countTexts(columns.codes('type'), ROWS)), { x: 3, y: 2 });
  assert.deepEqual(by(counts(app(MANY), 'status')), { '': 16, verified: 201 });
  assert.deepEqual(by(counts(app(MANY), 'sources')), { s: 13, t: 15 });
  assert.deepEqual(by(counts(app(MANY), 'actors')), { A: 16, B: 204, C: 3 });
  assert.deepEqual(by(counts(app(null), 'actors')), { A: 3, B: 3, C: 1 });
  assert.deepEqual(by(counts(app(MANY), 'sides')), { armenian: 13, azerbaijani: 1 });
});

test('a row of many events has a number and takes in the marks it would cover', () => {
  const [big, small] = [{ x: 0, y: 0, rows: [0] }, { x: 5, y: 0, rows: [1] }];
  const at = (counted) => merged([big, small], () => 8, counted).map(({ rows }) => rows);
  assert.deepEqual(at(({ rows }) => rows.includes(0)), [[0, 1]]);
  assert.deepEqual(at(), [[0], [1]]);
});

test('files to take along say what a row stands for, where some row does', () => {
  const texts = ['when', 'place', 'place_hy', 'place_az', 'title', 'note'];
  const events = {
    ...EVENTS, ...Object.fromEntries(texts.map((name) => [name, Array(5).fill('')])),
    where: Array(5).fill([]), radius_m: Array(5).fill(null),
  };
  const data = (more) => ({ spec: { events: { ...events, ...more }, sources: {}, attribution: [] } });
  const [head, first, second] = toCsv(data({ stands_for: MANY }), ROWS).split('\n').map((l) => l.split(','));
  const at = head.indexOf('stands_for');
  assert.equal(head[at - 1], 'fatalities_high');
  assert.deepEqual([first[at], second[at]], ['12', '']);
  assert.equal(first.length, head.length);
  const { features } = JSON.parse(toGeoJson(data({ stands_for: MANY }), ROWS));
  assert.deepEqual(features.map(({ properties }) => properties.stands_for), MANY);
  assert.ok(!toCsv(data({}), ROWS).includes('stands_for'));
  assert.ok(!toGeoJson(data({}), ROWS).includes('stands_for'));
});
