import assert from 'node:assert/strict';
import test from 'node:test';
import { WHOLE, articleIn, inOrder, shownWith, statementOf, tally } from '../../../maps/app/rules/article.js';

const one = (code, more = {}) => ({ code, text: '', verdict: 'supported', known: '', events: [], ...more });
const SPEC = { statements: [one('S02', { order: 2 }), one('S09'), one('S01', { order: 1, verdict: 'opinion' })] };
const HAS = { has: (id) => id === 'known' };

test('statements stand in the order of the article, those without a place in it last', () => {
  assert.deepEqual(inOrder(SPEC.statements).map(({ code }) => code), ['S01', 'S02', 'S09']);
  assert.equal(SPEC.statements[0].code, 'S02');
});

test('verdicts are counted, the commonest first', () => {
  assert.deepEqual(tally(SPEC.statements), [['supported', 2], ['opinion', 1]]);
});

test('a code that the page has not opens the whole article; a page without statements, nothing', () => {
  assert.equal(articleIn(SPEC, 'S01'), 'S01');
  assert.equal(articleIn(SPEC, 'S77'), WHOLE);
  assert.equal(articleIn(SPEC, null), null);
  assert.equal(articleIn({ statements: [] }, 'S01'), null);
  assert.equal(statementOf(SPEC, WHOLE), null);
});

test('a statement shows its days, ground, view and layers, and the first event that the page has', () => {
  const view = { center: [39.6, 46.5], zoom: 10 };
  const said = one('S07', {
    events: ['gone', 'known'], window: [10, 20], day: 15, view, layers: ['road', 'no-such'],
  });
  assert.deepEqual(shownWith(said, { road: false, rivers: true }, HAS), {
    article: 'S07', story: null, compare: null, select: 'known', window: [10, 20], day: 15, view,
    layers: { road: true, rivers: true },
  });
});

test('what a statement does not say stays as it is', () => {
  assert.deepEqual(shownWith(one('S07'), { road: false }, HAS),
    { article: 'S07', story: null, compare: null, select: null });
});
