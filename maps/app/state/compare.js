/** Begin and end the comparison of two days. */
/** @import {App} from '#app/types' */

/** @param {App} app */
export function endCompare(app) {
  app.store.set({ compare: null });
  if (app.ui.state().tab === 'compare') app.ui.set({ tab: 'events' });
}

/** The two days to begin with: the first and the last of the window.
 * @param {App} app */
export function startCompare(app) {
  const [from, to] = app.store.state().window;
  app.store.set({ compare: [from, to - 1], select: null });
  app.ui.set({ tab: 'compare', stack: null });
}
