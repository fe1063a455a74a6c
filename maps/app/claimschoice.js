/** The choice of whose figures of the dead the page shows. */
/** @import {App, ClaimsView, Range, Sum} from '#app/types' */
import { choice } from '#app/controls';
import { el } from '#app/dom';
import { CLAIMS } from '#app/told';

/** @param {App} app @returns {Node[]} the chooser, and what the chosen view means */
export function chooseClaims(app) {
  const { t, store, data } = app;
  if (data.spec.claims.length === 0) return [];
  const { claims } = store.state();
  const select = choice(
    t('claims.view'),
    'claims',
    claims,
    CLAIMS.map((view) => [view, t(`claims.view.${view}`)]),
    (view) => store.set({ claims: /** @type {ClaimsView} */ (view) }),
  );
  return [
    el('div', { class: 'cm-row cm-claims-choice' }, select),
    ...(claims === 'range' ? [] : [el('p', { class: 'cm-aside' }, t('claims.view.how'))]),
  ];
}

/** Whose figure a toll is, where it is not that of the table.
 * @param {App} app */
export function heard({ store, t }) {
  const { claims } = store.state();
  return claims === 'range'
    ? null
    : el('span', { class: 'cm-aside cm-heard' }, t(`claims.view.${claims}`));
}

/** A sum without the ends that some events lack: sums over other events are no range together.
 * @param {App} app @param {Sum} sum @returns {Range} */
export function soundRange({ store }, sum) {
  if (store.state().claims === 'range' || sum.low === null) return sum;
  const open = sum.unknown.high > 0 || (sum.high ?? 0) < sum.low;
  return {
    low: sum.low,
    best: sum.unknown.best > 0 ? null : sum.best,
    high: open ? null : sum.high,
  };
}
