/** What is known of the selected event, who says so, and how well. */
/** @import {App} from '#app/types' */
import { typeGlyph } from '#app/marks/icon';
import { articleLink, statementNodes } from '#app/panels/article';
import { claimsSection } from '#app/panels/claims';
import { facts } from '#app/panels/facts';
import { tollTable } from '#app/panels/tollbars';
import { eventAnchor, eventReport } from '#app/rules/errorreport';
import { isUnknown } from '#app/rules/sums';
import { edtfText } from '#app/text/edtf';
import { rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, fill, text } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { reportButton } from '#app/ui/reportbutton';
import { dataText, placeName } from '#app/ui/datatext';
import { sourceLine } from '#app/ui/sourceline';

/** @param {App} app */
export function createEvidence(app) {
  const node = el('article', { class: 'cm-evidence', tabindex: -1, hidden: true });
  let last = /** @type {string | null} */ (null);
  app.watch(
    ({ select, lang, names, claims }, { from }) => [select, lang, names, claims, from],
    ({ select }) => {
      const row = select === null ? undefined : app.data.index.get(select);
      node.hidden = row === undefined;
      if (row === undefined) {
        fill(node);
        last = null;
        return;
      }
      fill(node, ...sections(app, row));
      if (select !== last) node.scrollTop = 0;
      last = select;
    },
  );
  return node;
}

/** @param {App} app @param {number} row */
function sections(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const close = el(
    'button',
    { type: 'button', class: 'cm-text-button cm-backlink', onclick: () => app.select(null) },
    icon('back'),
    t(app.ui.state().from === 'events' ? 'evidence.back' : 'evidence.return'),
  );
  const type = app.styles.get(events.type[row]);
  return [
    close,
    el(
      'p',
      { class: 'cm-kicker' },
      typeGlyph(app, events.type[row], null, events.role[row]),
      text('span', label(t, 'type', events.type[row], type?.label)),
      ...statusMark(app, row),
    ),
    dataText(app, 'h2', events.title[row] || events.id[row]),
    text('p', inShort(app, row), 'cm-in-short'),
    tollTable(app, row),
    facts(app, row),
    claimsSection(app, row),
    statementCheck(app, row),
    sourcesSection(app, row),
    related(app, row),
    reportButton(app, eventAnchor(events.id[row]), (to) => eventReport(app.data, row, to, t)),
  ];
}

/** When, where, and how many, in one line.
 * @param {App} app @param {number} row */
function inShort(app, row) {
  const { data: { spec: { events } }, store, t } = app;
  const { lang } = store.state();
  const toll = { low: events.low[row], best: events.best[row], high: events.high[row] };
  const killed = isUnknown(toll) ? '' : t('figure.of', { range: rangeText(toll, lang, t), what: t('killed') });
  const place = placeName(app, events.place[row]);
  return [edtfText(events.when[row], lang, t), place, killed].filter(Boolean).join(' · ');
}

/** @param {App} app @param {number} row */
function statusMark(
  {
    data: {
      spec: { events },
    },
    t,
  },
  row,
) {
  const status = events.status[row];
  if (!status || status === 'verified') return [];
  return [el('span', { class: 'cm-badge cm-warn' }, label(t, 'status', status))];
}

/** @param {App} app @param {number} row */
function statementCheck(app, row) {
  const { events, statements } = app.data.spec;
  const { t } = app;
  const found = statements.filter(
    ({ code, events: ids }) => events.article[row].includes(code) || ids.includes(events.id[row]),
  );
  if (found.length === 0) return null;
  return el(
    'section',
    {},
    el('h3', {}, t('check.title')),
    ...found.map((one) => el('div', { class: 'cm-statement' }, ...statementNodes(app, one))),
    articleLink(app, found[0].code),
  );
}

/** @param {App} app @param {number} row */
function sourcesSection(app, row) {
  const { events, sources, claims } = app.data.spec;
  const ids = new Set([
    ...events.sources[row],
    ...claims.filter(({ event }) => event === events.id[row]).map(({ source }) => source),
  ]);
  const lines = [...ids]
    .filter((id) => Object.hasOwn(sources, id))
    .map((id) => el('li', {}, ...sourceLine(app, sources[id])));
  if (lines.length === 0 && events.source_url?.[row])
    lines.push(el('li', {}, ...sourceLine(app, { url: events.source_url[row] })));
  return el(
    'section',
    {},
    el('h3', {}, app.t('sources')),
    areMirrors([...ids].map((id) => sources[id]?.grade)) &&
      el('p', { class: 'cm-warn' }, app.t('sources.mirrors')),
    lines.length
      ? el('ol', { class: 'cm-sources' }, ...lines)
      : el('p', { class: 'cm-aside' }, app.t('sources.none')),
  );
}

/** @param {(string | undefined)[]} grades */
const areMirrors = (grades) => grades.length > 0 && grades.every((grade) => grade === 'mirror');

/** @param {App} app @param {string} id @returns {number[]} */
function partsOf({ data }, id) {
  const { codes, texts } = data.columns.codes('part_of');
  const code = id === '' ? -1 : texts.indexOf(id);
  const found = [];
  if (code >= 0) for (let row = 0; row < codes.length; row += 1) if (codes[row] === code) found.push(row);
  return found;
}

/** Links to the whole and to the parts.
 * @param {App} app @param {number} row */
function related(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const item = (/** @type {number} */ other) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'cm-link', dir: 'auto', onclick: () => openEvent(app, other) },
        `${edtfText(events.when[other], lang, t)}: `,
        dataText(app, 'span', events.title[other]),
      ),
    );
  const whole = app.data.index.get(events.part_of[row]);
  const parts = partsOf(app, events.id[row]);
  if (whole === undefined && parts.length === 0) return null;
  return el(
    'section',
    {},
    el('h3', {}, t('related')),
    whole !== undefined && el('p', { class: 'cm-label' }, t('related.whole')),
    whole !== undefined && el('ul', { class: 'cm-plain' }, item(whole)),
    parts.length > 0 && el('p', { class: 'cm-label' }, t('related.parts', { n: parts.length })),
    parts.length > 0 && el('ul', { class: 'cm-plain' }, ...parts.map(item)),
  );
}

/** Select an event that the window may not hold: the window widens to it.
 * @param {App} app @param {number} row */
function openEvent(app, row) {
  const { events } = app.data.spec;
  const {
    window: [from, to],
  } = app.store.state();
  const [start, end] = [events.start[row], events.end[row]];
  if (start !== null && end !== null && !(start < to && from < end))
    app.store.set({ window: [Math.min(from, start), Math.max(to, end)] });
  app.select(events.id[row]);
}
