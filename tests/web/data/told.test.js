import assert from 'node:assert/strict';
import test from 'node:test';
import { told, toldInAll, useTexts } from '../../../maps/app/data/told.js';
import { haystackOf, matches } from '../../../maps/app/rules/search.js';

const TEXTS = { en: ['Lakes', 'Rivers'], hy: ['Լճեր', ''], az: ['Göllər', 'Çaylar'], ru: ['Озёра', 'Реки'] };

test('a text is told in a language where it is translated', () => {
  let reads = 0;
  useTexts(() => {
    reads += 1;
    return TEXTS;
  });
  assert.equal(told('Lakes', 'en'), undefined);
  assert.equal(reads, 0); // a page in English opens no block
  assert.equal(told('Lakes', 'ru'), 'Озёра');
  assert.equal(told('Rivers', 'hy'), undefined); // one language lacks it
  assert.equal(told('My own layer', 'az'), undefined);
  assert.deepEqual(toldInAll('Lakes'), ['Լճեր', 'Göllər', 'Озёра']);
  assert.equal(reads, 1);
});

test('a page without the block tells nothing', () => {
  useTexts(() => ({}));
  assert.equal(told('Lakes', 'ru'), undefined);
  assert.deepEqual(toldInAll('Lakes'), []);
});

test('an event is found by its title in every language', () => {
  useTexts(() => TEXTS);
  const events = { title: ['Lakes'], place: [''], place_hy: [''], place_az: [''], actor_a: [''], actor_b: [''], id: ['x'] };
  const found = haystackOf(events, 0, new Map(), toldInAll('Lakes'));
  for (const query of ['lakes', 'озера', 'GÖLLƏR', 'լճեր']) assert.ok(matches(found, query), query);
});
