import assert from 'node:assert/strict';
import test from 'node:test';
import { toDay } from '../../../maps/app/util/clock.js';
import { asksView, fromHash, toHash } from '../../../maps/app/state/hash.js';

const STATE = {
  window: [toDay('2022-09-12'), toDay('2022-09-15')],
  day: toDay('2022-09-13'),
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

test('a link holds the article, bare or at a statement', () => {
  assert.deepEqual(fromHash('#article', DEFAULTS), { article: 'all' });
  assert.deepEqual(fromHash('#article=S05b', DEFAULTS), { article: 'S05b' });
  assert.deepEqual(fromHash('#article=%3Cb%3E', DEFAULTS), {});
  for (const article of ['all', 'S07']) {
    assert.equal(fromHash(toHash({ ...STATE, article }, DEFAULTS), DEFAULTS).article, article);
  }
  assert.ok(!toHash({ ...STATE, article: null }, DEFAULTS).includes('article'));
});

test('an address that makes no sense changes nothing', () => {
  assert.deepEqual(
    fromHash('#w=2022-09-15_2022-09-12&v=1,x,3&l=xx&y=+nothing&s=%E0%A4%A&zzz', DEFAULTS),
    {},
  );
  assert.deepEqual(fromHash('', DEFAULTS), {});
});

test('a link without a day shows the ground of the last day, as it always did', () => {
  assert.ok(!('day' in fromHash('#w=2022-09-12_2022-09-15', DEFAULTS)));
  assert.ok(!('day' in fromHash('#day=2022-02-30', DEFAULTS)));
  assert.ok(!toHash({ ...STATE, day: null }, DEFAULTS).includes('day='));
});

test('a link that asks only for a language, names or a theme asks for no view', () => {
  for (const hash of ['', '#', '#l=ru', '#l=az&n=azerbaijani_first&d=dark'])
    assert.equal(asksView(hash), false, hash);
  for (const hash of ['#w=2020-01-01_2021-01-01', '#l=ru&s=a', '#m=marks', '#q=x', '#y=-rivers'])
    assert.equal(asksView(hash), true, hash);
});
