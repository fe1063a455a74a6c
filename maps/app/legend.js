/** The key: only what is drawn now. */
/** @import {App, LayerInfo} from '#app/types' */
import { held } from '#app/clock';
import { el, fill, svg, text } from '#app/dom';
import { numberText } from '#app/format';
import { typeGlyph } from '#app/glyph';
import { label } from '#app/i18n';
import { FAMILIES } from '#app/palette';
import { LARGEST_TOLL, radiusOf, SMALLEST_TOLL } from '#app/shapes';

/** Roads that are drawn thinner: not the corridor. */
const MINOR = ['road-agdam', 'road-vardenis'];

/** @param {App} app */
export function createLegend(app) {
  const body = el('div', { class: 'cm-key-body' });
  const toggle = el('button', { type: 'button', class: 'cm-key-toggle', onclick: () => app.ui.set({ key: !app.ui.state().key }) });
  const node = el('aside', { class: 'cm-key' }, toggle, body);
  app.watch(({ lang, layers, window, names }, ui) => [lang, layers, window, names, app.rows(), ui.key], (_, ui) => {
    toggle.textContent = app.t('key.title');
    toggle.setAttribute('aria-expanded', String(ui.key));
    node.setAttribute('aria-label', app.t('key.title'));
    body.hidden = !ui.key;
    if (ui.key) fill(body, ...areas(app), ...lines(app), ...marks(app), el('p', { class: 'cm-key-note' }, app.t('names.note')));
  });
  return node;
}

/** Features drawn now, with their layer, whole or in part.
 * @param {App} app */
function drawnNow({ data, store }) {
  const { layers, window } = store.state();
  return [...data.features.values()].filter(({ layer }) => layers[layer.id])
    .map((entry) => ({ ...entry, how: held(entry.feature.properties.from, entry.feature.properties.to, window) }))
    .filter(({ how }) => how !== 'none');
}

/** @param {App} app */
function areas(app) {
  const found = drawnNow(app).filter(({ layer }) => ['control', 'district'].includes(layer.role));
  const controls = new Set(found.filter(({ how }) => how === 'all').map(({ feature }) => feature.properties.control).filter(Boolean));
  const items = ['soviet', 'armenian_forces', 'azerbaijan', 'russian_peacekeepers', 'divided'].filter((control) => controls.has(control))
    .map((control) => entry(swatch(`cm-area cm-role-control cm-control-${control}`), app.t(`control.${control}`)));
  if (found.some(({ how }) => how === 'part')) items.push(entry(swatch('cm-area cm-role-control cm-part'), app.t('key.part')));
  for (const { layer } of drawnNow(app).filter(({ layer: { role } }) => role === 'strip').slice(0, 1)) items.push(entry(swatch('cm-area cm-role-strip'), layer.title));
  for (const layer of new Set(drawnNow(app).filter(({ layer: { role } }) => role === 'user').map(({ layer: own }) => own))) items.push(entry(swatch('cm-area cm-role-user'), layer.title));
  return items.length ? [el('h3', {}, app.t('key.areas')), el('ul', {}, ...items)] : [];
}

/** @param {App} app */
function lines(app) {
  const now = drawnNow(app);
  const items = [];
  const layers = [...new Set(now.map(({ layer }) => layer))];
  const titles = (/** @type {(layer: LayerInfo) => boolean} */ test) => layers.filter(test).map(({ title }) => title).join('; ');
  const minor = (/** @type {LayerInfo} */ { id }) => MINOR.includes(id);
  const groups = /** @type {const} */ ([
    ['cm-role-contact-line', titles(({ role }) => role === 'contact-line')],
    ['cm-role-road', titles((layer) => layer.role === 'road' && !minor(layer))],
    [`cm-role-road cm-layer-${MINOR[0]}`, titles((layer) => layer.role === 'road' && minor(layer))]]);
  for (const [className, words] of groups) if (words) items.push(entry(stroke(`cm-line ${className}`), words));
  const states = new Set(now.filter(({ layer: { role } }) => role === 'road-status').map(({ feature }) => feature.properties.status));
  for (const status of ['open', 'limited', 'checkpoint', 'blocked', 'closed'].filter((one) => states.has(one))) {
    items.push(entry(stroke('cm-line cm-role-road', `cm-line cm-role-road-status cm-status-${status}`), app.t(`road.${status}`)));
  }
  const borders = now.filter(({ layer: { role } }) => role === 'border');
  if (borders.some(({ feature }) => feature.properties.delimited !== false)) items.push(entry(stroke('cm-line cm-role-border'), app.t('key.border')));
  if (borders.some(({ feature }) => feature.properties.delimited === false)) items.push(entry(stroke('cm-line cm-role-border cm-border-undelimited'), app.t('key.undelimited')));
  return items.length ? [el('h3', {}, app.t('key.lines')), el('ul', {}, ...items)] : [];
}

/** @param {App} app */
function marks(app) {
  const { events, types } = app.data.spec;
  const rows = app.rows();
  if (rows.length === 0) return [];
  const present = new Set(rows.filter((row) => events.role[row] !== 'aggregate').map((row) => events.type[row]));
  const order = types.filter(({ id }) => present.has(id)).sort((a, b) => FAMILIES.indexOf(app.styles.get(a.id)?.family ?? '') - FAMILIES.indexOf(app.styles.get(b.id)?.family ?? ''));
  const items = order.map(({ id, label: own }) => entry(typeGlyph(app, id), label(app.t, 'type', id, own)));
  const silent = rows.some((row) => events.low[row] === null && events.best[row] === null && events.high[row] === null);
  const contested = rows.some((row) => events.best[row] === null && events.high[row] !== null);
  const known = rows.some((row) => events.best[row] !== null);
  const first = order[0] ?? types[0];
  const signs = [
    silent && entry(typeGlyph(app, first.id, { low: null, best: null, high: null }), app.t('key.silent')),
    contested && entry(typeGlyph(app, first.id, { low: 1, best: null, high: 2 }), app.t('key.contested')),
    rows.some((row) => events.role[row] === 'aggregate') && entry(typeGlyph(app, 'war_phase', null, 'aggregate'), app.t('key.aggregate')),
    rows.some((row) => events.where[row].length) && entry(areaSign(), app.t('key.somewhere')),
    rows.length > 1 && entry(stackSign(), app.t('key.stack')),
  ];
  return [el('h3', {}, app.t('key.events')), el('ul', { class: 'cm-key-types' }, ...items), el('ul', {}, ...signs), known && sizes(app)];
}

/** @param {Node} picture @param {string} words */
const entry = (picture, words) => el('li', {}, picture, text('span', words));

/** @param {string} className */
const swatch = (className) => svg('svg', { viewBox: '0 0 22 14', width: 22, height: 14, 'aria-hidden': 'true' }, svg('rect', { x: 1, y: 1, width: 20, height: 12, class: `cm-shape ${className}` }));
/** @param {string[]} classNames */
const stroke = (...classNames) => svg('svg', { viewBox: '0 0 26 14', width: 26, height: 14, 'aria-hidden': 'true' },
  ...classNames.map((className) => svg('path', { d: 'M1 7H25', class: `cm-shape ${className}` })));
const areaSign = () => svg('svg', { viewBox: '-9 -9 18 18', width: 18, height: 18, 'aria-hidden': 'true', class: 'cm-glyph cm-family-other' }, svg('circle', { r: 3, class: 'cm-solid' }), svg('circle', { r: 7.5, class: 'cm-dashed' }));
const stackSign = () => svg('svg', { viewBox: '-9 -9 18 18', width: 18, height: 18, 'aria-hidden': 'true', class: 'cm-glyph cm-family-other' }, svg('circle', { r: 7, class: 'cm-hollow cm-thick' }), svg('text', { y: 3.5, 'text-anchor': 'middle', class: 'cm-glyph-count' }, '3'));

/** Nested circles: the area goes with the toll.
 * @param {App} app */
function sizes(app) {
  const { lang } = app.store.state();
  const tolls = [LARGEST_TOLL, 300, 100, SMALLEST_TOLL];
  const bottom = 2 * radiusOf(tolls[0]) + 2;
  const circles = tolls.flatMap((toll, i) => {
    const r = radiusOf(toll);
    const y = bottom - 2 * r;
    const words = i === 0 ? app.t('key.ormore', { n: numberText(toll, lang) }) : i === tolls.length - 1 ? app.t('key.orfewer', { n: numberText(toll, lang) }) : numberText(toll, lang);
    const line = Math.min(y, bottom - 2) + (i === tolls.length - 1 ? 6 : 0);
    return [svg('circle', { cx: 38, cy: bottom - r, r, class: 'cm-size' }), svg('path', { d: `M38 ${y}H82`, class: 'cm-size-line' }), svg('text', { x: 86, y: line + 4, class: 'cm-size-text' }, words)];
  });
  return el('figure', { class: 'cm-sizes' }, el('figcaption', {}, app.t('key.size')), svg('svg', { width: 190, height: bottom + 10, viewBox: `0 -4 190 ${bottom + 12}`, role: 'img', 'aria-label': app.t('key.size') }, ...circles));
}
