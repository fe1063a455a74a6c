/** What the timeline says under the pointer: which days a click takes, and how many events. */
/** @import {View} from '#app/time/axiszoom' */
/** @import {App} from '#app/types' */
import { rowSet, rowsInWindow } from '#app/rules/filter';
import { eventsIn } from '#app/rules/weights';
import { numberText, windowText } from '#app/text/format';
import { daysAt } from '#app/time/axiszoom';
import { el } from '#app/ui/dom';

/** @param {App} app */
export function createTimeTip(app) {
  const days = el('div', { class: 'cm-time-days', hidden: true, 'aria-hidden': 'true' });
  const words = el('div', { class: 'cm-time-tip', hidden: true, 'aria-hidden': 'true' });
  const hide = () => {
    days.hidden = words.hidden = true;
  };
  return {
    nodes: [days, words],
    hide,
    /** @param {View} view @param {number} x */
    show(view, x) {
      const { filters, lang } = app.store.state();
      const span = daysAt(view.axis, Math.max(0, Math.min(view.width - 0.5, x)), app.ui.state().unit);
      const rows = rowsInWindow(rowSet(app.data, filters), span, filters.certain);
      const n = numberText(eventsIn(app.data.columns, rows), lang);
      const [from, to] = span.map(view.axis.x);
      days.hidden = words.hidden = false;
      days.style.left = `${from}px`;
      days.style.width = `${Math.max(1, to - from)}px`;
      words.textContent = `${windowText(span, lang)} · ${app.t('time.count', { n })}`;
      const half = words.offsetWidth / 2;
      words.style.left = `${Math.max(half, Math.min(view.width - half, x))}px`;
    },
  };
}
