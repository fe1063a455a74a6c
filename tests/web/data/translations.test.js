import assert from 'node:assert/strict';
import test from 'node:test';
import { keyOf, translation, translationsOf, useTexts } from '../../../maps/app/data/translations.js';
import { haystackOf, matches } from '../../../maps/app/rules/search.js';

const TEXTS = { key: ['Lakes', 'Rivers'].map(keyOf), hy: ['Լճեր', ''], az: ['Göllər', 'Çaylar'], ru: ['Озёра', 'Реки'] };

test('a text is translation in a language where it is translated', () => {
  let reads = 0;
  useTexts(() => {
    reads += 1;
    return TEXTS;
  });
  assert.equal(translation('Lakes', 'en'), undefined);
  assert.equal(reads, 0); // a page in English opens no block
  assert.equal(translation('Lakes', 'ru'), 'Озёра');
  assert.equal(translation('Rivers', 'hy'), undefined); // one language lacks it
  assert.equal(translation('My own layer', 'az'), undefined);
  assert.deepEqual(translationsOf('Lakes'), ['Լճեր', 'Göllər', 'Озёра']);
  assert.equal(reads, 1);
});

test('a page without the block tells nothing', () => {
  useTexts(() => ({}));
  assert.equal(translation('Lakes', 'ru'), undefined);
  assert.deepEqual(translationsOf('Lakes'), []);
});

test('an event is found by its title in every language', () => {
  useTexts(() => TEXTS);
  const events = { title: ['Lakes'], place: [''], place_hy: [''], place_az: [''], actor_a: [''], actor_b: [''], id: ['x'], type: [''] };
  const found = haystackOf(events, 0, new Map(), translationsOf('Lakes'));
  for (const query of ['lakes', 'озера', 'GÖLLƏR', 'լճեր']) assert.ok(matches(found, query), query);
});
