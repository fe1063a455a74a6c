import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addMonths, addUnit, candidates, dayOf, firstAbove, groundDay, groundOf, groundsOf, overlaps, stepWindow, toDate, toDay, toIso,
  within,
} from '../../../maps/app/util/clock.js';
import { attempt, known, messageOf, onFault, reportFault } from '../../../maps/app/util/faults.js';
import { distanceM, lengthM } from '../../../maps/app/util/geodesic.js';
import { contains, isDrawable, polygonsOf, roomiest } from '../../../maps/app/util/geometry.js';
import { lengths, metres, nearestOn, pointsOf } from '../../../maps/app/util/linear.js';
import { runInSteps } from '../../../maps/app/util/schedule.js';

const near = (found, wanted, by = 1e-9) =>
  assert.ok(Math.abs(found - wanted) <= by, `${found} is not ${wanted}`);

test('days are whole, and texts that are no date are none', () => {
  for (const [text, day] of [
    ['1970-01-01', 0], ['1969-12-31', -1], ['2020-02-29', 18321], ['0001-01-01', -719162],
    ['9999-12-31', 2932896], ['+010000-01-01', 2932897], ['-000001-01-01', -719893],
  ]) {
    assert.equal(toDay(text), day, text);
    assert.equal(toIso(day), text);
  }
  for (const none of [
    '2023-02-30', '2023-2-3', '2023-13-01', '2023-00-01', ' 2023-01-01', 'x2023-01-01',
    '2023-01-01x', '02023-01-01', '', null, 20230101, undefined, '2023-01-00',
  ])
    assert.equal(toDay(none), null, String(none));
  assert.equal(toDate(1).getTime(), 86_400_000);
  assert.equal(dayOf(99, 0, 1), -683368);
});

test('half-open days share a day or do not, and lie within or do not', () => {
  const cases = [
    [0, 5, 5, 9, false, false], [0, 5, 4, 9, true, false], [5, 9, 0, 5, false, false],
    [4, 9, 0, 5, true, false], [2, 4, 2, 4, true, true], [2, 4, 1, 5, true, true],
    [2, 4, 3, 5, true, false], [2, 4, 1, 3, true, false], [null, 4, 4, 5, false, false],
    [null, 4, 3, 5, true, false], [null, 4, null, 4, true, true], [4, null, 0, 4, false, false],
    [4, null, 0, 5, true, false], [4, null, 4, null, true, true], [null, null, 0, 1, true, false],
    [0, 1, null, null, true, true],
  ];
  for (const [start, end, from, to, share, inside] of cases) {
    assert.equal(overlaps(start, end, from, to), share, `${[start, end, from, to]}`);
    assert.equal(within(start, end, from, to), inside, `${[start, end, from, to]}`);
  }
});

test('a map of two days shows the ground of each', () => {
  assert.deepEqual(groundsOf({ window: [3, 9], compare: null }), [[3, 9]]);
  assert.deepEqual(groundsOf({ window: [3, 9], day: 5, compare: [4, 7] }), [[4, 5], [7, 8]]);
});

test('the day of the ground is apart from the window of the events', () => {
  for (const [day, ground] of [
    [null, [3, 9]], [undefined, [3, 9]], [5, [3, 6]], [3, [3, 4]], [8, [3, 9]], [9, [9, 10]],
    [0, [0, 1]], [-4, [-4, -3]],
  ]) {
    assert.deepEqual(groundOf({ window: [3, 9], day }), ground);
    assert.equal(groundDay({ window: [3, 9], day }), ground[1] - 1);
  }
});

test('months and units on and back', () => {
  const on = (text, n) => toIso(addMonths(toDay(text), n));
  assert.equal(on('2020-01-31', 1), '2020-02-29');
  assert.equal(on('2021-01-31', 1), '2021-02-28');
  assert.equal(on('2020-03-31', -1), '2020-02-29');
  assert.equal(on('2020-11-15', 3), '2021-02-15');
  assert.equal(on('2020-12-31', 12), '2021-12-31');
  assert.equal(on('2020-01-15', 0), '2020-01-15');
  assert.equal(addUnit(10, 'day', 2), 12);
  assert.equal(addUnit(10, 'week', -2), -4);
  assert.equal(toIso(addUnit(toDay('2020-02-29'), 'year', 1)), '2021-02-28');
  assert.equal(toIso(addUnit(toDay('2020-02-29'), 'month', 1)), '2020-03-29');
  assert.deepEqual(stepWindow([10, 20], 'day', 3, false), [13, 23]);
  assert.deepEqual(stepWindow([10, 20], 'day', 3, true), [10, 23]);
  assert.deepEqual(stepWindow([10, 20], 'day', -30, true), [10, 11]);
  const [from, to] = stepWindow([toDay('2021-01-30'), toDay('2021-01-31')], 'month', 1, false);
  assert.deepEqual([toIso(from), toIso(to)], ['2021-02-28', '2021-03-01']);
});

test('the first value above a limit, and the rows that may lie in a window', () => {
  const values = Int32Array.from([1, 3, 3, 5]);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((limit) => firstAbove(values, limit)), [0, 1, 1, 3, 3, 4]);
  assert.equal(firstAbove(new Int32Array(0), 1), 0);
  const start = Int32Array.from([0, 2, 4, 6]);
  const maxEnd = Int32Array.from([3, 3, 9, 9]);
  assert.deepEqual(candidates(start, maxEnd, [3, 6]), [2, 3]);
  assert.deepEqual(candidates(start, maxEnd, [2, 7]), [0, 4]);
});

test('what can be drawn has numbers at the depth of its kind', () => {
  const ok = (type, coordinates) => isDrawable({ type, coordinates });
  assert.equal(ok('Point', [1, 2]), true);
  assert.equal(ok('MultiPoint', [[1, 2]]), true);
  assert.equal(ok('LineString', [[1, 2], [3, 4]]), true);
  assert.equal(ok('MultiLineString', [[[1, 2]]]), true);
  assert.equal(ok('Polygon', [[[1, 2]]]), true);
  assert.equal(ok('MultiPolygon', [[[[1, 2]]]]), true);
  for (const [type, coordinates] of [
    ['Point', [1]], ['Point', [1, '2']], ['Point', [NaN, 2]], ['Point', [1, Infinity]],
    ['Point', [[1, 2]]], ['LineString', [1, 2]], ['Polygon', [[1, 2]]], ['MultiPolygon', [[[1, 2]]]],
    ['Polygon', [[[1, 2], [1, null]]]], ['Polygon', null], ['Circle', [1, 2]], ['toString', [1, 2]],
  ])
    assert.equal(ok(type, coordinates), false, `${type} ${JSON.stringify(coordinates)}`);
  assert.equal(isDrawable(null), false);
  assert.equal(isDrawable(undefined), false);
  assert.deepEqual(polygonsOf({ type: 'Polygon', coordinates: [1] }), [[1]]);
  assert.deepEqual(polygonsOf({ type: 'MultiPolygon', coordinates: [1] }), [1]);
  assert.deepEqual(polygonsOf({ type: 'LineString', coordinates: [1] }), []);
});

const RING = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]];
const HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]];
const SLOPE = [[0, 0], [8, 2], [4, 10], [0, 0]];

test('points in polygons, holes and several polygons', () => {
  const holed = { type: 'Polygon', coordinates: [RING, HOLE] };
  for (const [x, y, inside] of [
    [1, 1, true], [5, 5, false], [11, 5, false], [-1, 5, false], [5, 11, false], [5, -1, false],
    [3, 5, true], [7, 5, true], [5, 3, true], [5, 7, true], [9.9, 9.9, true],
  ])
    assert.equal(contains(holed, x, y), inside, `${x} ${y}`);
  const slope = { type: 'MultiPolygon', coordinates: [[SLOPE], [[[20, 0], [22, 0], [21, 2], [20, 0]]]] };
  for (const [x, y, inside] of [
    [4, 1.1, true], [4, .9, false], [6, 5.9, true], [6, 6.1, false], [2, 4.9, true], [2, 5.1, false],
    [21, 1, true], [15, 1, false],
  ])
    assert.equal(contains(slope, x, y), inside, `${x} ${y}`);
});

test('the roomiest spot is far from edges and from the frame', () => {
  const square = roomiest([RING], [0, 0, 10, 10], 10);
  assert.deepEqual([square.x, square.y, square.room], [5, 5, 5]);
  const beside = roomiest([RING], [0, 0, 20, 10], 20);
  assert.deepEqual([beside.x, beside.y, beside.room], [5, 5, 5]);
  const holed = roomiest([RING, HOLE], [0, 0, 10, 10], 20);
  near(holed.room, 1.5 * Math.SQRT2);
  assert.equal(roomiest([RING], [20, 20, 30, 30], 5), null);
  const low = roomiest([[[0, 0], [40, 0], [40, 4], [0, 4], [0, 0]]], [0, 0, 40, 4], 8);
  assert.equal(low.room, 2);
  const wide = roomiest([[[-50, -50], [50, -50], [50, 50], [-50, 50], [-50, -50]]], [0, 0, 20, 8], 4);
  assert.deepEqual([wide.x, wide.y, wide.room], [10, 4, 8]);
});

test('metres along lines on the globe', () => {
  near(metres([46, 39], [46, 40]), 111_195, 1);
  near(metres([46, 60], [47, 60]), 55_597, 2);
  near(metres([46, 0], [47, 0]), 111_195, 1);
  assert.equal(metres([46, 39], [46, 39]), 0);
  assert.deepEqual(pointsOf({ type: 'LineString', coordinates: [[1, 2]] }), [[1, 2]]);
  assert.deepEqual(pointsOf({ type: 'MultiLineString', coordinates: [[[1, 2]], [[3, 4]]] }), [[1, 2], [3, 4]]);
  assert.deepEqual(pointsOf({ type: 'Polygon', coordinates: [[[1, 2]]] }), []);
  const line = [[46, 39], [46, 40], [47, 40], [47, 40]];
  const sums = lengths(line);
  assert.equal(sums.length, 4);
  assert.equal(sums[0], 0);
  near(sums[1], 111_195, 1);
  near(sums[2] - sums[1], metres([46, 40], [47, 40]));
  assert.equal(sums[3], sums[2]);
});

test('the spot of a line that is nearest to a point', () => {
  const line = [[46, 39], [46, 40], [47, 40], [47, 40], [47, 41]];
  const sums = lengths(line);
  const at = (lon, lat) => nearestOn(line, sums, [lon, lat]);
  near(at(46.01, 39.5).along, sums[1] / 2, 30);
  near(at(46.01, 39.5).off, metres([46, 39.5], [46.01, 39.5]), 1);
  near(at(45.99, 39.25).along, sums[1] / 4, 30);
  near(at(46, 38.9).along, 0);
  near(at(46, 38.9).off, 11_119.5, 1);
  near(at(46.75, 40.01).along, sums[1] + .75 * (sums[2] - sums[1]), 100);
  near(at(47, 41.1).along, sums[4]);
  near(at(47.01, 40.5).along, (sums[3] + sums[4]) / 2, 100);
  assert.deepEqual(nearestOn([[1, 1]], [0], [1, 1]), { along: 0, off: Infinity });
});

test('distances on the ellipsoid, worked out elsewhere', () => {
  near(distanceM([39, 46], [40, 46]), 111_025.045, .01);
  near(distanceM([0, 0], [0, 1]), 111_319.491, .01);
  near(distanceM([-37.95103341666667, 144.42486788888888], [-37.65282113888889, 143.92649552777777]), 54_972.271, .01);
  near(distanceM([0, 0], [90, 0]), 10_001_965.729, .01);
  near(distanceM([51.5, 0], [40.7, -74]), 5_594_408.32, .01);
  near(distanceM([0, 0], [0, 180]), Math.PI * 6356752.314245, 1);
  assert.equal(distanceM([40, 46], [40, 46]), 0);
  near(lengthM([[39, 46], [40, 46], [40, 47]]), distanceM([39, 46], [40, 46]) + distanceM([40, 46], [40, 47]));
  assert.equal(lengthM([[1, 1]]), 0);
});

test('a fault is told once, and the other parts go on', () => {
  const { error } = console;
  const said = [];
  console.error = (...words) => said.push(words);
  let times = 0;
  onFault(() => { times += 1; });
  try {
    const bad = new Error('no road');
    reportFault('layers', bad, 'roads');
    reportFault('layers', bad, 'roads');
    reportFault('layers', bad, 'towns');
    assert.deepEqual([...known.layers], ['roads', 'towns']);
    assert.equal(times, 2);
    assert.deepEqual(said[0], ['conflictmap: layers: roads:', bad]);
    assert.equal(attempt(() => 7), 7);
    assert.equal(attempt(() => { throw bad; }), null);
    assert.deepEqual([...known.part], ['no road']);
    assert.equal(messageOf(new TypeError('')), 'TypeError');
    assert.equal(messageOf('words'), 'words');
  } finally {
    console.error = error;
  }
});

test('work goes on in order, some steps a frame, until it is done or given up', () => {
  const frames = [];
  const clock = performance.now;
  let now = 0;
  performance.now = () => now;
  globalThis.requestAnimationFrame = (fn) => frames.push(fn);
  const did = [];
  function* work(name, steps, cost) {
    for (let i = 0; i < steps; i += 1) {
      did.push(`${name}${i}`);
      now += cost;
      yield;
    }
  }
  try {
    runInSteps(work('a', 3, 6), () => did.push('end a'));
    const stop = runInSteps(work('b', 2, 1), () => did.push('end b'));
    runInSteps(work('c', 1, 1), () => did.push('end c'));
    assert.equal(frames.length, 1);
    assert.deepEqual(did, []);
    frames.shift()();
    assert.deepEqual(did, ['a0', 'a1']);
    assert.equal(frames.length, 1);
    stop();
    stop();
    frames.shift()();
    assert.deepEqual(did, ['a0', 'a1', 'a2', 'end a', 'c0', 'end c']);
    assert.equal(frames.length, 0);
    runInSteps({ [Symbol.iterator]: () => ({ next() { throw new Error('x'); } }) }, () => {});
    assert.throws(() => frames.shift()(), /x/);
    assert.equal(frames.length, 1);
  } finally {
    performance.now = clock;
  }
});
