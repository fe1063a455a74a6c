/** What is known of the selected event, who says so, and how well. */
/** @import {App} from '#app/types' */
import { claimsSection } from '#app/claims';
import { el, fill, text } from '#app/dom';
import { edtfText } from '#app/edtf';
import { lengthText, numberText, rangeText } from '#app/format';
import { typeGlyph } from '#app/glyph';
import { label } from '#app/i18n';
import { icon } from '#app/icons';
import { display } from '#app/names';
import { sourceLine } from '#app/sourceline';

/** @param {App} app */
export function createEvidence(app) {
  const node = el('article', { class: 'cm-evidence', tabindex: -1, hidden: true });
  let last = /** @type {string | null} */ (null);
  app.watch(({ select, lang, names }) => [select, lang, names], ({ select }) => {
    const row = select === null ? undefined : app.data.index.get(select);
    node.hidden = row === undefined;
    if (row === undefined) { fill(node); last = null; return; }
    fill(node, ...sections(app, row));
    if (select !== last) { node.scrollTop = 0; node.focus({ preventScroll: true }); }
    last = select;
  });
  return node;
}

/** @param {App} app @param {number} row */
function sections(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const close = el('button', { type: 'button', class: 'cm-text-button cm-backlink', onclick: () => app.select(null) }, icon('back'), t('evidence.back'));
  const type = app.styles.get(events.type[row]);
  return [close,
    el('p', { class: 'cm-kicker' }, typeGlyph(app, events.type[row]), text('span', label(t, 'type', events.type[row], type?.label)), ...statusMark(app, row)),
    text('h2', events.title[row] || events.id[row]),
    facts(app, row), claimsSection(app, row), statementCheck(app, row), sourcesSection(app, row), related(app, row)];
}

/** @param {App} app @param {number} row */
function statusMark({ data: { spec: { events } }, t }, row) {
  const status = events.status[row];
  if (!status || status === 'verified') return [];
  return [el('span', { class: 'cm-badge cm-warn' }, label(t, 'status', status))];
}

/** @param {App} app @param {number} row */
function facts(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const toll = { low: events.low[row], best: events.best[row], high: events.high[row] };
  const list = el('dl', { class: 'cm-facts' });
  const add = (/** @type {string} */ name, /** @type {(Node | string | null | false)[]} */ ...values) => {
    const kept = values.filter((value) => value);
    if (kept.length) list.append(el('dt', {}, name), el('dd', {}, ...kept));
  };
  add(t('fact.when'), text('span', edtfText(events.when[row], lang, t)), certainDays(app, row));
  add(t('fact.place'), ...placeLines(app, row));
  add(t('fact.precision'), ...precisionLines(app, row));
  add(t('fact.actors'), text('span', [events.actor_a[row], events.actor_b[row]].filter(Boolean).join(' · ')));
  add(t('fact.toll'), el('strong', {}, rangeText(toll, lang, t)), tollNote(app, row, toll));
  add(t('fact.joins'), ...joinLines(app, row));
  add(t('fact.note'), events.note[row] && text('span', events.note[row]));
  return list;
}

/** @param {App} app @param {number} row */
function certainDays({ data: { spec: { events } }, t }, row) {
  const sure = events.certain_start[row] === events.start[row] && events.certain_end[row] === events.end[row];
  return sure ? null : el('span', { class: 'cm-aside' }, t('fact.daysunsure'));
}

/** @param {App} app @param {number} row @param {{low: number | null, best: number | null, high: number | null}} toll */
function tollNote({ data: { spec: { events } }, t }, row, toll) {
  const words = [];
  if (toll.low === null && toll.best === null && toll.high === null) words.push(t('toll.none'));
  else if (toll.best === null) words.push(t('toll.contested'));
  else if (toll.low !== toll.high) words.push(t('toll.order'));
  if (events.role[row] !== 'event') words.push(t(`role.${events.role[row]}`));
  return words.length ? el('span', { class: 'cm-aside' }, words.join(' ')) : null;
}

/** The place's names in all languages: of the settlement of that name, and as in the data.
 * @param {App} app @param {number} row */
function placeLines(app, row) {
  const { events } = app.data.spec;
  const own = [events.place[row], events.place_hy[row], events.place_az[row]].filter(Boolean);
  const known = [...app.data.features.values()].find(({ feature, layer }) => layer.role === 'settlement' && feature.properties.name === events.place[row]);
  const others = known ? [known.feature.properties.name_hy, known.feature.properties.name_az, known.feature.properties.name_ru] : [];
  const { lang, names } = app.store.state();
  const head = known ? display(known.feature.properties, lang, names) : own[0];
  const rest = [...new Set([...own, ...others])].filter((name) => name && name !== head);
  return [head && text('span', head), rest.length > 0 && text('span', rest.join(' · '), 'cm-aside')];
}

/** @param {App} app @param {number} row */
function precisionLines(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const lines = [];
  if (events.place_precision[row]) lines.push(text('span', label(t, 'precision', events.place_precision[row])));
  if (events.where[row].length) {
    const areas = events.where[row].map((id) => app.data.features.get(id)?.feature.properties.name ?? id);
    lines.push(text('span', t('fact.somewhere', { areas: areas.join('; ') }), 'cm-aside'));
  } else if (events.lat[row] === null) lines.push(el('span', { class: 'cm-aside' }, t('fact.unplaced')));
  else if (events.radius_m[row] === null) lines.push(el('span', { class: 'cm-aside' }, t('fact.noradius')));
  else lines.push(el('span', { class: 'cm-aside' }, t('fact.radius', { length: lengthText(events.radius_m[row] ?? 0, lang, t) })));
  const [lat, lon] = [events.lat[row], events.lon[row]];
  if (lat !== null && lon !== null && !onMap(app, lat, lon)) lines.push(el('span', { class: 'cm-aside' }, t('fact.offmap')));
  return lines;
}

/** Is the place on the drawn map? Statements made in Moscow or Washington are not.
 * @param {App} app @param {number} lat @param {number} lon */
export function onMap({ data: { spec: { bounds } } }, lat, lon) {
  return lon >= bounds[0] - 1 && lat >= bounds[1] - 1 && lon <= bounds[2] + 1 && lat <= bounds[3] + 1;
}

/** Which areas it was in as they were on its days, and how far along the road.
 * @param {App} app @param {number} row */
function joinLines(app, row) {
  const { t } = app;
  const { lang, names } = app.store.state();
  const joins = app.data.spec.events.joins?.[row] ?? [];
  /** @type {Map<string, {certain: boolean, node: Node}>} one line for an area that two layers hold */
  const lines = new Map();
  for (const join of joins.filter(({ certainty }) => certainty !== 'outside')) {
    const known = app.data.features.get(join.area);
    const name = known ? display(known.feature.properties, lang, names) : app.data.info.get(join.layer)?.title ?? join.area;
    const words = joinWords(app, join).join(' · ');
    lines.set(name + words, { certain: join.certainty === 'inside', node: el('li', {}, text('span', name), el('span', { class: 'cm-aside' }, words)) });
  }
  const [sure, rest] = [true, false].map((certain) => [...lines.values()].filter((line) => line.certain === certain).map(({ node }) => node));
  if (rest.length <= 3) return sure.length + rest.length ? [el('ul', { class: 'cm-plain' }, ...sure, ...rest)] : [];
  return [sure.length > 0 && el('ul', { class: 'cm-plain' }, ...sure),
    el('details', { class: 'cm-details' }, el('summary', {}, t('join.more', { n: rest.length })), el('ul', { class: 'cm-plain' }, ...rest))];
}

/** @param {App} app @param {import('#app/types').Join} join */
function joinWords({ store, t }, join) {
  const { lang } = store.state();
  const words = [t(`join.${join.certainty}`)];
  if (join.certainty === 'possible' && (join.share ?? 0) > 0) words.push(t('join.share', { n: numberText((join.share ?? 0) * 100, lang) }));
  if (join.border_uncertain) words.push(t('join.border'));
  if (typeof join.chainage_m === 'number') words.push(t('join.road', { km: numberText(join.chainage_m / 1000, lang, 1), offset: lengthText(join.offset_m ?? 0, lang, t) }));
  return words;
}

/** @param {App} app @param {number} row */
function statementCheck(app, row) {
  const { events, statements } = app.data.spec;
  const { t } = app;
  const found = statements.filter(({ code, events: ids }) => events.article[row].includes(code) || ids.includes(events.id[row]));
  if (found.length === 0) return null;
  return el('section', {}, el('h3', {}, t('check.title')), ...found.map(({ code, text: words, verdict, known }) => el('div', { class: 'cm-statement' },
    el('p', { class: 'cm-statement-said' }, el('span', { class: 'cm-label' }, t('check.said')), text('q', words)),
    el('p', {}, el('span', { class: 'cm-label' }, t('check.verdict')), el('span', { class: `cm-badge cm-verdict-${/^\w+$/.test(verdict) ? verdict : 'other'}` }, label(t, 'verdict', verdict)), el('span', { class: 'cm-code' }, code)),
    el('p', {}, el('span', { class: 'cm-label' }, t('check.known')), text('span', known)))));
}

/** @param {App} app @param {number} row */
function sourcesSection(app, row) {
  const { events, sources, claims } = app.data.spec;
  const ids = new Set([...events.sources[row], ...claims.filter(({ event }) => event === events.id[row]).map(({ source }) => source)]);
  const lines = [...ids].filter((id) => Object.hasOwn(sources, id)).map((id) => el('li', {}, ...sourceLine(app, sources[id])));
  if (lines.length === 0 && events.source_url?.[row]) lines.push(el('li', {}, ...sourceLine(app, { url: events.source_url[row] })));
  return el('section', {}, el('h3', {}, app.t('sources')), lines.length ? el('ol', { class: 'cm-sources' }, ...lines) : el('p', { class: 'cm-aside' }, app.t('sources.none')));
}

/** Links to the whole and to the parts.
 * @param {App} app @param {number} row */
function related(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const item = (/** @type {number} */ other) => el('li', {}, el('button', { type: 'button', class: 'cm-link', dir: 'auto', onclick: () => openEvent(app, other) },
    `${edtfText(events.when[other], lang, t)}: ${events.title[other]}`));
  const whole = app.data.index.get(events.part_of[row]);
  const parts = events.id.map((_, other) => other).filter((other) => events.part_of[other] === events.id[row]);
  if (whole === undefined && parts.length === 0) return null;
  return el('section', {}, el('h3', {}, t('related')),
    whole !== undefined && el('p', { class: 'cm-label' }, t('related.whole')), whole !== undefined && el('ul', { class: 'cm-plain' }, item(whole)),
    parts.length > 0 && el('p', { class: 'cm-label' }, t('related.parts', { n: parts.length })), parts.length > 0 && el('ul', { class: 'cm-plain' }, ...parts.map(item)));
}

/** Select an event that the window may not hold: the window widens to it.
 * @param {App} app @param {number} row */
function openEvent(app, row) {
  const { events } = app.data.spec;
  const { window: [from, to] } = app.store.state();
  const [start, end] = [events.start[row], events.end[row]];
  if (start !== null && end !== null && !(start < to && from < end)) app.store.set({ window: [Math.min(from, start), Math.max(to, end)] });
  app.select(events.id[row]);
}
