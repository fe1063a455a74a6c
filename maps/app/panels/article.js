/** The article that the atlas checks, statement by statement: verdict, what is known, evidence, map. */
/** @import {App, Statement} from '#app/types' */
import { WHOLE, inOrder, shownWith, statementOf, tally } from '#app/rules/article';
import { fitted } from '#app/state/storywalk';
import { edtfText } from '#app/text/edtf';
import { numberText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, fill } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { dataText } from '#app/ui/datatext';
import { sourceLine } from '#app/ui/sourceline';

/** More events than this are folded. */
const FEW = 4;

/** @param {App} app @param {L.Map} map */
export function createArticle(app, map) {
  const node = el('div', { class: 'cm-article', onkeydown: (/** @type {KeyboardEvent} */ event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    stepBy(app, map, by);
    event.preventDefault();
  } });
  let [known, shown] = ['', /** @type {string | null} */ (null)];
  app.watch(
    ({ lang, article }, ui) => [lang, article, ui.tab],
    ({ lang, article }, ui) => {
      if (ui.tab !== 'article') return;
      if (lang !== known) fill(node, ...articleNodes(app, map));
      const now = mark(node, article);
      if (now && (article !== shown || lang !== known)) bringIn(now);
      [known, shown] = [lang, article];
    },
  );
  return node;
}

/** Mark the statement that the map shows.
 * @param {HTMLElement} node @param {string | null} article */
function mark(node, article) {
  let found = null;
  for (const item of node.querySelectorAll('[data-code]')) {
    const now = item.getAttribute('data-code') === article;
    item.classList.toggle('cm-now', now);
    item.querySelector('.cm-show')?.setAttribute('aria-pressed', String(now));
    if (now) found = item;
  }
  return found;
}

/** The sheet of a narrow page opens in the same frame: it is waited for.
 * @param {Element} item */
const bringIn = (item) => requestAnimationFrame(() => item.scrollIntoView({ block: 'nearest' }));

/** @param {App} app @param {L.Map} map @param {Statement} statement */
function showStatement(app, map, statement) {
  const state = shownWith(statement, app.store.state().layers, app.data.index);
  if (state.view) state.view = fitted(state.view, map.getSize().x);
  app.store.set(state);
  app.ui.set({ tab: 'article', stack: null, sheet: true, tall: false });
}

/** The statement before or after the one that is shown, and the focus with it.
 * @param {App} app @param {L.Map} map @param {number} by */
function stepBy(app, map, by) {
  const all = inOrder(app.data.spec.statements);
  const at = all.findIndex(({ code }) => code === app.store.state().article);
  const next = all[at < 0 ? 0 : at + by];
  if (!next) return;
  showStatement(app, map, next);
  focusSoon(`.cm-article [data-name="show-${CSS.escape(next.code)}"]`);
}

/** What is to have the focus may be made in the next frame.
 * @param {string} selector */
const focusSoon = (selector) =>
  requestAnimationFrame(() => requestAnimationFrame(() =>
    /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus()));

/** @param {App} app @param {L.Map} map */
function articleNodes(app, map) {
  const { data: { spec }, t } = app;
  const n = numberText(spec.statements.length, app.store.state().lang);
  const end = () => {
    app.store.set({ article: null, select: null });
    app.ui.set({ tab: 'events', sheet: false });
    focusSoon('#cm-tab-events');
  };
  return [
    el('h2', { tabindex: -1, class: 'cm-article-title' }, t('article.title')),
    el('p', {}, t('article.intro', { n })),
    scale(app),
    el('p', { class: 'cm-aside' }, t('article.keys')),
    el('ol', { class: 'cm-article-list' },
      ...inOrder(spec.statements).map((one) => item(app, map, one))),
    el('button', { type: 'button', class: 'cm-button', onclick: end }, t('story.end')),
  ];
}

/** The verdicts that occur, how often, and what each means.
 * @param {App} app */
const scale = ({ data: { spec }, store, t }) =>
  el(
    'details',
    { class: 'cm-details' },
    el('summary', {}, t('article.scale')),
    el('dl', { class: 'cm-scale' }, ...tally(spec.statements).flatMap(([verdict, n]) => [
      el('dt', {}, badge(t, verdict), ' ', numberText(n, store.state().lang)),
      el('dd', {}, label(t, 'verdict', `${verdict}.text`, ' ')),
    ])),
  );

/** @param {App['t']} t @param {string} verdict */
const badge = (t, verdict) =>
  el('span', { class: 'cm-badge', 'data-verdict': verdict }, label(t, 'verdict', verdict));

/** @param {App} app @param {L.Map} map @param {Statement} statement */
function item(app, map, statement) {
  const { t, data: { spec: { sources } } } = app;
  const lines = (statement.sources ?? []).filter((id) => Object.hasOwn(sources, id));
  return el(
    'li',
    { class: 'cm-statement', 'data-code': statement.code },
    ...statementNodes(app, statement),
    events(app, statement.events),
    ...lines.map((id) => el('p', { class: 'cm-story-source' }, ...sourceLine(app, sources[id]))),
    el('button', {
      type: 'button', class: 'cm-button cm-show', 'data-name': `show-${statement.code}`,
      'aria-pressed': 'false', onclick: () => showStatement(app, map, statement),
    }, icon('forth'), t('article.show'),
    el('span', { class: 'cm-hidden' }, ` ${statement.code}`)),
  );
}

/** What the article said, the verdict, and what is known.
 * @param {App} app @param {Statement} statement */
export const statementNodes = (app, { code, text: words, verdict, known }) => [
  dataText(app, 'p', words, 'cm-statement-said'),
  el('p', {}, badge(app.t, verdict), el('span', { class: 'cm-code' }, code)),
  dataText(app, 'p', known),
];

/** The events that a statement rests on; each opens.
 * @param {App} app @param {string[]} ids */
function events(app, ids) {
  const { data: { index, spec: { events: { when, title } } }, store, t } = app;
  const items = ids.filter((id) => index.has(id)).map((id) => {
    const row = index.get(id) ?? 0;
    return el('li', {}, el('button', {
      type: 'button', class: 'cm-link', dir: 'auto', 'data-name': id,
      onclick: () => app.select(id),
    }, `${edtfText(when[row], store.state().lang, t)}: `, dataText(app, 'span', title[row])));
  });
  if (items.length === 0) return null;
  const list = el('ul', { class: 'cm-plain' }, ...items);
  if (items.length <= FEW) return list;
  return el('details', { class: 'cm-details' },
    el('summary', {}, `${t('story.rests')} (${items.length})`), list);
}

/** A line that opens the article, or one statement of it; nothing on a map without statements.
 * @param {App} app @param {string} [code] */
export function articleLink(app, code = WHOLE) {
  if (!app.data.spec.statements.length) return null;
  return el('button', {
    type: 'button', class: 'cm-link cm-to-article', 'data-name': 'article',
    onclick: () => {
      app.store.set({ article: statementOf(app.data.spec, code)?.code ?? WHOLE });
      app.ui.set({ tab: 'article', sheet: true, stack: null });
      focusSoon(code === WHOLE ? '.cm-article-title' : `[data-name="show-${CSS.escape(code)}"]`);
    },
  }, app.t('article.open'));
}
