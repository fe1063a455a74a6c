/** Keys that work anywhere but in a field: space plays, comma and full stop step, n and p walk
 * through a story, Escape closes. All but Escape can be switched off, under “About this map”. */
/** @import {App} from '#app/types' */

/** @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player
 * @param {{step: (n: number) => void}} walk */
export function listenKeys(app, player, walk) {
  /** @type {Record<string, () => void>} */
  const plays = { ' ': player.toggle, ',': () => player.step(-1), '.': () => player.step(1) };
  /** @type {Record<string, () => void>} */
  const walks = { n: () => walk.step(1), p: () => walk.step(-1) };
  addEventListener('keydown', (event) => {
    if (isForOthers(event)) return;
    if (event.key === 'Escape') {
      escape(app);
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest?.('input, select, textarea, button, summary, a, [role="listbox"]')) return;
    if (!app.ui.state().keys) return;
    const act = plays[event.key] ?? (app.store.state().story && walks[event.key]);
    if (!act) return;
    act();
    event.preventDefault();
  });
}

/** Keys of the browser, of a dialog, and those that somebody has answered.
 * @param {KeyboardEvent} event */
const isForOthers = (event) =>
  event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey ||
  !!(/** @type {HTMLElement} */ (event.target).closest?.('dialog'));

/** @param {App} app */
function escape(app) {
  if (app.ui.state().measuring) app.ui.set({ measuring: false });
  else if (app.ui.state().spot) app.ui.set({ spot: null });
  else if (app.store.state().select !== null) app.select(null);
  else if (app.ui.state().stack) app.ui.set({ stack: null });
  else app.ui.set({ sheet: false });
}
