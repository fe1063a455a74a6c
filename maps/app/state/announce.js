/** One polite line for screen readers: how many events, when, and what was chosen. */
/** @import {App} from '#app/types' */
import { allEvents, eventsIn } from '#app/rules/weights';
import { numberText, windowText } from '#app/text/format';
import { el } from '#app/ui/dom';

/** @param {App} app */
export function createAnnouncer(app) {
  const node = el('p', { class: 'cm-hidden', role: 'status', 'aria-live': 'polite' });
  let timer = 0;
  app.calmly(
    ({ window, lang }) => [app.rows(), window, lang],
    ({ window, lang }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { columns } = app.data;
        const [n, all] = [eventsIn(columns, app.rows()), allEvents(columns)].map((k) => numberText(k, lang));
        const shown = app.t('shown', { n, all });
        node.textContent = `${shown}, ${windowText(window, lang)}`;
      }, 400);
    },
  );
  return node;
}
