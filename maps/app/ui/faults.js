/** What failed on this page, said in words: a line above the map, or the list of events in its stead. */
/** @import {App, EventColumns, Lang, Translate} from '#app/types' */
/** @import {Kind} from '#app/util/faults' */
import { edtfText } from '#app/text/edtf';
import { translator } from '#app/text/i18n';
import { el, fill, text } from '#app/ui/dom';
import { known, messageOf, onFault, reportFault } from '#app/util/faults';
import { once } from '#app/util/lazy';

/** Ids that are named, and events that are listed, at most. */
const [NAMED, LISTED] = [8, 1000];

/** A line on the page that says what could not be drawn.
 * @param {App} app */
export function createFaults(app) {
  const node = el('div', { class: 'cm-faults', role: 'alert', hidden: true });
  const show = () => {
    fill(node, ...linesOf(app.t).map((line) => text('p', line)));
    node.hidden = node.childElementCount === 0;
  };
  window.addEventListener('error', ({ error }) => error && reportFault('part', error));
  window.addEventListener('unhandledrejection', ({ reason }) => reportFault('part', reason));
  onFault(show);
  app.watch(({ lang }) => [lang], show);
  return node;
}

/** @param {Translate} t @returns {string[]} */
function linesOf(t) {
  const kinds = /** @type {Kind[]} */ (['shapes', 'layers', 'part']);
  return kinds.flatMap((kind) => {
    const names = [...known[kind]];
    if (!names.length) return [];
    const more = names.length > NAMED ? ', …' : '';
    return [t(`fault.${kind}`, { n: names.length, what: names.slice(0, NAMED).join(', ') + more })];
  });
}

/** The page when its program has failed: what failed, and its events as a list.
 * @param {Document} page @param {unknown} error
 * @param {() => EventColumns} events what is known of them; may fail too */
export function showFailure(page, error, events) {
  console.error('conflictmap:', error);
  const lang = /** @type {Lang} */ (page.documentElement.lang || 'en');
  const t = wordsOf(lang);
  const root = /** @type {HTMLElement} */ (page.getElementById('app'));
  root.replaceChildren(
    el(
      'main',
      { class: 'cm-failed' },
      text('h1', page.title),
      el('div', { role: 'alert' },
        text('p', t('fault.page', { what: messageOf(error) })), el('p', {}, t('fault.do'))),
      ...listOf(events, lang, t),
    ),
  );
}

/** @param {() => EventColumns} events @param {Lang} lang @param {Translate} t
 * @returns {HTMLElement[]} */
function listOf(events, lang, t) {
  try {
    const { id, title, when, place } = events();
    const n = Math.min(id.length, LISTED);
    const items = Array.from({ length: n }, (_, row) =>
      text('li', [edtfText(when[row], lang, t), title[row] || id[row], place[row]]
        .filter(Boolean).join(' · ')));
    return [el('h2', {}, t('fault.list', { n, all: id.length })), el('ol', {}, ...items)];
  } catch {
    return [el('p', {}, t('fault.none'))];
  }
}

/** Words in the page's language; in English when its own cannot be read.
 * @param {Lang} lang @returns {Translate} */
function wordsOf(lang) {
  const english = once(() => translator('en'));
  return (key, values) => {
    try {
      return translator(lang)(key, values);
    } catch {
      return english()(key, values);
    }
  };
}
