/** One polite line for screen readers: how many events, when, and what was chosen. */
/** @import {App} from '#app/types' */
import { el } from '#app/dom';
import { numberText, windowText } from '#app/format';

/** @param {App} app */
export function createLive(app) {
  const node = el('p', { class: 'cm-hidden', role: 'status', 'aria-live': 'polite' });
  let timer = 0;
  app.calmly(
    ({ window, lang }) => [app.rows(), window, lang],
    ({ window, lang }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const all = numberText(app.data.spec.events.id.length, lang);
        const shown = app.t('shown', { n: numberText(app.rows().length, lang), all });
        node.textContent = `${shown}, ${windowText(window, lang)}`;
      }, 400);
    },
  );
  return node;
}
