/** Begin and end the comparison of two days. */
/** @import {App} from '#app/types' */
import { groundDay } from '#app/util/clock';

/** @param {App} app */
export function endCompare(app) {
  app.store.set({ compare: null });
  if (app.ui.state().tab === 'compare') app.ui.set({ tab: 'events' });
}

/** The two days to begin with: those of the opening, else the first and the last of the window.
 * @param {App} app */
export function startCompare(app) {
  const [from, to] = app.store.state().window;
  app.store.set({ compare: openingDays(app) ?? [from, to - 1], select: null });
  app.ui.set({ tab: 'compare', stack: null });
}

/** The two days of the opening, as long as the page shows its day.
 * @param {App} app @returns {[number, number] | null} */
export function openingDays({ data, store }) {
  const { day, before } = data.spec.opening ?? { day: null, before: null };
  const shown = before !== null && day !== null && groundDay(store.state()) === day;
  return shown ? [before, day] : null;
}
