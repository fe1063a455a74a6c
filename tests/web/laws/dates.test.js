import assert from 'node:assert/strict';
import { edtfText } from '../../../maps/app/text/edtf.js';
import { dateText, numberText, rangeText, windowText } from '../../../maps/app/text/format.js';
import { translator } from '../../../maps/app/text/i18n.js';
import { toIso } from '../../../maps/app/util/clock.js';
import { days, known, law, windows } from './law.js';

const LANGS = ['en', 'hy', 'az', 'ru'];
const t = translator('en');
const YEARS = (fc) => days(fc).filter((day) => day > -715000); // year 0012 on

/** One date of EDTF, as it may be written. */
const single = (fc) => fc.tuple(
  YEARS(fc), fc.constantFrom(4, 7, 10, 'season', 'X'), fc.constantFrom('', '~', '?', '%'),
).map(([day, kind, mark]) => {
  const iso = toIso(day);
  const text = kind === 'season' ? `${iso.slice(0, 4)}-2${1 + (Math.abs(day) % 4)}`
    : kind === 'X' ? `${iso.slice(0, 3)}X` : iso.slice(0, kind);
  return text + mark;
});
const edtf = (fc) => fc.oneof(
  single(fc), fc.tuple(single(fc), single(fc)).map((two) => two.join('/')), single(fc).map((one) => `${one}/..`),
  single(fc).map((one) => `/${one}`), fc.array(single(fc), { minLength: 1, maxLength: 3 }).map((all) => `[${all}]`),
  fc.array(single(fc), { minLength: 1, maxLength: 3 }).map((all) => `{${all}}`),
);

law('a date of EDTF is said in words in each language, and holds its years', (fc) => [edtf(fc)], (text) => {
  const years = text.replace(/-\d\d/g, '').match(/[1-9]\d{3}/g) ?? [];
  for (const lang of LANGS) {
    const words = edtfText(text, lang, translator('en'));
    assert.notEqual(words, text.includes('-') || /[/[{~?%X]/.test(text) ? text : null, lang);
    for (const year of years) if (!text.includes('X')) assert.ok(words.includes(year), `${text}: ${words}`);
  }
});

law('any text is said, and what is no date stays as it is', (fc) => [
  fc.oneof(fc.string(), fc.string({ unit: 'binary' }), edtf(fc).map((text) => `${text}!`),
    fc.stringMatching(/^[\d~?%X/.\-[\]{},S]{0,24}$/)),
  fc.constantFrom(...LANGS),
], (text, lang) => {
  const words = edtfText(text, lang, t);
  assert.equal(typeof words, 'string');
  assert.ok(words.length > 0);
  if (text.endsWith('!')) assert.equal(words, text);
}, { runs: 1000 });

law('different days are said differently, the same alike', (fc) => [days(fc), fc.integer({ min: -800, max: 800 }),
  fc.constantFrom(...LANGS), fc.constantFrom('day', 'short'),
], (day, step, lang, style) => {
  assert.equal(dateText(day, lang, style) === dateText(day + step, lang, style), step === 0);
});

law('a window in words names its last day, and the first where it is another', (fc) => [
  windows(fc), fc.constantFrom(...LANGS),
], ([from, to], lang) => {
  const words = windowText([from, to], lang);
  assert.ok(words.endsWith(dateText(to - 1, lang)) || words.includes('–'));
  if (to - from === 1) assert.equal(words, dateText(from, lang));
  else assert.match(words, new RegExp(`^${Number(toIso(from).slice(-2))}\\D`));
});

/** A number in the marks of a language, read back. */
const read = (words, lang) => {
  const [group, point] = { en: [',', '.'], az: ['.', ','], ru: ['\u00a0', ','], hy: ['\u00a0', ','] }[lang];
  return Number(words.replaceAll(group, '').replace(point, '.').replace('−', '-'));
};
law('a number in words is the number', (fc) => [
  fc.oneof(fc.integer(), fc.double({ min: -1e15, max: 1e15, noNaN: true })), fc.constantFrom(...LANGS), fc.nat(3),
], (value, lang, digits) => {
  const words = numberText(value, lang, digits);
  assert.equal(read(words, lang) + 0, Number(value.toFixed(digits)) + 0);
  assert.notEqual(words, '−0');
});

law('a range in words holds each figure that is known, and is never 0 where none is', (fc) => [
  known(fc, fc.nat(2000)), fc.nat(500), fc.nat(500), fc.boolean(), fc.boolean(), fc.constantFrom(...LANGS),
], (low, more, most, hasBest, hasHigh, lang) => {
  const best = hasBest ? (low ?? 0) + more : null;
  const high = hasHigh ? (low ?? 0) + more + most : null;
  const words = rangeText({ low, best, high }, lang, translator('en'));
  for (const value of [low, best, high])
    if (value !== null) assert.ok(words.includes(numberText(value, lang)), `${[low, best, high]}: ${words}`);
  if (low === null && best === null && high === null) assert.doesNotMatch(words, /\d/);
});
