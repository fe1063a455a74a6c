/** Dates in words: the cases of tests/parity/dates.json, which Python reads as days. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { edtfText } from '../../../maps/app/text/edtf.js';
import en from '../../../maps/app/text/i18n/en.js';
import { translator, useWords } from '../../../maps/app/text/i18n.js';

const { read, refused } = JSON.parse(readFileSync(new URL('../../parity/dates.json', import.meta.url), 'utf8'));
const lists = {};
for (const lang of ['hy', 'az', 'ru']) {
  const { default: words } = await import(`../../../maps/app/text/i18n/${lang}.js`);
  lists[lang] = Object.keys(en).map((key) => words[key]);
}
useWords(() => lists);

test('dates that Python reads are words in each language, never EDTF', () => {
  for (const { text, words } of read) {
    for (const [lang, said] of Object.entries(words)) {
      assert.equal(edtfText(text, lang, translator(lang)), said, `${text} in ${lang}`);
      assert.doesNotMatch(said, /[[\]{}~?%]|\.\.|X|\d{4}-\d|date\.|season\./, `${text} in ${lang}`);
    }
  }
});

test('what Python takes for no date stays as it is', () => {
  for (const { text } of refused.filter(({ by }) => by === 'form'))
    assert.equal(edtfText(text, 'en', translator('en')), text);
});
