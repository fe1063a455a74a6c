/** Totals of what is shown, by the counting rule. */
/** @import {App, Group, Sum, Totals, Translate} from '#app/types' */
import { balanceSection } from '#app/panels/balance';
import { chooseClaims } from '#app/panels/claimschoice';
import { countrySeries } from '#app/panels/countryseries';
import { killedBars } from '#app/panels/killedbars';
import { createSmallMaps } from '#app/panels/smallmaps';
import { dataInView, peoples } from '#app/rules/claimsview';
import { count } from '#app/rules/count';
import { isFiltered } from '#app/rules/filter';
import { isUnknown } from '#app/rules/sums';
import { aroundFigure, numberText, rangeText, windowText } from '#app/text/format';
import { el, fill, text } from '#app/ui/dom';
import { whoseName } from '#app/ui/fatalities';
import { keepFocus } from '#app/ui/focus';
import { dataText } from '#app/ui/datatext';
import { among } from '#app/util/lazy';

/** Sums of the dead of one people. @typedef {[string, Sum | undefined][]} ByPeople */

/** @param {App} app */
export function createTotals(app) {
  const node = el('div', { class: 'cm-totals' });
  const [held, killed] = [el('div'), el('div')];
  const maps = createSmallMaps(app);
  app.calmly(
    (state, ui) => [app.rows(), state.lang, state.window, ui.tab],
    (_, ui) => {
      if (ui.tab !== 'totals') return;
      keepFocus(node, () => fill(node, ...totalsNodes(app)));
      keepFocus(killed, () => fill(killed, ...killedBars(app), ...countrySeries(app)));
    },
  );
  app.watch(
    ({ lang, window, day }, ui) => [lang, window, day, ui.tab],
    (_, ui) => {
      if (ui.tab === 'totals') keepFocus(held, () => fill(held, maps()));
    },
  );
  return el('div', {}, node, killed, held);
}

/** Are there events in a group, or a figure of its dead?
 * @param {Group} group */
const saysSomething = ({ events, high, tolls }) => events > 0 || high !== null || tolls.length > 0;

/** @param {App} app */
function totalsNodes(app) {
  const { t } = app;
  const { filters, lang, window } = app.store.state();
  const totals = count(app.data, app.rows(), window);
  const people = peopleTotals(app);
  const grouped = totals.groups.some(({ events }) => events > 0);
  const filtered = isFiltered(filters) ? ` · ${t('totals.filtered')}` : '';
  return [
    el('h2', {}, t('totals.title')),
    el('p', { class: 'cm-aside' }, windowText(window, lang), filtered),
    ...chooseClaims(app),
    ...totals.groups.filter(saysSomething).map((group) => groupNode(app, group, people)),
    sumNode(app, t(grouped ? 'totals.rest' : 'totals.events'), totals.rest, 'rest',
      people.map(([whose, { rest }]) => [whose, rest])),
    nonesLine(app),
    notes(app, totals),
    ...balanceSection(app),
    el(
      'details',
      { class: 'cm-details' },
      el('summary', {}, t('totals.rule')),
      el('p', {}, t('totals.rule.text')),
    ),
  ];
}

/** What the chosen view says by whose dead they are: never added to each other, nor one range.
 * @param {App} app @returns {[string, Totals][]} */
function peopleTotals({ data, rows, store }) {
  const { claims, window } = store.state();
  if (claims === 'range') return [];
  return peoples(data.spec.claims).map((whose) => [
    whose,
    count(dataInView(data.base ?? data, claims, whose), rows(), window),
  ]);
}

/** @param {string} figure @param {Translate} t */
const figureParts = (figure, t) => {
  const [before, after] = aroundFigure(t('killed'), t);
  return [before && el('span', {}, before), figure, after && el('span', {}, after)];
};

/** @param {App} app @param {string} title @param {Sum} sum @param {string} name
 * @param {ByPeople} people @param {Node[]} more */
function sumNode(app, title, sum, name, people, ...more) {
  const { t, store } = app;
  const { lang, claims } = store.state();
  const none = isUnknown(sum);
  const figure = none
    ? [el('span', {}, t(claims === 'range' ? 'toll.none' : 'told.none'))]
    : figureParts(rangeText(sum, lang, t), t);
  return el(
    'section',
    { class: 'cm-sum', 'data-sum': name },
    text('h3', title),
    el('p', { class: 'cm-figure' }, ...figure),
    el('p', { class: 'cm-aside' }, [t('totals.n', { n: numberText(sum.events, lang) }), ...statedBy(app, sum)].join(' · ')),
    peopleLines(app, people),
    ...more,
  );
}

/** How many of the events state a toll, and each of its figures, where not all do.
 * @param {Pick<App, 't' | 'store'>} app @param {Sum} sum @returns {string[]} */
function statedBy({ t, store }, sum) {
  const { lang } = store.state();
  const stated = sum.events - sum.silent;
  const of = (/** @type {string} */ key, /** @type {number} */ n, /** @type {number} */ m) =>
    t(`stated.${key}`, { n: numberText(n, lang), m: numberText(m, lang) });
  return [
    sum.silent > 0 && of('toll', stated, sum.events),
    ...Object.entries(sum.unknown).map(([key, n]) => n > 0 && of(key, stated - n, stated)),
    sum.open > 0 && of('open', sum.open, sum.open),
  ].filter((line) => typeof line === 'string');
}

/** @param {App} app @param {ByPeople} people */
function peopleLines(app, people) {
  const { t, store } = app;
  const { lang } = store.state();
  const lines = people.flatMap(([whose, sum]) => {
    if (!sum || isUnknown(sum)) return [];
    const [n, m] = [sum.events - sum.silent, sum.events].map((value) => numberText(value, lang));
    const line = t('told.line', { whose: whoseName(app, whose), range: rangeText(sum, lang, t) });
    const of = sum.events > 1 && el('span', { class: 'cm-aside' }, t('told.stated', { n, m }));
    return [el('li', {}, line, of)];
  });
  if (lines.length === 0) return null;
  return el('div', { class: 'cm-told' }, el('p', { class: 'cm-label' }, t('told.by')),
    el('ul', { class: 'cm-plain' }, ...lines));
}

/** Of the events shown, for how many the view has no figure of all the dead, but some figure.
 * @param {App} app */
function nonesLine({ data, rows, store, t }) {
  const shown = [...(data.viewFigures ?? [])].filter(([id, { toll, people }]) => {
    const row = data.index.get(id);
    return row !== undefined && people.size > 0 && isUnknown(toll) && among(rows(), row);
  });
  const n = numberText(shown.length, store.state().lang);
  return shown.length ? el('p', { class: 'cm-aside cm-nones' }, t('told.nones', { n })) : null;
}

/** @param {App} app @param {Group} group @param {[string, Totals][]} people */
function groupNode(app, group, people) {
  const { data: { spec: { events }, index }, t } = app;
  return sumNode(
    app,
    app.say(events.title[index.get(group.id) ?? 0]),
    group,
    group.id,
    people.map(([whose, { groups }]) => [whose, groups.find(({ id }) => id === group.id)]),
    el('p', { class: 'cm-aside' }, t(group.counted ? 'totals.whole' : 'totals.named')),
    ...partsNodes(app, group),
  );
}

/** The parts of a group that have a figure: they are in its sum, or stand beside it.
 * @param {App} app @param {Group} group */
function partsNodes(app, group) {
  const { data: { spec: { events }, index }, store, select, t } = app;
  const { lang } = store.state();
  const parts = [...group.parts, ...group.tolls]
    .map((id) => index.get(id) ?? 0)
    .map((row) => ({ row, low: events.low[row], best: events.best[row], high: events.high[row] }))
    .filter((part) => !isUnknown(part))
    .map(({ row, ...range }) => {
      const onclick = () => select(events.id[row]);
      return el(
        'li',
        {},
        el('button', { type: 'button', class: 'cm-link', dir: 'auto', onclick },
          dataText(app, 'span', events.title[row])),
        ' ',
        el('strong', {}, rangeText(range, lang, t)),
      );
    });
  if (parts.length === 0) return [];
  const head = t(group.counted ? 'totals.parts' : 'totals.counted', { n: parts.length });
  return [
    el(
      'details',
      { class: 'cm-details', open: parts.length <= 3 },
      el('summary', {}, head),
      el('ul', { class: 'cm-plain' }, ...parts),
    ),
  ];
}

/** @param {App} app @param {Totals} totals */
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
      dataText(app, 'span', events.title[app.data.index.get(id) ?? 0]),
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
