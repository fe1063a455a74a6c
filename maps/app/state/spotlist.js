/** A list of events that was opened at a spot closes when it would no longer be true. */
/** @import {App, State} from '#app/types' */
import { among } from '#app/util/lazy';

/** @param {App} app */
export function closeStaleList(app) {
  /** The rows that were shown when the list was opened. */
  let then = app.rows();
  app.ui.on(({ stack }, before) => {
    if (stack !== before.stack) then = app.rows();
  });
  app.store.on((state, before) => {
    const { stack } = app.ui.state();
    if (stack && isStale(app, stack, then, state, before)) app.ui.set({ stack: null });
  });
}

/** The list holds what was there when it was opened: other days, other marks or more rows make
 * another list; fewer rows make it shorter.
 * @param {App} app @param {number[]} stack @param {number[]} then @param {State} state
 * @param {State} before */
function isStale(app, stack, then, state, before) {
  const days = state.window.some((day, i) => day !== before.window[i]);
  if (days || state.marks !== before.marks) return true;
  if (state.filters === before.filters) return false;
  const now = app.rows();
  if (!stack.some((row) => among(now, row))) return true;
  return now.length > then.length || Array.from(now).some((row) => !among(then, row));
}
