/** The article that the atlas checks: its statements, and what the page shows with one; pure. */
/** @import {Data, Spec, State, Statement} from '#app/types' */

/** The state that says: the article is open, and none of its statements is shown. */
export const WHOLE = 'all';
const LAST = 1e9;

/** Statements in the order of the article; those without a place in it keep their own, last.
 * @param {Statement[]} statements */
export const inOrder = (statements) =>
  [...statements].sort((a, b) => (a.order ?? LAST) - (b.order ?? LAST));

/** How many statements have each verdict, the commonest first.
 * @param {Statement[]} statements @returns {[string, number][]} */
export function tally(statements) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { verdict } of statements) found.set(verdict, (found.get(verdict) ?? 0) + 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

/** The statement that is open; null where none is, or where its code means nothing.
 * @param {Pick<Spec, 'statements'>} spec @param {State['article']} article */
export const statementOf = ({ statements }, article) =>
  statements.find(({ code }) => code === article) ?? null;

/** What a link asks for, as far as the page has it: the whole article for a code that it has not.
 * @param {Pick<Spec, 'statements'>} spec @param {State['article']} article */
export const articleIn = (spec, article) =>
  article === null || spec.statements.length === 0
    ? null
    : (statementOf(spec, article)?.code ?? WHOLE);

/** What the page shows with a statement: its days, ground, view, layers, and the first event that it
 * rests on. What it does not say stays as it is.
 * @param {Statement} statement @param {Record<string, boolean>} layersNow which are on
 * @param {Pick<Data['index'], 'has'>} index of the events of the page @returns {Partial<State>} */
export function shownWith({ code, events, window, day, view, layers = [] }, layersNow, index) {
  /** @type {Partial<State>} */
  const state = { article: code, story: null, compare: null, select: events.find((id) => index.has(id)) ?? null };
  if (window) state.window = window;
  if (day !== undefined) state.day = day;
  if (view) state.view = view;
  const on = layers.filter((id) => Object.hasOwn(layersNow, id));
  if (on.length) state.layers = { ...layersNow, ...Object.fromEntries(on.map((id) => [id, true])) };
  return state;
}
