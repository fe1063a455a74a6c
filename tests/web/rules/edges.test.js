import assert from 'node:assert/strict';
import test from 'node:test';
import { columnsFrom } from '../../../maps/app/data/columns.js';
import { holderAt, ofRole as featuresOf, saysWhoHeld } from '../../../maps/app/rules/holder.js';
import { capitals, display, distance, latin, pair, short } from '../../../maps/app/rules/names.js';
import { fold, gazetteer, halves, haystacks, matches, variants } from '../../../maps/app/rules/search.js';
import {
  controlOf, inTime, overlaid, standingIn, stripes, towns,
} from '../../../maps/app/rules/standing.js';
import { COLUMNS, inOrder, keyOf, sorted } from '../../../maps/app/rules/tablesort.js';

// Names

test('every Armenian letter has Latin ones', () => {
  const from = 'ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ ու';
  assert.equal(latin(from), 'a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f u');
  assert.equal(latin('Շուշի'), 'shushi');
  assert.equal(latin('Ստեփանակերտ'), 'stepanakert');
  assert.equal(latin('abc'), 'abc');
});

test('edits between words', () => {
  for (const [a, b, edits] of [
    ['', '', 0], ['a', '', 1], ['', 'ab', 2], ['kitten', 'sitting', 3], ['abc', 'abc', 0],
    ['abc', 'acb', 2], ['a', 'b', 1], ['flaw', 'lawn', 2],
  ])
    assert.equal(distance(a, b), edits, `${a} ${b}`);
});

const CAPITAL = { name: 'Stepanakert (Khankendi) city', name_hy: 'Ստեփանակերտ', name_az: 'Xankəndi', name_ru: 'Степанакерт' };
const SHUSHA = { name: 'Shusha (Shushi)', name_hy: 'Շուշի', name_az: 'Şuşa' };
const CUC = { name: 'Juj (Mets)', name_hy: 'Մեծ', name_az: 'Cuc' };
const QIZIL = { name: 'Ghizil (Karin)', name_hy: 'Կարին', name_az: 'Qızıl' };

test('which half of a pair is Armenian', () => {
  assert.deepEqual(pair(CAPITAL), { first: 'Stepanakert', second: 'Khankendi', rest: ' city', armenian: 0 });
  assert.equal(pair(SHUSHA).armenian, 1);
  assert.equal(pair(CUC).armenian, 1);
  assert.equal(pair(QIZIL).armenian, 1);
  assert.equal(pair({ name: 'Shusha' }), null);
  assert.equal(pair({ ...SHUSHA, name_hy: '' }), null);
  assert.equal(pair({ ...SHUSHA, name_az: '' }), null);
  // A long name does not outweigh a short one: edits are by letter.
  assert.equal(pair({ name: 'Ab (Nagorno-Karabakhskaya)', name_hy: 'Նագորնո-Կարաբախ', name_az: 'Ab' }).armenian, 1);
});

test('a name in each language under each policy', () => {
  const of = (properties, lang) => ['paired', 'international', 'armenian_first', 'azerbaijani_first']
    .map((policy) => display(properties, lang, policy));
  assert.deepEqual(of(CAPITAL, 'en'), ['Stepanakert (Khankendi) city', 'Stepanakert city',
    'Stepanakert (Khankendi) city', 'Khankendi (Stepanakert) city']);
  assert.deepEqual(of(SHUSHA, 'en'), ['Shusha (Shushi)', 'Shusha', 'Shushi (Shusha)', 'Shusha (Shushi)']);
  assert.deepEqual(of(SHUSHA, 'hy'), ['Şuşa (Շուշի)', 'Şuşa', 'Շուշի (Şuşa)', 'Şuşa (Շուշի)']);
  assert.deepEqual(of(SHUSHA, 'az'), ['Şuşa (Շուշի)', 'Şuşa', 'Շուշի (Şuşa)', 'Şuşa (Շուշի)']);
  assert.deepEqual(of(CAPITAL, 'ru'), ['Степанакерт (Khankendi)', 'Степанакерт',
    'Степанакерт (Khankendi)', 'Khankendi (Степанакерт)']);
  assert.deepEqual(of(SHUSHA, 'ru'), of(SHUSHA, 'en'));
  assert.deepEqual(of({ name: 'Baku', name_az: 'Bakı' }, 'az'), Array(4).fill('Bakı'));
  assert.deepEqual(of({ name: 'Baku', name_az: 'Bakı' }, 'hy'), Array(4).fill('Baku'));
  assert.deepEqual(of({ name: 'Baku', name_az: 'Bakı' }, 'en'), Array(4).fill('Baku'));
  assert.equal(short('Lachin (Kashatagh) district'), 'Lachin district');
  assert.equal(short('A (B) (C)'), 'A');
  assert.equal(capitals('Bakı i', { name_az: 'x' }, 'az'), 'BAKI İ');
  assert.equal(capitals('i', {}, 'az'), 'I');
  assert.equal(capitals('i', { name_az: 'x' }, 'en'), 'I');
});

// Search

test('folding, halves and the names of a place', () => {
  assert.equal(fold('Bø Straße ‘ ’ ʻ ı\t x'), "bo strasse ‘ ' ' i x");
  assert.equal(fold('և'), 'եվ');
  assert.deepEqual(halves('(Shushi)'), ['(Shushi)']);
  assert.deepEqual(halves('A(B)'), ['A(B)', 'A', 'B']);
  assert.deepEqual(halves('A (B) C'), ['A (B) C']);
  assert.deepEqual(variants({ properties: { ...SHUSHA, names: ['Shosh', ''], name_ru: 'Шуши' } }),
    ['Shusha (Shushi)', 'Shusha', 'Shushi', 'Շուշի', 'Şuşa', 'Шуши', 'Shosh']);
  assert.deepEqual(variants({ properties: { name: 'A', names: 'no list' } }), ['A']);
});

test('a search looks at titles, actors, places and ids, and at each place of several', () => {
  const events = { id: ['id7'], title: ['Title'], place: ['Nowhere / Shusha;Baku'], place_hy: [null], place_az: ['Yer'],
    actor_a: ['One'], actor_b: ['Two'], type: ['drone_strike'] };
  const names = gazetteer([{ properties: { ...SHUSHA, names: ['Shosh'] } }, { properties: { name: 'Baku', names: ['Baki'] } }]);
  const [text] = haystacks(events, names);
  for (const word of ['id7', 'title', 'nowhere', 'yer', 'one', 'two', 'shosh', 'baki', 'title baki', 'drone strike'])
    assert.ok(matches(text, word), word);
  assert.equal(matches(text, 'title lachin'), false);
  assert.equal(text.match(/shosh/g).length, 1);
});

// The table

const EVENTS = {
  id: ['b', 'a', 'c', 'a2'], start: [5, null, 1, 3], place: ['Öl', 'Ol', null, 'Ab'], type: ['x', 'y', 'x', 'z'],
  title: ['t3', 't1', '', 't2'], low: [1, null, 0, 1], best: [2, 5, null, 1], high: [9, 10, 11, null],
  sources: [['s'], [], ['s', 't'], []],
};
const named = (type) => ({ x: 'Mine', y: 'Attack', z: 'Battle' })[type];

test('each column is sorted by its own keys, ties stay in order, unknown numbers stand last', () => {
  const data = { spec: { events: EVENTS } };
  const of = (column, down) => sorted(data, [0, 1, 2, 3], column, down, named).join('');
  assert.equal(of('date', false), '0123');
  for (const [column, up, down] of [
    ['date', null, '0321'], ['id', '1302', '2031'], ['place', '2310', '0132'], ['type', '1302', '0231'],
    ['title', '2130', '0312'], ['low', '2031', '0321'], ['best', '3012', '1032'],
    ['high', '0123', '2103'], ['sources', '1302', '2013'],
  ]) {
    if (up) assert.equal(of(column, false), up, column);
    assert.equal(of(column, true), down, `${column} down`);
  }
  assert.deepEqual(COLUMNS.map((column) => keyOf(data, column, 2, named)),
    ['c', 1, '', 'Mine', '', 0, null, 11, 2]);
});

test('many rows are sorted as a few are', () => {
  const many = 24_000;
  const list = (make) => Array.from({ length: many }, (_, i) => make((i * 7919) % 10_007, i));
  const events = {
    id: list((n, i) => `id${String(i).padStart(6, '0')}`), start: list((n) => (n % 50 ? n : null)),
    place: list((n) => `p${n % 30}`), type: list((n) => 'xyz'[n % 3]), title: list((n) => `t${n % 900}`),
    low: list((n) => n % 7), best: list((n) => (n % 9 ? n : null)), high: list((n) => n * 1_000_003),
    sources: list((n) => Array(n % 4).fill('s')), lat: list(() => 1), lon: list(() => 1),
  };
  const data = { spec: { events }, columns: columnsFrom(events, () => []) };
  const rows = Array.from({ length: many }, (_, i) => i).filter((i) => i % 11);
  for (const column of COLUMNS) {
    for (const down of [false, true]) {
      if (column === 'date' && !down) continue;
      const key = (row) => keyOf(data, column, row, named);
      const expected = [...rows].sort((a, b) => {
        const [one, two] = [key(a), key(b)];
        if (one === null || two === null) return Number(one === null) - Number(two === null) || a - b;
        const order = one < two ? -1 : one > two ? 1 : 0;
        return (down ? -order : order) || a - b;
      });
      assert.deepEqual([...sorted(data, rows, column, down, named)], expected, `${column} ${down}`);
    }
  }
});

test('to turn a page is not to sort again, but other rows, columns and languages are', () => {
  const rows = [0, 1, 2, 3];
  let lang = 'en';
  const app = { data: { spec: { events: EVENTS } }, rows: () => rows, store: { state: () => ({ lang }) } };
  const view = { column: 'high', down: true };
  const first = inOrder(app, view, named);
  assert.equal(inOrder(app, view, named), first);
  view.down = false;
  assert.notEqual(inOrder(app, view, named), first);
  const second = inOrder(app, view, named);
  lang = 'hy';
  assert.notEqual(inOrder(app, view, named), second);
});

// The ground

const box = (x, y, size = 2) => ({ type: 'Polygon', coordinates: [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]] });
const ground = (id, control, from, to, geometry = box(0, 0), role = 'control', more = {}) => ({
  feature: { id, geometry, properties: { control, from, to, name: id, ...more } }, layer: { id: role, role },
});
const idsOf = (entries) => entries.map(({ feature: { id } }) => id).join('');

test('the best state in several windows', () => {
  assert.equal(standingIn(5, 6, [[0, 3], [4, 6]]), 'now');
  assert.equal(standingIn(5, 6, [[0, 3], [4, 9]]), 'was');
  assert.equal(standingIn(5, 6, [[4, 9], [4, 6]]), 'now');
  assert.equal(standingIn(5, 6, [[0, 3], [7, 9]]), 'none');
});

test('states in the order of drawing: where the front moved below, later ones above', () => {
  const all = [
    ground('a', 'x', 0, 9), ground('b', 'front_moved', 0, 12), ground('c', 'y', 0, 5),
    ground('d', 'x', 0, null), ground('e', '', 0, 4), ground('f', 'x', 0, 3, box(0, 0), 'river'),
    ground('g', 'y', 0, 7, box(0, 0), 'district'), ground('h', undefined, 0, 7),
  ];
  assert.equal(idsOf(inTime(all)), 'bcga');
  assert.deepEqual(all.map(controlOf), ['x', 'front_moved', 'y', 'x', '', '', 'y', '']);
});

test('stripes say what the ground was, not where it is the same again', () => {
  const was = ground('a', 'x', 0, 5, box(0, 0), 'control', { inside: [1, 1] });
  const same = ground('b', 'x', 5, null, box(0, 0), 'control', { inside: [1, 1] });
  const other = ground('c', 'y', 5, null);
  const of = (shown, window = [0, 9]) => idsOf(stripes(shown, window, overlaid(shown)));
  assert.equal(of([was, other]), 'a');
  assert.equal(of([was, same]), '');
  assert.equal(of([was, same, other]), 'a');
  assert.equal(of([was]), 'a');
  assert.equal(of([was, other], [0, 5]), '');
  assert.equal(of([was, other], [6, 9]), '');
  const asked = overlaid([was, other, ground('d', 'y', 0, 1, box(50, 50))]);
  assert.equal(idsOf(asked(was)), 'ac');
  assert.equal(asked(was), asked(was));
  assert.deepEqual(asked(other), []);
});

const town = (id, x, y, from, to, control, more = {}) =>
  ground(id, control, from, to, { type: 'Point', coordinates: [x, y] }, 'holder', more);

test('towns whose holder is known where the front moved', () => {
  const moved = ground('m', 'front_moved', 0, null);
  const inside = town('a', 1, 1, 0, null, 'x');
  const all = [moved, inside, town('b', 9, 9, 0, null, 'x'), town('c', 1, 1, 0, 5, 'y'), ground('d', 'y', 0, null)];
  assert.equal(idsOf(towns(all, [0, 9])), 'a');
  assert.equal(idsOf(towns(all, [0, 5])), 'ac');
  assert.equal(idsOf(towns([inside], [0, 9])), '');
});

/** A page of some entries, a layer for each role. */
function pageOf(...entries) {
  const layers = new Map();
  for (const { feature, layer } of entries)
    layers.set(layer.id, { features: [...(layers.get(layer.id)?.features ?? []), feature] });
  const roles = [...new Map(entries.map(({ layer }) => [layer.id, layer])).values()];
  return { layers, spec: { layers: roles } };
}

test('who held a place on a day: a town, else an area, else nobody says', () => {
  const near = town('t', 1, 1, 0, 10, 'x', { radius_m: 5000 });
  const later = town('t2', 1, 1, 10, null, 'y', { name: 't', radius_m: 5000, unsure_from: 8, unsure_to: 12 });
  const area = ground('a', 'z', 0, 10, box(0, 0, 4));
  const front = ground('f', 'front_moved', 10, null, box(0, 0, 4));
  const district = ground('d', 'w', 0, null, box(0, 0, 9), 'district');
  const data = pageOf(near, later, area, front);
  const held = (lon, lat, day, of = data) => holderAt(of, lon, lat, day);
  assert.deepEqual([held(1, 1, 5).control, held(1, 1, 5).certainty, held(1, 1, 5).unsure], ['x', 'known', null]);
  assert.deepEqual([held(1, 1, 8).certainty, held(1, 1, 8).unsure], ['uncertain', [8, 11]]);
  assert.deepEqual([held(1, 1, 11).control, held(1, 1, 11).certainty], ['y', 'uncertain']);
  assert.equal(held(1, 1, 12).certainty, 'known');
  assert.equal(held(1, 1, 10).control, 'y');
  assert.equal(held(1, 1, 9).control, 'x');
  assert.deepEqual([held(3, 3, 5).control, held(3, 3, 5).feature.id, held(3, 3, 5).nearest], ['z', 'a', []]);
  const moved = held(3, 3, 15);
  assert.deepEqual([moved.control, moved.certainty, moved.nearest.length], ['front_moved', 'front_moved', 1]);
  assert.equal(moved.nearest[0].feature.id, 't2');
  assert.ok(Math.abs(moved.nearest[0].metres - 314_500) < 600);
  assert.deepEqual(held(8, 8, 5), { control: '', certainty: 'not_stated', feature: null, unsure: null, nearest: [] });
  assert.equal(held(3, 3, 5, pageOf(area, district)).control, 'w');
  assert.equal(held(1.04, 1, 5).control, 'x');
  assert.equal(held(1.05, 1, 5).control, 'z');
  const five = [1.1, 1.2, 1.3, 1.4, 1.5].map((x, i) => town(`n${i}`, x, 1, 0, null, 'x'));
  assert.deepEqual(held(1, 1, 15, pageOf(...five, front)).nearest.map(({ feature }) => feature.id), ['n0', 'n1', 'n2']);
  assert.equal(saysWhoHeld(data), true);
  assert.equal(saysWhoHeld(pageOf(district)), true);
  assert.equal(saysWhoHeld(pageOf(ground('r', 'x', 0, 1, box(0, 0), 'river'))), false);
  assert.equal(saysWhoHeld(pageOf(ground('r', '', 0, 1))), false);
  assert.deepEqual(featuresOf(data, 'holder').map(({ id }) => id), ['t', 't2']);
});
