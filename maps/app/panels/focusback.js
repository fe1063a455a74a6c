/** The focus goes to the event that is opened, and from there back to what opened it. */
/** @import {App} from '#app/types' */

const EVENT = '.cm-evidence';

/** @param {App} app @param {HTMLElement} panel */
export function createFocusBack(app, panel) {
  /** @type {HTMLElement | null} */
  let opener = null;
  let [opened, reading] = [false, false];
  const opens = () => {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || active.role === 'tab') return;
    opened = true;
    if (!active.closest(EVENT)) opener = active;
  };
  app.store.on(({ select }, before) => {
    if (select !== null && select !== before.select) opens();
  });
  app.ui.on(({ tab }, before) => {
    if (tab === 'events' && before.tab !== tab && app.store.state().select !== null) opens();
  });
  app.watch(
    ({ select }, { tab }) => [select, tab],
    ({ select }, { tab }) => {
      const event = /** @type {HTMLElement | null} */ (panel.querySelector(EVENT));
      const reads = select !== null && tab === 'events';
      if (opened && reads) event?.focus({ preventScroll: true });
      if (reading && select === null && isLost()) (again(opener) ?? list(panel))?.focus();
      [reading, opened] = [reads, false];
    },
  );
}

/** Nothing has the focus, or what is about to go. */
function isLost() {
  const active = document.activeElement;
  return !active || active === document.body || active.closest(EVENT) !== null;
}

/** What opened the event, or what stands in its place now.
 * @param {HTMLElement | null} opener @returns {HTMLElement | null} */
function again(opener) {
  if (!opener || opener === document.body) return null;
  if (isSeen(opener)) return opener;
  const { name } = opener.dataset;
  if (!name) return null;
  const now = document.querySelectorAll(`[data-name="${CSS.escape(name)}"]`);
  return /** @type {HTMLElement[]} */ ([...now]).find(isSeen) ?? null;
}

/** @param {HTMLElement} node */
const isSeen = (node) => node.isConnected && node.getClientRects().length > 0;

/** The list of events, or the tab that is open.
 * @param {HTMLElement} panel */
const list = (panel) =>
  /** @type {HTMLElement[]} */ ([...panel.querySelectorAll('.cm-list, [aria-selected="true"]')]).find(
    (node) => isSeen(node) && (node.matches('.cm-list') || node.role === 'tab'),
  );
