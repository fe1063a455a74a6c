/** Keys that work anywhere but in a field: space plays, comma and full stop step, n and p walk
 * through a story, Escape closes. All but Escape can be switched off, under “About this map”. */
/** @import {App} from '#app/types' */

/** @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player
 * @param {{step: (n: number) => void}} story */
export function listenKeys(app, player, story) {
  /** @type {Record<string, () => void>} */
  const plays = { ' ': player.toggle, ',': () => player.step(-1), '.': () => player.step(1) };
  /** @type {Record<string, () => void>} */
  const walks = { n: () => story.step(1), p: () => story.step(-1) };
  /** A button takes the space for itself, and no letter. @param {KeyboardEvent} event */
  const actOf = (event) =>
    (app.store.state().story && walks[event.key]) ||
    (isOn(event, 'button, summary, a') ? undefined : plays[event.key]);
  addEventListener('keydown', (event) => {
    if (isForOthers(event)) return;
    if (event.key === 'Escape') {
      escape(app);
      return;
    }
    if (isOn(event, 'input, select, textarea, [role="listbox"]') || !app.ui.state().keys) return;
    const act = actOf(event);
    if (!act) return;
    act();
    event.preventDefault();
  });
}

/** @param {KeyboardEvent} event @param {string} nodes as a selector */
const isOn = ({ target }, nodes) =>
  !!(/** @type {HTMLElement} */ (target).closest?.(nodes));

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
