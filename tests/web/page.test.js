import assert from 'node:assert/strict';
import test from 'node:test';
import { denseAxis, evenAxis, ticks } from '../../maps/app/time/axis.js';
import { toDay, toIso } from '../../maps/app/util/clock.js';
import { Places } from '../../maps/app/map/labels/placement.js';
import { edtfText } from '../../maps/app/text/edtf.js';
import { rangeText, windowText } from '../../maps/app/text/format.js';
import { bars, highest } from '../../maps/app/rules/beginnings.js';
import { contains, roomiest } from '../../maps/app/util/geometry.js';
import { fromHash, toHash } from '../../maps/app/state/hash.js';
import { translator } from '../../maps/app/text/i18n.js';
import { LARGEST, radiusOf, shapePoints, SMALLEST } from '../../maps/app/marks/shapes.js';
import { merged, stacks } from '../../maps/app/marks/stack.js';
import { createStore } from '../../maps/app/state/store.js';

const t = translator('en');
const STATE = {
  window: [toDay('2022-09-12'), toDay('2022-09-15')],
  select: 'lachin-handover-2022',
  lang: 'hy',
  names: 'armenian_first',
  theme: 'dark',
  filters: {
    types: ['battle', 'a,b&c=d'],
    status: [],
    precision: ['region'],
    actors: ['Azerbaijani activists, later state border service', '100 %2C; odd'],
    sides: ['third_party'],
    sources: ['ap-2022-08-26'],
    text: 'Xankəndi & Լաչին',
    certain: true,
    toll: 10,
  },
  compare: [toDay('2020-09-26'), toDay('2022-08-31')],
  marks: 'hex',
  story: { id: 'road-2020-2023', step: 2 },
  layers: { rivers: false, 'held-1994': true },
  view: { center: [39.75, 46.6], zoom: 9.25 },
};
const DEFAULTS = { rivers: true, 'held-1994': true };

test('a view written to the address is the view read from it', () => {
  const state = { ...STATE, filters: { ...STATE.filters, types: ['battle'] } };
  assert.deepEqual(fromHash(toHash(state, DEFAULTS), DEFAULTS), state);
});

test('an address that makes no sense changes nothing', () => {
  assert.deepEqual(
    fromHash('#w=2022-09-15_2022-09-12&v=1,x,3&l=xx&y=+nothing&s=%E0%A4%A&zzz', DEFAULTS),
    {},
  );
  assert.deepEqual(fromHash('', DEFAULTS), {});
});

test('a store tells its subscribers, and no state changes afterwards', () => {
  const store = createStore({ a: 1 });
  const before = store.state();
  const seen = [];
  const off = store.on((state) => seen.push(state.a));
  store.set({ a: 2 });
  off();
  store.set({ a: 3 });
  assert.deepEqual(seen, [2]);
  assert.equal(before.a, 1);
  assert.throws(() => {
    before.a = 9;
  }, TypeError);
});

test('both axes reach their ends and turn back', () => {
  for (const axis of [evenAxis([0, 1000], 500), denseAxis([0, 1000], 500, [1, 2, 3, 900])]) {
    assert.ok(Math.abs(axis.x(0)) < 1e-9 && Math.abs(axis.x(1000) - 500) < 1e-9);
    for (const day of [0, 13, 500, 999]) assert.ok(Math.abs(axis.day(axis.x(day)) - day) <= 1);
  }
});

test('crowded days get more room by events than evenly', () => {
  const axis = denseAxis([0, 1000], 500, Array(50).fill(100));
  assert.ok(axis.x(110) - axis.x(95) > 20);
});

test('ticks stand on round dates', () => {
  const extent = [toDay('1988-01-01'), toDay('2026-01-01')];
  for (const { day } of ticks(extent, evenAxis(extent, 1000), 60))
    assert.match(toIso(day), /-01-01$/);
});

test('every event falls in one bin', () => {
  const days = { start: [0, 5, 5, null], end: [1, 6, 6, null], certain_start: [0, 5, 5, null] };
  const { sure, maybe } = bars(evenAxis([0, 10], 100), 100, 10, [0, 1, 2, 3], days, [0, 1, 1, 0], 2);
  assert.equal(sure.reduce((a, b) => a + b, 0), 3);
  assert.equal(highest(sure, maybe, 2), 2);
});

test('dates say how well they are known', () => {
  assert.equal(edtfText('2022-09-13', 'en', t), '13 September 2022');
  assert.equal(edtfText('1988-11', 'en', t), 'Some day in November 1988');
  assert.equal(edtfText('1992', 'en', t), 'Some day in 1992');
  assert.equal(
    edtfText('2022-09-12/2022-09-14', 'en', t),
    '12 September 2022 to 14 September 2022',
  );
  assert.equal(edtfText('2020-09-13~', 'en', t), 'about 13 September 2020');
  assert.equal(
    edtfText('2016-04-02?/2016-04-05', 'en', t),
    '2 April 2016 (uncertain) to 5 April 2016',
  );
  assert.equal(edtfText('', 'en', t), 'Date unknown');
});

test('a window names its last day, not the day after', () => {
  assert.equal(windowText([toDay('2022-09-13'), toDay('2022-09-14')], 'en'), '13 September 2022');
  assert.equal(
    windowText([toDay('2022-09-12'), toDay('2022-09-15')], 'en'),
    '12–14 September 2022',
  );
  assert.equal(
    windowText([toDay('2020-09-27'), toDay('2020-11-11')], 'ru'),
    '27 сентября – 10 ноября 2020 г.',
  );
  assert.equal(
    windowText([toDay('1992-02-25'), toDay('1992-02-26')], 'hy'),
    '25 փետրվարի, 1992 թ.',
  );
  assert.equal(
    windowText([toDay('2022-12-12'), toDay('2023-04-01')], 'az'),
    '12 dekabr 2022 – 31 mart 2023',
  );
});

test('ranges never turn the unknown into zero', () => {
  assert.equal(rangeText({ low: 282, best: 304, high: 307 }, 'en', t), '282–304–307');
  assert.equal(rangeText({ low: 6600, best: 6916, high: 7700 }, 'en', t), '6,600–6,916–7,700');
  assert.equal(rangeText({ low: 99, best: 99, high: 99 }, 'en', t), '99');
  assert.equal(rangeText({ low: null, best: null, high: null }, 'en', t), 'unknown');
  assert.equal(rangeText({ low: 7, best: null, high: 130 }, 'en', t), '7–130');
  assert.equal(rangeText({ low: 0, best: 0, high: 0 }, 'en', t), '0');
});

test('marks grow in area with the toll, and all shapes have the same area', () => {
  assert.ok(Math.abs((radiusOf(400) / radiusOf(100)) ** 2 - 4) < 1e-9);
  assert.equal(radiusOf(0), SMALLEST);
  assert.equal(radiusOf(1e6), LARGEST);
  for (const name of ['circle', 'square', 'burst', 'bar', 'plate', 'chevron', 'lens']) {
    const points = shapePoints(name);
    const area =
      points.reduce(
        (sum, [x, y], i) =>
          sum + x * points[(i + 1) % points.length][1] - points[(i + 1) % points.length][0] * y,
        0,
      ) / 2;
    assert.ok(Math.abs(Math.abs(area) - Math.PI) < 1e-6, name);
  }
});

test('coincident events are one stack, and no event is lost or doubled', () => {
  const points = Array.from({ length: 60 }, (_, row) => ({
    row,
    x: (row * 37) % 100,
    y: (row * 53) % 80,
  }));
  for (const found of [stacks(points, 9), merged(stacks(points, 9), () => 9)]) {
    assert.deepEqual(
      found.flatMap(({ rows }) => rows).sort((a, b) => a - b),
      points.map(({ row }) => row),
    );
  }
  assert.equal(
    stacks(
      [
        { row: 0, x: 5, y: 5 },
        { row: 1, x: 5, y: 5 },
      ],
      9,
    ).length,
    1,
  );
});

test('labels never overlap', () => {
  const places = new Places();
  assert.equal(places.first([[0, 0, 10, 10]]), 0);
  assert.equal(
    places.first([
      [5, 5, 15, 15],
      [10, 0, 20, 10],
    ]),
    1,
  );
  assert.equal(places.first([[0, 0, 200, 200]]), -1);
});

test('a hole is outside, and the roomiest spot is not in it', () => {
  const rings = [
    [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ],
    [
      [4, 4],
      [9, 4],
      [9, 9],
      [4, 9],
      [4, 4],
    ],
  ];
  const geometry = { type: 'Polygon', coordinates: rings };
  assert.equal(contains(geometry, 5, 5), false);
  assert.equal(contains(geometry, 2, 2), true);
  const spot = roomiest(rings, [0, 0, 10, 10], 20);
  assert.equal(contains(geometry, spot.x, spot.y), true);
});
