/** The choice of whose figures of the dead the page shows, and what they are. */
/** @import {App} from '#app/types' */
import { viewsOf } from '#app/rules/claimsview';
import { choice } from '#app/ui/choice';
import { el } from '#app/ui/dom';
import { viewName } from '#app/ui/fatalities';

/** @param {App} app @returns {Node[]} the chooser, and what the chosen view means */
export function chooseClaims(app) {
  const { t, store, data } = app;
  const views = viewsOf(data.spec.claims);
  if (views.length === 3) return []; // nobody speaks
  const { claims } = store.state();
  const select = choice(
    t('claims.view'),
    'claims',
    claims,
    views.map((view) => [view, viewName(app, view)]),
    (view) => store.set({ claims: view }),
  );
  return [
    el('div', { class: 'cm-row cm-claims-choice' }, select),
    ...(claims === 'range' ? [] : [el('p', { class: 'cm-aside' }, t('claims.view.how'))]),
  ];
}
