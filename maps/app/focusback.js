/** When the reader leaves an event, the focus goes back to what opened it. */
/** @import {App} from '#app/types' */

const EVENT = '.cm-evidence';

/** @param {App} app @param {HTMLElement} panel */
export function createFocusBack(app, panel) {
  /** @type {HTMLElement | null} */
  let opener = null;
  /** @type {string | null} */
  let left = null;
  app.store.on(({ select }, before) => {
    if (select === null || select === before.select) return;
    const active = document.activeElement;
    if (active instanceof HTMLElement && !active.closest(EVENT)) opener = active;
  });
  app.watch(
    ({ select }) => [select],
    ({ select }) => {
      if (left !== null && select === null && isLost()) (again(opener) ?? list(panel))?.focus();
      left = select;
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
  const now = name ? document.querySelector(`[data-name="${CSS.escape(name)}"]`) : null;
  return now instanceof HTMLElement && isSeen(now) ? now : null;
}

/** @param {HTMLElement} node */
const isSeen = (node) => node.isConnected && node.getClientRects().length > 0;

/** The list of events, or the tab that is open.
 * @param {HTMLElement} panel */
const list = (panel) =>
  /** @type {HTMLElement[]} */ ([...panel.querySelectorAll('.cm-list, [aria-selected="true"]')]).find(
    (node) => isSeen(node) && (node.matches('.cm-list') || node.role === 'tab'),
  );
