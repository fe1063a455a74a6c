/** What a filter lets pass, what is counted and what is drawn are the same events. */
import assert from 'node:assert/strict';
import { makeData } from '../../../maps/app/data/read.js';
import { DotGrid } from '../../../maps/app/marks/dotgrid.js';
import { hexbins } from '../../../maps/app/marks/hexbins.js';
import { merged, stacks } from '../../../maps/app/marks/stack.js';
import { count, dated } from '../../../maps/app/rules/count.js';
import { LISTS, NO_FILTERS, passes, rowSet, rowsInWindow, visibleRows } from '../../../maps/app/rules/filter.js';
import { eventsIn } from '../../../maps/app/rules/weights.js';
import { known, law, windows } from './law.js';

const SIDES = ['armenian', 'azerbaijani', 'third_party'];
const row = (fc) => fc.record({
  start: known(fc, fc.integer({ min: 0, max: 40 })), length: known(fc, fc.integer({ min: 1, max: 9 })),
  type: fc.constantFrom('battle', 'mine'), status: fc.constantFrom('', 'verified'),
  precision: fc.constantFrom('exact', 'region'), actors: fc.constantFrom('', 'A', 'B', 'A; B'),
  sources: fc.subarray(['s1', 's2']), sides: fc.subarray(SIDES), title: fc.constantFrom('Fight', 'Shells'),
  low: known(fc, fc.nat(9)), more: fc.tuple(fc.nat(9), fc.nat(9)), best: fc.boolean(), high: fc.boolean(),
  role: fc.constantFrom('event', 'event', 'event', 'aggregate', 'toll'), part: known(fc, fc.nat(12)),
  place: known(fc, fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -170, max: 170 }))),
  stands: known(fc, fc.integer({ min: 2, max: 99 })),
});
const tables = (fc, { weighted = true } = {}) => fc.array(row(fc), { maxLength: 16 })
  .map((rows) => dataOf(weighted ? rows : rows.map((one) => ({ ...one, stands: null }))));

/** The data of a page with some rows: dated ones first, in order. */
function dataOf(rows) {
  const open = ({ start, length }) => start === null && length === null;
  const sorted = [...rows].sort((a, b) => open(a) - open(b) || (a.start ?? -1) - (b.start ?? -1));
  const list = (of) => sorted.map(of);
  const events = {
    id: list((_, i) => `e${i}`), title: list(({ title }) => title), type: list(({ type }) => type),
    start: list(({ start }) => start),
    end: list(({ start, length }) => (length === null ? null : (start ?? 20) + length)),
    when: list(() => ''), status: list(({ status }) => status), place_precision: list(({ precision }) => precision),
    place: list(() => ''), place_hy: list(() => ''), place_az: list(() => ''),
    actor_a: list(({ actors }) => actors), actor_b: list(() => ''), sources: list(({ sources }) => sources),
    low: list(({ low }) => low), best: list(({ low, more, best }) => (best ? (low ?? 0) + more[0] : null)),
    high: list(({ low, more, high }) => (high ? (low ?? 0) + more[0] + more[1] : null)),
    role: list(({ role }) => role), part_of: list(({ part }) => (part === null ? '' : `e${part}`)),
    lat: list(({ place }) => place?.[0] ?? null), lon: list(({ place }) => place?.[1] ?? null),
    stands_for: list(({ stands }) => stands),
  };
  const claims = sorted.flatMap(({ sides }, i) => sides.map((side) => ({ event: `e${i}`, side })));
  return makeData({ events, claims, layers: [] }, new Map());
}

const filters = (fc) => fc.record({
  types: fc.subarray(['battle', 'mine', 'x']), status: fc.subarray(['', 'verified']), precision: fc.subarray(['exact', 'x']),
  actors: fc.subarray(['A', 'B']), sides: fc.subarray(SIDES), sources: fc.subarray(['s1', 's2']),
  text: fc.constantFrom('', '', 'fight', 'e1'), certain: fc.boolean(), toll: known(fc, fc.integer({ min: -1, max: 12 })),
}, { noNullPrototype: true });
const span = (fc) => windows(fc, fc.integer({ min: -2, max: 42 }), 30);

/** The same by the words of the rule, one row after the other. */
function shownPlainly({ spec: { events, claims } }, window, wanted) {
  const has = (list, values) => list.length === 0 || values.some((value) => list.includes(value));
  return events.id.filter((id, i) => {
    const [start, end] = [events.start[i], events.end[i]];
    const undated = start === null && end === null;
    const [from, to] = [start ?? -Infinity, end ?? Infinity];
    const when = wanted.certain ? !undated && from >= window[0] && to <= window[1]
      : undated || (from < window[1] && to > window[0]);
    const most = events.high[i] ?? events.best[i];
    return when && has(wanted.types, [events.type[i]]) && has(wanted.status, [events.status[i]])
      && has(wanted.precision, [events.place_precision[i]]) && has(wanted.actors, events.actor_a[i].split('; '))
      && has(wanted.sources, events.sources[i])
      && has(wanted.sides, claims.filter(({ event }) => event === id).map(({ side }) => side))
      && (wanted.toll === null || (most !== null && most >= wanted.toll))
      && `${events.title[i]} | ${id}`.toLowerCase().includes(wanted.text);
  });
}

law('shown is what the rule says of each row by itself', (fc) => [tables(fc), span(fc), filters(fc)],
  (data, window, wanted) => {
    const shown = Array.from(visibleRows(data, { window, filters: wanted }), (i) => data.spec.events.id[i]);
    assert.deepEqual([...shown].sort(), shownPlainly(data, window, wanted).sort());
  }, { runs: 600 });

law('a further filter or a narrower window shows nothing more, a further value of a list nothing less',
  (fc) => [tables(fc), span(fc), filters(fc), fc.constantFrom(...LISTS), fc.nat(5), fc.nat(5)],
  (data, [from, to], wanted, key, cut, more) => {
    const shown = (window, own) => new Set(visibleRows(data, { window, filters: own }));
    const all = shown([from, to], wanted);
    const within = (a, b) => assert.ok([...a].every((i) => b.has(i)));
    within(all, shown([from, to], { ...wanted, [key]: [] }));
    within(all, shown([from, to], { ...wanted, certain: false, text: '', toll: null }));
    within(all, shown([from - cut, to + more], wanted));
    if (wanted[key].length) within(all, shown([from, to], { ...wanted, [key]: [...wanted[key], 'A', 's1'] }));
  });

law('each event shown is counted once, named as a whole or a part of one, or lies across an edge',
  (fc) => [tables(fc), span(fc), filters(fc)],
  (data, window, wanted) => {
    const rows = visibleRows(data, { window, filters: wanted });
    const found = count(data, rows, window);
    const ids = Array.from(dated(data, rows), (i) => data.spec.events.id[i]);
    const named = [...found.restIds, ...found.tolls, ...found.groups.flatMap(({ id, parts, tolls }) => [id, ...parts, ...tolls])];
    assert.deepEqual(named.sort(), ids.sort());
    for (const { low, best, high } of [found, found.rest, ...found.groups]) {
      const ends = [low, best, high].filter((n) => n !== null);
      assert.deepEqual(ends, [...ends].sort((a, b) => a - b));
    }
    assert.ok(found.silent + Math.max(...Object.values(found.unknown)) <= found.events);
    assert.ok(found.events <= eventsIn(data.columns, rows));
  });

law('single events are counted by hand', (fc) => [tables(fc), span(fc), filters(fc)], (data, window, wanted) => {
  const { events } = data.spec;
  const rows = [...visibleRows(data, { window, filters: wanted })].filter((i) => events.role[i] === 'event');
  const inside = rows.filter((i) => events.start[i] !== null && events.end[i] !== null
    && events.start[i] >= window[0] && events.end[i] <= window[1]);
  const found = count(data, rows, window);
  assert.equal(found.events, eventsIn(data.columns, inside));
  const lows = inside.map((i) => events.low[i]).filter((n) => n !== null);
  assert.equal(found.rest.low, lows.length ? lows.reduce((a, b) => a + b, 0) : null);
});

law('as many are drawn as are shown and have a place: hexagons, stacks, dots', (fc) => [
  tables(fc), span(fc), filters(fc), fc.integer({ min: 40, max: 4000 }),
], (data, window, wanted, scale) => {
  const { columns } = data;
  const rows = [...visibleRows(data, { window, filters: wanted })].filter((i) => columns.place[i] >= 0);
  const points = rows.map((i) => ({ row: i, x: columns.x[i] * scale, y: columns.y[i] * scale }));
  const drawn = (found) => found.flatMap(({ rows: own }) => own).sort((a, b) => a - b);
  const bins = hexbins(points, 20, columns.weights());
  assert.deepEqual(drawn(bins), [...rows].sort((a, b) => a - b));
  assert.equal(bins.reduce((sum, bin) => sum + bin.count, 0), eventsIn(columns, rows));
  assert.deepEqual(drawn(stacks(points, 9)), [...rows].sort((a, b) => a - b));
  assert.deepEqual(drawn(merged(stacks(points, 9), () => 9)), [...rows].sort((a, b) => a - b));
});

law('dots after any walk of windows are the dots of the last window', (fc) => [
  tables(fc), filters(fc), fc.array(span(fc), { minLength: 1, maxLength: 6 }),
], (data, wanted, walk) => {
  const { columns } = data;
  const family = Uint8Array.from({ length: columns.rows }, (_, i) => i % 6);
  const grid = () => {
    const made = new DotGrid(columns, family, data.start.length);
    made.place({ scale: 256, left: 128, top: 128, columns: 128, lines: 128 });
    return made;
  };
  const [walked, fresh] = [grid(), grid()];
  const rows = (window) => rowsInWindow(rowSet(data, wanted), window, wanted.certain);
  for (const window of walk) walked.show(rows(window));
  fresh.show(rows(walk.at(-1)));
  assert.deepEqual([walked.counts, walked.kinds, walked.inView, walked.spots],
    [fresh.counts, fresh.kinds, fresh.inView, fresh.spots]);
  const placed = [...rows(walk.at(-1))].filter((i) => columns.place[i] >= 0 && i < data.start.length);
  assert.equal(fresh.inView, placed.length);
  assert.equal(fresh.counts.reduce((a, b) => a + b, 0), eventsIn(columns, placed));
  assert.equal(fresh.spots, fresh.counts.filter((n) => n > 0).length);
});

law('a row passes exactly where the set of rows holds it', (fc) => [tables(fc), filters(fc)], (data, wanted) => {
  const { rows } = rowSet(data, wanted);
  assert.deepEqual([...rows], data.spec.events.id.map((_, i) => i).filter((i) => passes(data, wanted, i)));
  assert.equal(rowSet(data, NO_FILTERS).rows.length, data.columns.rows);
});
