/** Marks are drawn call by call as `drawn.json` says, which was written from the page as it stood.
 * `UPDATE=1 node drawn.test.js` writes it anew; look at the map and at the difference first. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import test from 'node:test';

const STORE = new URL('./drawn.json', import.meta.url);
const held = process.env.UPDATE ? {} : JSON.parse(readFileSync(STORE, 'utf8'));

/** A node that is written as markup. */
function node(name) {
  const attributes = [];
  const children = [];
  return {
    setAttribute: (key, value) => attributes.push(`${key}="${value}"`),
    append: (...more) => children.push(...more),
    addEventListener() {},
    toString: () => `<${[name, ...attributes].join(' ')}>${children.join('')}</${name}>`,
    getContext: () => ({ set fillStyle(value) { this.colour = value; }, get fillStyle() { return this.colour; } }),
  };
}
globalThis.document = {
  documentElement: { dataset: { theme: 'light' } },
  createElement: node, createElementNS: (_, name) => node(name),
};
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => ` ${name} ` });

const [{ makeData }, style, hex, { drawUncertainty }, { patterns }, { typeGlyph }, shapes, sprites, palette, { familyRows }, ground] =
  await Promise.all(['data/read', 'marks/markstyle', 'marks/hexstyle', 'marks/uncertainty', 'marks/patterns', 'marks/icon',
    'marks/shapes', 'marks/sprites', 'marks/palette', 'marks/families', 'marks/hexground']
    .map((name) => import(`../../../maps/app/${name}.js`)));

const round = (value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value);

/** A canvas that writes down what is done to it. */
function canvas() {
  const did = [];
  return [did, new Proxy({}, {
    get: (_, name) => (...args) => did.push(`${String(name)} ${args.map((one) => JSON.stringify(Array.isArray(one) ? one : round(one))).join(' ')}`.trim()),
    set: (_, name, value) => did.push(`${String(name)} = ${round(value)}`) > 0,
  })];
}

/** Compare with what is held, or hold it. */
function same(name, found) {
  const plain = JSON.parse(JSON.stringify(found));
  if (process.env.UPDATE) {
    held[name] = plain;
    writeFileSync(STORE, `${JSON.stringify(held, null, 0).replaceAll('],"', '],\n"')}\n`);
  } else assert.deepEqual(plain, held[name]);
}

const ROWS = [
  // id, type, role, status, where, low, best, high, radius_m, stands_for, colour
  ['a', 'battle', 'event', 'verified', [], null, 30, null, null, null, ''],
  ['b', 'shelling', 'event', 'from_memory', ['north'], 40, null, 300, 5000, null, ''],
  ['c', 'mine', 'event', 'source_article', [], null, null, null, 0, null, '#12AB9f'],
  ['d', 'battle', 'aggregate', '', [], 1, 2, 3, null, null, 'red'],
  ['e', 'own', 'event', '', ['north', 'none'], null, 5000, null, null, 12, ''],
  ['f', 'battle', 'event', '', [], null, null, 400, 900, null, ''],
  ['g', 'battle', 'event', '', [], 25, null, null, null, null, ''],
  ['h', 'agreement', 'event', 'from_memory', ['north'], null, null, null, null, 1200, ''],
  ['i', 'battle', 'event', '', [], null, 1000, 2000, null, null, ''],
];
const column = (i) => ROWS.map((row) => row[i]);
const none = (value) => ROWS.map(() => value);
const events = {
  id: column(0), type: column(1), role: column(2), status: column(3), where: column(4), low: column(5), best: column(6),
  high: column(7), radius_m: column(8), stands_for: column(9), color: column(10), start: none(1), end: none(2),
  lat: ROWS.map((_, i) => 39 + i / 10), lon: ROWS.map((_, i) => 46 + i / 10), title: none(''), place: none(''),
  place_hy: none(''), place_az: none(''), actor_a: none(''), actor_b: none(''), part_of: none(''),
  place_precision: none(''), sources: none([]), joins: none([]),
};
const ring = [[46, 39], [47, 39], [47, 40], [46, 39]];
const features = [{ id: 'north', properties: { name: 'North' }, geometry: { type: 'Polygon', coordinates: [ring, ring] } }];
const types = ['battle', 'shelling', 'mine', 'own', 'agreement'].map((id) => ({ id, label: id, family: id === 'mine' ? 'civilians' : '' }));
const data = makeData({ events, claims: [], sources: {}, types, layers: [{ id: 'l', role: 'control' }] }, new Map([['l', { features }]]));
const t = (key, fields) => key + (fields ? JSON.stringify(fields) : '');
const app = {
  data, t, rows: () => ROWS.map((_, i) => i), store: { state: () => ({ lang: 'en' }) }, ui: { state: () => ({ top: 700 }) },
  styles: palette.typeStyles(types, new Set(['battle', 'shelling', 'mine', 'own'])),
};
const map = {
  latLngToContainerPoint: ([lat, lon]) => ({ x: (lon - 46) * 100, y: (40 - lat) * 200 }),
  containerPointToLatLng: ([, y]) => ({ lat: 40 - y / 200 }), getZoom: () => 7, getPixelBounds: () => ({ min: { x: 1000, y: 500 } }),
};

test('the size and count of each mark and of stacks', () => {
  const stacks = [...ROWS.keys()].map((row) => [row]).concat([[0, 1], [0, 1, 2, 5], [0, 7], [3, 6]]);
  same('marks', stacks.map((rows) => {
    const { count, radius } = style.markOf(app, { x: 10, y: 20, rows });
    return [rows, count, round(radius), style.stacked(app, rows)];
  }));
});

for (const rows of [...ROWS.keys()].map((row) => [row]).concat([[0, 1], [0, 1, 2, 4, 7]])) {
  test(`how rows ${rows} are drawn`, () => {
    const drawn = [false, true].map((active) => {
      const [did, context] = canvas();
      style.drawOne(context, app, style.markOf(app, { x: 100, y: 50, rows }), active);
      return did;
    });
    same(`rows ${rows}`, drawn);
  });
}

test('where an event may have been', () => {
  same('uncertainty', ['a', 'b', 'c', 'e', 'f', 'nobody'].map((id) => {
    const [did, context] = canvas();
    drawUncertainty(context, app, map, id);
    return did;
  }));
  const [did, context] = canvas();
  drawUncertainty(context, { ...app, rows: () => [0, 2] }, map, 'b');
  assert.deepEqual(did, []);
});

test('hexagons, those of the screen and those of the ground', () => {
  const steps = [1, 5, 20, 100, 500];
  same('hexagons', [1, 7, 150, 1234].flatMap((count) => [false, true].map((active) => {
    const [did, context] = canvas();
    const sides = count === 7 ? { across: 30, up: 40 } : null;
    hex.drawHex(context, app, { x: 5, y: 6, count, rows: [], radius: 1, sides }, active, steps);
    return did;
  })));
  const points = [[0, 10, 10], [1, 12, 11], [2, 300, 40], [3, 10, 10.2]].map(([row, x, y]) => ({ row, x, y }));
  same('bins', [[null, 0], [Float64Array.of(5, 1, 2, 3), 0], [null, .1], [Float64Array.of(5, 1, 2, 3), .5]].map(([weights, side]) =>
    hex.binsInView(map, points, weights, side).map(({ x, y, rows, count, radius, sides }) =>
      [round(x), round(y), [...rows], count, round(radius), sides && [round(sides.across), round(sides.up)]])));
  assert.equal(ground.sidesAt(map, .1, 0, 13), null);
  same('key', [700, 5, 90_000].map((top) => String(hex.hexKey({ ...app, ui: { state: () => ({ top }) } }))));
});

test('the side of hexagons is read from totals alone', () => {
  const hot = (texts, weights) => ({ weights: () => weights, codes: () => ({ texts }) });
  const text = 'total of a hexagon with sides of 0.25°';
  assert.equal(ground.sideOf(hot(['', text], [1])), .25);
  assert.equal(ground.sideOf(hot(['', text], null)), 0);
  assert.equal(ground.sideOf(hot([`x${text}`, `${text}x`], [1])), 0);
});

test('outlines of all shapes', () => {
  const names = ['circle', 'lens', 'burst', 'wedge', 'triangle', 'cross', 'octagon', 'spark', 'star', 'square', 'diamond', 'chevron',
    'bar', 'house', 'hexagon', 'pentagon', 'plate'];
  same('shapes', names.map((name) => [name, shapes.shapePath(name, 10), shapes.shapePath(name, 5, 1, 2)]));
  assert.equal(shapes.shapePath('none', 10), shapes.shapePath('circle', 10));
  same('radii', [0, 1, 20, 21, 100, 999, 1000, 1e6].map((toll) => round(shapes.radiusOf(toll))));
});

test('pictures of types and patterns', () => {
  const tolls = [null, { low: 1, best: 2, high: 3 }, { low: null, best: null, high: null }, { low: 1, best: null, high: null }, { low: null, best: null, high: 4 }];
  same('glyphs', ['battle', 'mine', 'agreement', 'unknown'].flatMap((type) => [
    ...tolls.map((toll) => String(typeGlyph(app, type, toll))), String(typeGlyph(app, type, null, 'aggregate'))]));
  same('patterns', String(patterns()));
});

test('families, shapes and colours of types', () => {
  const all = ['battle', 'shelling', 'drone_strike', 'war_phase', 'attack_on_civilians', 'landmine', 'displacement', 'blockade', 'checkpoint',
    'handover', 'troop_deployment', 'agreement', 'ceasefire', 'statement', 'political', 'x', 'y', 'z'].map((id) => ({ id, label: id, family: '' }));
  same('styles', [...palette.typeStyles(all, new Set(['battle', 'x'])), ...palette.typeStyles([...all, { id: 'own', label: 'O', family: 'movement' }], new Set(), 'star')]);
  assert.equal(palette.ownColour('#12AB9f'), '#12AB9f');
  for (const bad of ['#12AB9', 'red', '#12AB9f0', 'x#12AB9f', undefined, '']) assert.equal(palette.ownColour(bad), null);
  assert.equal(palette.cssColour('ink'), '--ink');
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => '' });
  assert.equal(palette.cssColour('ink'), '--ink', 'asked once');
  document.documentElement.dataset.theme = 'dark';
  assert.equal(palette.cssColour('ink'), '#777');
  document.documentElement.dataset.theme = 'light';
  same('families', [...familyRows(app)]);
  assert.equal(familyRows(app), familyRows(app));
});

test('pixels of dots, and how they lie over others', () => {
  same('sprites', [[2.4, 1, 100], [0, .5, 10], [4.6, 0, 50]].flatMap(([radius, rim, width]) => {
    const stamp = sprites.spriteOf(radius, rim, width);
    return [stamp, sprites.solid(stamp)].map(({ offsets, cover, rim: edge }) => [[...offsets], [...cover], [...edge]]);
  }));
  same('mixed', [[0, 0xffffffff, 255], [0xff102030, 0xff908070, 128], [0xff102030, 0x80908070, 0], [0, 0xff0000ff, 3], [0x10ff00ff, 0xff00ff00, 200]]
    .map((one) => sprites.mixed(...one)));
  assert.deepEqual(sprites.channels('#10ff0a'), [16, 255, 10]);
  assert.equal(sprites.channels('#10ff0a'), sprites.channels('#10ff0a'));
  assert.deepEqual(sprites.channels('nonsense'), [119, 119, 119]);
});
