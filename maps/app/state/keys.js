/** Keys that work anywhere but in a field: space plays, comma and full stop step, n and p walk
 * through a story, Escape closes. */
/** @import {App} from '#app/types' */

/** @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player
 * @param {{step: (n: number) => void}} walk */
export function listenKeys(app, player, walk) {
  addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest?.('dialog')) return;
    if (event.key === 'Escape') {
      escape(app);
      return;
    }
    if (target.closest?.('input, select, textarea, button, summary, a, [role="listbox"]')) return;
    if (event.key === ' ') player.toggle();
    else if (event.key === ',') player.step(-1);
    else if (event.key === '.') player.step(1);
    else if (event.key === 'n' && app.store.state().story) walk.step(1);
    else if (event.key === 'p' && app.store.state().story) walk.step(-1);
    else return;
    event.preventDefault();
  });
}

/** @param {App} app */
function escape(app) {
  if (app.ui.state().measuring) app.ui.set({ measuring: false });
  else if (app.ui.state().spot) app.ui.set({ spot: null });
  else if (app.store.state().select !== null) app.select(null);
  else if (app.ui.state().stack) app.ui.set({ stack: null });
  else app.ui.set({ sheet: false });
}
