import assert from 'node:assert/strict';
import { latestOf } from '../../../maps/app/rules/claimhistory.js';
import { figuresInView, peoples, sidesOf, viewsOf } from '../../../maps/app/rules/claimsview.js';
import { known, law } from './law.js';

const claim = (fc) => fc.record({
  event: fc.constantFrom('a', 'b'), side: fc.constantFrom('armenian', 'azerbaijani', 'third_party', 'compiled', 'north', ''),
  on: fc.constantFrom('', '2020', '2020-10', '2020-10-02', '2020-10-05~', 'later'), by: fc.constant(''),
  measure: fc.constantFrom('killed', 'killed', 'killed', 'wounded'), who: fc.constantFrom('all', 'military', 'civilian', ''),
  whose: fc.constantFrom('armenian', 'azerbaijani', 'all', ''), source: fc.constantFrom('', 's'),
  low: known(fc, fc.nat(9)), best: known(fc, fc.integer({ min: 9, max: 18 })), high: known(fc, fc.integer({ min: 18, max: 27 })),
});
const claims = (fc) => fc.array(claim(fc), { maxLength: 10 });
const SOURCES = { s: { date: '2020-10-04' } };
const plain = (found) => Object.fromEntries([...found].sort().map(([id, { toll, people }]) =>
  [id, { toll, people: [...people].sort() }]));

law('figures do not depend on the order in which claims stand', (fc) => [
  claims(fc).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
], ([all, mixed]) => {
  assert.deepEqual(sidesOf(mixed), sidesOf(all));
  assert.deepEqual(peoples(mixed), peoples(all));
  for (const view of viewsOf(all))
    assert.deepEqual(plain(figuresInView(mixed, SOURCES, view)), plain(figuresInView(all, SOURCES, view)), view);
});

law('a claim said twice, of another event, without a number or by nobody changes no figure of an event', (fc) => [
  claims(fc), claim(fc), fc.nat(9),
], (all, other, at) => {
  const mute = { ...other, event: 'a', low: null, best: null, high: null };
  const more = [...all, ...(all.length ? [all[at % all.length]] : []), mute,
    { ...other, event: 'a', side: 'compiled' }, { ...other, event: 'c' }];
  for (const view of viewsOf(all)) {
    const [found, with_] = [all, more].map((own) => plain(figuresInView(own, SOURCES, view)));
    assert.deepEqual([with_.a, with_.b], [found.a, found.b], view);
  }
});

law('a range is in order, and its ends are ends that somebody stated, or sums of them', (fc) => [claims(fc)], (all) => {
  for (const view of viewsOf(all)) {
    for (const { toll, people } of figuresInView(all, SOURCES, view).values()) {
      for (const { low, best, high } of [toll, ...people.values()]) {
        const ends = [low, best, high].filter((n) => n !== null);
        assert.deepEqual(ends, [...ends].sort((a, b) => a - b), view);
        const stated = all.flatMap((one) => [one.low, one.best, one.high]).filter((n) => n !== null);
        for (const end of ends) assert.ok(end <= stated.reduce((a, b) => a + b, 0) && end >= Math.min(...stated));
      }
    }
  }
});

law('each claim is the latest or an earlier one, and no earlier one is of a later day', (fc) => [claims(fc)], (all) => {
  const { latest, earlier } = latestOf(all);
  assert.deepEqual(new Set([...latest, ...earlier]), new Set(all));
  assert.equal(latest.length + earlier.length, all.length);
  for (const old of earlier)
    assert.ok(latest.some((one) => one.measure === old.measure && one.who === old.who && one.whose === old.whose
      && one.on > old.on.slice(0, 4)));
});
