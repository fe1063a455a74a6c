import assert from 'node:assert/strict';
import test from 'node:test';
import { NO_FILTERS } from '../../../maps/app/rules/filter.js';
import { fromHash, toHash } from '../../../maps/app/state/hash.js';

const ON = { rivers: true, sea: true, held: false };
const PLAIN = {
  window: [19247, 19250], select: null, view: null, lang: 'en', names: 'paired', theme: 'auto',
  layers: ON, compare: null, marks: 'marks', claims: 'range', doubt: null, story: null, filters: NO_FILTERS,
};
const W = 'w=2022-09-12_2022-09-15';

test('what is usual is left out of an address', () => {
  assert.equal(toHash(PLAIN, ON), `#${W}&l=en&n=paired`);
});

for (const [text, change] of [
  ['s=a%20b', { select: 'a b' }], ['v=39.7500,46.6000,9.25', { view: { center: [39.75, 46.6], zoom: 9.25 } }],
  ['d=dark', { theme: 'dark' }], ['d=light', { theme: 'light' }],
  ['y=-sea,+held', { layers: { ...ON, sea: false, held: true } }],
  ['c=2020-09-26_2022-08-31', { compare: [18531, 19235] }], ['m=hex', { marks: 'hex' }],
  ['m=killed', { marks: 'killed' }],
  ['claims=latest', { claims: 'latest' }], ['u=all', { doubt: 'all' }],
  ['t=road.3', { story: { id: 'road', step: 2 } }],
  ['ft=battle,mine', { filters: { ...NO_FILTERS, types: ['battle', 'mine'] } }],
  ['fs=verified', { filters: { ...NO_FILTERS, status: ['verified'] } }],
  ['fp=region', { filters: { ...NO_FILTERS, precision: ['region'] } }],
  ['fa=A%252C%20B,C%2525', { filters: { ...NO_FILTERS, actors: ['A, B', 'C%'] } }],
  ['fd=armenian', { filters: { ...NO_FILTERS, sides: ['armenian'] } }],
  ['fr=s1,s2', { filters: { ...NO_FILTERS, sources: ['s1', 's2'] } }],
  ['fx=0', { filters: { ...NO_FILTERS, toll: 0 } }], ['fx=2.5', { filters: { ...NO_FILTERS, toll: 2.5 } }],
  ['fc=1', { filters: { ...NO_FILTERS, certain: true } }], ['q=a%20%2526', { filters: { ...NO_FILTERS, text: 'a %26' } }],
]) {
  test(`${text} is written and read`, () => {
    const state = { ...PLAIN, ...change };
    const hash = toHash(state, ON);
    assert.ok(hash.split('&').includes(text), hash);
    assert.ok(hash.startsWith(`#${W}`));
    const [key, value] = Object.entries(change)[0];
    assert.deepEqual(fromHash(hash, ON)[key], value);
    assert.deepEqual(Object.keys(fromHash(`#${text}`, ON)), [key]);
  });
}

test('the ends of what is a view, and beyond them', () => {
  for (const good of ['90,360,0', '-90,-360,30', '0,0,0'])
    assert.deepEqual(Object.keys(fromHash(`#v=${good}`, ON)), ['view'], good);
  for (const bad of ['90.1,0,1', '-90.1,0,1', '0,360.1,1', '0,-361,1', '0,0,-1', '0,0,30.1', '0,0', '0,0,1,2', 'a,0,1', ''])
    assert.deepEqual(fromHash(`#v=${bad}`, ON), {}, bad);
});

test('values that make no sense are left out', () => {
  for (const bad of [
    'w=2022-09-12_2022-09-12', 'w=2022-09-12', 'w=2022-09-12_2022-09-13_2022-09-14', 'w=x_y', 'c=2020-09-26',
    'c=x_2020-09-26', 'c=2020-09-26_x', 'l=', 'l=fr', 'n=mine', 'd=auto', 'y=sea', 'y=+toString', 'y=', 'm=marks',
    'claims=soviet', 'u=x', 't=road', 't=road.0', 't=Road.1', 't=road.1000', 'fx=', 'fx=x', 'fx=Infinity', 'fc=2', 'q=',
    'q=%zz', 'z', 's=',
  ])
    assert.deepEqual(fromHash(`#${bad}`, ON), {}, bad);
  assert.deepEqual(fromHash('#c=2022-09-13_2022-09-12', ON), { compare: [19248, 19247] });
  assert.deepEqual(fromHash('#claims=mine', ON, ['range', 'mine']), { claims: 'mine' });
  assert.deepEqual(fromHash('l=hy', ON), { lang: 'hy' });
});
