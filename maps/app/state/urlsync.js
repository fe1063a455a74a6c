/** Keep the address hash and the state the same, both ways; quiet where there is no history. What
 * the reader opens is a step of the browser's own Back; what moves by degrees is not. */
/** @import {App, State, Ui} from '#app/types' */
import { viewsOf } from '#app/rules/claimsview';
import { NO_FILTERS } from '#app/rules/filter';
import { withAsked } from '#app/state/asked';
import { fromHash, toHash } from '#app/state/hash';
import { SHEET } from '#app/util/sheet';

/** Beside the hash: which tab, and the list that is open. @typedef {Pick<Ui, 'tab' | 'from' |
 * 'stack' | 'sheet'>} Beside */
/** @typedef {{state: State, beside: Beside}} View */

/** @param {App} app @param {Record<string, boolean>} defaults */
export function linkAddress(app, defaults) {
  const entries = createEntries(defaults);
  const narrow = matchMedia(SHEET);
  let known = viewOf(app);
  let [timer, asked] = [0, false];
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => entries.replace(viewOf(app)), 250);
  };
  const note = () => {
    asked = false;
    const view = viewOf(app);
    const on = placeOf(view, narrow.matches) !== placeOf(known, narrow.matches);
    if (on && window.parent === window) {
      clearTimeout(timer);
      entries.replace(known);
      entries.push(view);
    } else if (view.state !== known.state || on) later();
    known = view;
  };
  /** All that changes at once is one step. */
  const ask = () => {
    if (!asked) queueMicrotask(note);
    asked = true;
  };
  app.store.on(ask);
  app.ui.on(ask);
  const read = () => {
    if (location.hash === toHash(app.store.state(), defaults) && entries.isHere()) return;
    clearTimeout(timer);
    restore(app, defaults, entries.follow());
    known = viewOf(app);
    later();
  };
  addEventListener('popstate', read);
  addEventListener('hashchange', read);
}

/** The entries of the browser's history that this page made.
 * @param {Record<string, boolean>} defaults */
function createEntries(defaults) {
  /** What stood beside the hash in each entry, as long as the page lives: lists may be long.
   * @type {Map<number, Beside>} */
  const kept = new Map();
  let entry = Number(history.state?.entry ?? 0);
  const put = (/** @type {'pushState' | 'replaceState'} */ how, /** @type {View} */ view) => {
    kept.set(entry, view.beside);
    try {
      history[how]({ entry }, '', toHash(view.state, defaults));
    } catch {
      /* a sandboxed frame has no history of its own */
    }
  };
  return {
    replace: (/** @type {View} */ view) => put('replaceState', view),
    push(/** @type {View} */ view) {
      entry += 1;
      put('pushState', view);
    },
    isHere: () => history.state?.entry === entry,
    /** Go where the browser went; what stood beside the hash there. */
    follow() {
      entry = Number(history.state?.entry ?? entry + 1);
      return kept.get(entry);
    },
  };
}

/** @param {App} app @returns {View} */
function viewOf({ store, ui }) {
  const { tab, from, stack, sheet } = ui.state();
  return { state: store.state(), beside: { tab, from, stack, sheet } };
}

/** What is open: the event, the step of the story, the two dates, the list of a spot, the sheet.
 * @param {View} view @param {boolean} narrow whether the panel is a sheet over the map */
const placeOf = ({ state, beside: { stack, sheet } }, narrow) => {
  const { select, story, article, compare } = state;
  return JSON.stringify([select, story, article, compare !== null, stack !== null, narrow && sheet]);
};

/** @param {App} app @param {Record<string, boolean>} defaults @param {Beside} [beside] */
function restore(app, defaults, beside) {
  const { select = null, compare = null, story = null, article = null, ...view } = fromHash(
    location.hash,
    defaults,
    viewsOf(app.data.spec.claims),
  );
  const found = select !== null && app.data.index.has(select) ? select : null;
  app.store.set(withAsked(app.data, {
    ...app.store.state(), ...(view.window && { day: null }),
    filters: NO_FILTERS, marks: 'marks', doubt: null, claims: 'range', layers: defaults, ...view,
    compare, story, article, select: found,
  }, defaults));
  app.ui.set(beside ?? { stack: null, from: 'events', tab: tabOf(app) });
}

/** The tab that a link opens on.
 * @param {App} app @returns {Ui['tab']} */
export function tabOf({ store }) {
  const { story, article, compare, doubt } = store.state();
  return article ? 'article' : story ? 'story' : compare ? 'compare' : doubt ? 'unknown' : 'events';
}
