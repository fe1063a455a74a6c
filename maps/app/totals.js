/** Totals of what is shown, by the counting rule. */
/** @import {App, Group, Sum} from '#app/types' */
import { speakers } from '#app/speakers';
import { count } from '#app/count';
import { el, fill, text } from '#app/dom';
import { chooseClaims, soundRange } from '#app/claimschoice';
import { numberText, rangeText, windowText } from '#app/format';
import { isFiltered } from '#app/filter';

/** @param {App} app */
export function createTotals(app) {
  const node = el('div', { class: 'cm-totals' });
  app.calmly(
    (state, ui) => [app.rows(), state.lang, state.window, ui.tab],
    (state, ui) => {
      if (ui.tab !== 'totals') return;
      const totals = count(app.data, app.rows(), state.window);
      const { t } = app;
      const focused = node.contains(document.activeElement) && document.activeElement?.matches('select');
      fill(
        node,
        el('h2', {}, t('totals.title')),
        el(
          'p',
          { class: 'cm-aside' },
          windowText(state.window, state.lang),
          isFiltered(state.filters) ? ` · ${t('totals.filtered')}` : '',
        ),
        ...chooseClaims(app),
        ...totals.groups
          .filter(({ events: n, high, tolls }) => n > 0 || high !== null || tolls.length > 0)
          .map((group) => groupNode(app, group)),
        sumNode(
          app,
          t(totals.groups.some(({ events: n }) => n > 0) ? 'totals.rest' : 'totals.events'),
          totals.rest,
          'rest',
        ),
        notes(app, totals),
        ...speakers(app),
        el(
          'details',
          { class: 'cm-details' },
          el('summary', {}, t('totals.rule')),
          el('p', {}, t('totals.rule.text')),
        ),
      );
      if (focused) node.querySelector('select')?.focus();
    },
  );
  return node;
}

/** @param {App} app @param {string} title @param {Sum} sum @param {string} name
 * @param {Node[]} more */
function sumNode(app, title, sum, name, ...more) {
  const { t } = app;
  const { lang } = app.store.state();
  const missing = Object.entries(sum.unknown)
    .filter(([, n]) => n > 0)
    .map(([key, n]) => t(`unknown.${key}`, { n: numberText(n, lang) }));
  if (sum.silent > 0) missing.unshift(t('unknown.silent', { n: numberText(sum.silent, lang) }));
  return el(
    'section',
    { class: 'cm-sum', 'data-sum': name },
    text('h3', title),
    el('p', { class: 'cm-figure' }, rangeText(soundRange(app, sum), lang, t), ' ', el('span', {}, t('killed'))),
    el(
      'p',
      { class: 'cm-aside' },
      [t('totals.n', { n: numberText(sum.events, lang) }), ...missing].join(' · '),
    ),
    ...more,
  );
}

/** @param {App} app @param {Group} group */
function groupNode(app, group) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const row = app.data.index.get(group.id) ?? 0;
  const shown = [...group.parts, ...group.tolls]
    .map((id) => app.data.index.get(id) ?? 0)
    .filter(
      (part) =>
        events.low[part] !== null || events.best[part] !== null || events.high[part] !== null,
    );
  const parts = shown.map((part) =>
    el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'cm-link',
          dir: 'auto',
          onclick: () => app.select(events.id[part]),
        },
        events.title[part],
      ),
      ' ',
      el(
        'strong',
        {},
        rangeText(
          { low: events.low[part], best: events.best[part], high: events.high[part] },
          lang,
          t,
        ),
      ),
    ),
  );
  const list =
    parts.length > 0 &&
    el(
      'details',
      { class: 'cm-details', open: parts.length <= 3 },
      el('summary', {}, t(group.counted ? 'totals.parts' : 'totals.counted', { n: parts.length })),
      el('ul', { class: 'cm-plain' }, ...parts),
    );
  return sumNode(
    app,
    events.title[row],
    group,
    group.id,
    el('p', { class: 'cm-aside' }, t(group.counted ? 'totals.whole' : 'totals.named')),
    .../** @type {Node[]} */ (list ? [list] : []),
  );
}

/** @param {App} app @param {import('#app/types').Totals} totals */
function notes(app, totals) {
  const { events } = app.data.spec;
  const items = [
    ...totals.groups
      .filter(({ events: n, high, tolls }) => n === 0 && high === null && tolls.length === 0)
      .map(({ id }) => ['totals.nopart', id]),
    ...totals.overlapping.map((id) => ['totals.overlapping', id]),
    ...totals.tolls.map((id) => ['totals.toll', id]),
  ].map(([key, id]) =>
    el(
      'li',
      {},
      text('span', events.title[app.data.index.get(id) ?? 0]),
      el('span', { class: 'cm-aside' }, app.t(key)),
    ),
  );
  return items.length
    ? el(
        'details',
        { class: 'cm-details' },
        el('summary', {}, app.t('totals.notes', { n: items.length })),
        el('ul', { class: 'cm-plain' }, ...items),
      )
    : null;
}
