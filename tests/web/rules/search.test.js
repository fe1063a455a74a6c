import assert from 'node:assert/strict';
import test from 'node:test';
import { fold, gazetteer, halves, haystacks, matches } from '../../../maps/app/rules/search.js';
import { useWords } from '../../../maps/app/text/i18n.js';
import en from '../../../maps/app/text/i18n/en.js';
import { useOwnWords } from '../../../maps/app/text/ownwords.js';

const CAPITAL = {
  name: 'Stepanakert (Khankendi)',
  name_hy: 'Ստեփանակերտ',
  name_az: 'Xankəndi',
  name_ru: 'Степанакерт',
};

test('folding takes away case and accents, in every alphabet', () => {
  assert.equal(fold('XANKƏNDİ'), fold('Xankəndi'));
  assert.equal(fold('Laçın'), 'lacin');
  assert.equal(fold('  Ստեփանակերտ '), 'ստեփանակերտ');
  assert.deepEqual(halves('Shusha (Shushi)'), ['Shusha (Shushi)', 'Shusha', 'Shushi']);
});

test('an event is found by any name of its place', () => {
  const names = gazetteer([
    { id: 'x', properties: { ...CAPITAL, names: ['Khankendy'] }, geometry: {} },
  ]);
  const events = {
    id: ['e'],
    title: ['Vote'],
    place: ['Stepanakert (Khankendi)'],
    place_hy: ['Stepanakert'],
    place_az: ['Xankəndi'],
    actor_a: [''],
    actor_b: [''],
    type: [''],
  };
  const [text] = haystacks(events, names);
  for (const query of ['Xankəndi', 'Ստեփանակերտ', 'khankendy', 'степанакерт', 'vote stepan'])
    assert.ok(matches(text, query), query);
  assert.equal(matches(text, 'Baku'), false);
});

test('a type is found by its words in every language, and by those of the page itself', () => {
  useWords(() => ({ az: Object.keys(en).map((key) => (key === 'type.landmine' ? 'Mina' : null)) }));
  useOwnWords({ languages: [], types: [{ id: 'landmine', label: 'Mine accident' }, { id: 'raid', label: 'Night raid' }] });
  const events = Object.fromEntries(['id', 'title', 'place', 'place_hy', 'place_az', 'actor_a', 'actor_b']
    .map((name) => [name, ['', '']]));
  const [mine, raid] = haystacks({ ...events, type: ['landmine', 'raid'] }, new Map());
  for (const query of ['landmine', 'mina', 'mine accident']) assert.ok(matches(mine, query), query);
  assert.ok(matches(raid, 'night raid'));
  assert.equal(matches(raid, 'mina'), false);
});
