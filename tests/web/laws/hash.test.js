import assert from 'node:assert/strict';
import { NO_FILTERS } from '../../../maps/app/rules/filter.js';
import { fromHash, toHash } from '../../../maps/app/state/hash.js';
import { days, known, law, windows } from './law.js';

const DEFAULTS = { rivers: true, sea: true, held: false };
const LISTS = ['types', 'status', 'precision', 'actors', 'sides', 'sources'];

/** Any state that a page may be in. */
const states = (fc) => {
  const words = fc.oneof(fc.constantFrom('battle', 'a,b&c=d', '%2C', '100 %', '+', 'Լաչին', '"', ' '),
    fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ minLength: 1, unit: 'binary' }));
  const list = fc.uniqueArray(words, { maxLength: 3 });
  return fc.record({
    window: windows(fc), day: known(fc, days(fc)), select: known(fc, words),
    view: known(fc, fc.record({
      center: fc.tuple(fc.integer({ min: -900000, max: 900000 }), fc.integer({ min: -3600000, max: 3600000 }))
        .map((found) => found.map((n) => n / 10000 + 0)),
      zoom: fc.integer({ min: 0, max: 3000 }).map((n) => n / 100),
    })),
    lang: fc.constantFrom('en', 'hy', 'az', 'ru'), names: fc.constantFrom('paired', 'armenian_first'),
    theme: fc.constantFrom('light', 'dark'),
    layers: fc.record({ rivers: fc.boolean(), sea: fc.boolean(), held: fc.boolean() }),
    compare: known(fc, fc.tuple(days(fc), days(fc))), marks: fc.constantFrom('marks', 'hex', 'killed'),
    claims: fc.constantFrom('range', 'latest'), doubt: known(fc, fc.constantFrom('all', 'unplaced')),
    story: known(fc, fc.record({ id: fc.stringMatching(/^[a-z0-9-]{1,12}$/), step: fc.nat(998) })),
    article: known(fc, fc.stringMatching(/^[\w-]{1,20}$/)),
    filters: fc.record({
      ...Object.fromEntries(LISTS.map((key) => [key, list])), text: fc.oneof(fc.constant(''), words),
      certain: fc.boolean(), toll: known(fc, fc.double({ noNaN: true, noDefaultInfinity: true })),
    }),
  });
};
/** What a page that opens a link starts from. */
const OPENED = {
  day: null, select: null, view: null, layers: DEFAULTS, compare: null, marks: 'marks', claims: 'range',
  doubt: null, story: null, article: null, filters: NO_FILTERS,
};
/** What no link can hold: halves of characters. */
const whole = (value) => JSON.parse(JSON.stringify(value).toWellFormed(),
  (_, one) => (typeof one === 'string' ? one.toWellFormed() : one));

law('a link written from any view leads to that view, and is written alike again', (fc) => [states(fc)],
  (state) => {
    const hash = toHash(state, DEFAULTS);
    const read = { ...OPENED, ...fromHash(hash, DEFAULTS) };
    assert.deepEqual(whole(read), whole(state));
    assert.equal(toHash(read, DEFAULTS), hash);
  });

law('any address is read, and nothing of it that makes no sense is kept', (fc) => [
  fc.array(fc.tuple(
    fc.constantFrom('w', 'day', 's', 'v', 'l', 'n', 'd', 'y', 'c', 'm', 'claims', 'u', 't', 'article', 'ft',
      'fx', 'fc', 'q', '', '__proto__'),
    fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[+-]?\d{4,6}-\d\d-\d\d(_\d{4}-\d\d-\d\d)?$/),
      fc.constantFrom('%', '%E0%A4%A', '1e999,1,1', 'NaN', '+held,-sea,+__proto__')),
  ), { maxLength: 6 }),
], (pairs) => {
  const read = fromHash(`#${pairs.map((pair) => pair.join('=')).join('&')}`, DEFAULTS);
  for (const [key, value] of Object.entries(read)) assert.notEqual(value, null, key);
  for (const day of [...(read.window ?? []), ...(read.compare ?? []), read.day ?? 0])
    assert.ok(Number.isInteger(day));
  const state = { ...OPENED, window: [0, 1], lang: 'en', names: 'paired', ...read };
  assert.deepEqual(whole({ ...state, ...fromHash(toHash(state, DEFAULTS), DEFAULTS) }), whole(state));
}, { examples: [[[['w', '+999999-01-01_+999999-01-02']]], [[['q', '\ud800']]]] });
