/** The key: only what is drawn now. */
/** @import {App, LayerInfo} from '#app/types' */
import { areas, drawnNow } from '#app/map/keyareas';
import {
  areaSign, chip, entry, sizes, stackSign, stroke, uncheckedSign,
} from '#app/map/legendsigns';
import { dotKey } from '#app/marks/dots';
import { hexKey } from '#app/marks/hexstyle';
import { typeGlyph } from '#app/marks/icon';
import { FAMILIES, ownColour } from '#app/marks/palette';
import { countTexts } from '#app/rules/filter';
import { seenAmong } from '#app/rules/keycontent';
import { eventsIn } from '#app/rules/weights';
import { label } from '#app/text/i18n';
import { el, fill } from '#app/ui/dom';

/** Roads that are drawn thinner: not the corridor. */
const MINOR = ['road-agdam', 'road-vardenis'];

/** @param {App} app */
export function createLegend(app) {
  const body = el('div', { class: 'cm-key-body', role: 'region', tabindex: 0 });
  const toggle = el('button', {
    type: 'button',
    class: 'cm-key-toggle',
    onclick: () => app.ui.set({ key: !app.ui.state().key }),
  });
  const node = el('aside', { class: 'cm-key' }, el('h2', {}, toggle), body);
  app.calmly(
    ({ lang, layers, window, names, compare, marks: kind }, ui) => [
      lang,
      layers,
      window,
      names,
      compare,
      kind,
      app.rows(),
      ui.key,
      ui.dots,
      ui.top,
    ],
    (_, ui) => {
      toggle.textContent = app.t('key.title');
      toggle.setAttribute('aria-expanded', String(ui.key));
      node.setAttribute('aria-label', app.t('key.title'));
      body.setAttribute('aria-label', app.t('key.title'));
      body.hidden = !ui.key;
      if (ui.key)
        fill(
          body,
          ...areas(app),
          ...lines(app),
          ...marks(app),
          el('p', { class: 'cm-key-note' }, app.t('names.note')),
        );
    },
  );
  return node;
}

/** @param {App} app */
function lines(app) {
  const now = drawnNow(app);
  const items = [];
  const layers = [...new Set(now.map(({ layer }) => layer))];
  const titles = (/** @type {(layer: LayerInfo) => boolean} */ test) =>
    layers
      .filter(test)
      .map(({ title }) => title)
      .join('; ');
  const minor = (/** @type {LayerInfo} */ { id }) => MINOR.includes(id);
  const groups = /** @type {const} */ ([
    ['cm-role-contact-line', titles(({ role }) => role === 'contact-line')],
    ['cm-role-road', titles((layer) => layer.role === 'road' && !minor(layer))],
    [`cm-role-road cm-layer-${MINOR[0]}`, titles((layer) => layer.role === 'road' && minor(layer))],
  ]);
  for (const [className, words] of groups)
    if (words) items.push(entry(stroke(`cm-line ${className}`), words));
  const flow = [];
  const states = new Set(
    now
      .filter(({ layer: { role }, how }) => role === 'road-status' && how === 'now')
      .map(({ feature }) => feature.properties.status),
  );
  for (const status of ['open', 'limited', 'checkpoint', 'blocked', 'closed'].filter((one) =>
    states.has(one),
  )) {
    flow.push(
      entry(
        stroke('cm-line cm-role-road', `cm-line cm-role-road-status cm-status-${status}`),
        app.t(`road.${status}`),
      ),
    );
  }
  const borders = now.filter(({ layer: { role } }) => role === 'border');
  if (borders.some(({ feature }) => feature.properties.delimited !== false))
    items.push(entry(stroke('cm-line cm-role-border'), app.t('key.border')));
  if (borders.some(({ feature }) => feature.properties.delimited === false))
    items.push(
      entry(stroke('cm-line cm-role-border cm-border-undelimited'), app.t('key.undelimited')),
    );
  return items.length + flow.length
    ? [
        el('h3', {}, app.t('key.lines')),
        el('ul', {}, ...items),
        flow.length > 0 && el('ul', { class: 'cm-key-types' }, ...flow),
      ]
    : [];
}

/** The types that are shown, as dots: their families' colours.
 * @param {App} app */
function kinds(app) {
  const present = countTexts(app.data.hot.codes('type'), app.rows());
  return app.data.spec.types
    .filter(({ id }) => present.has(id))
    .map(({ id, label: own }) => entry(typeGlyph(app, id), label(app.t, 'type', id, own)));
}

/** @param {App} app */
function marks(app) {
  const { types } = app.data.spec;
  const rows = app.rows();
  const { compare, marks: kind } = app.store.state();
  if (rows.length === 0 || compare) return [];
  const { name, key = [] } = app.data.spec.style ?? {};
  const title = el('h3', {}, name || app.t('key.events'));
  if (kind === 'hex') return [title, hexKey(app)];
  if (app.ui.state().dots)
    return [title, el('ul', { class: 'cm-key-types' }, ...kinds(app)), dotKey(app)];
  const own = key.filter(([colour]) => ownColour(colour));
  const seen = seenAmong(app.data.hot, rows);
  const order = types
    .filter(({ id }) => seen.types.has(id))
    .sort(
      (a, b) =>
        FAMILIES.indexOf(app.styles.get(a.id)?.family ?? '') -
        FAMILIES.indexOf(app.styles.get(b.id)?.family ?? ''),
    );
  const items = order.map(({ id, label: own }) =>
    entry(typeGlyph(app, id), label(app.t, 'type', id, own)),
  );
  const first = order[0] ?? types[0];
  const signs = [
    seen.silent &&
      entry(typeGlyph(app, first.id, { low: null, best: null, high: null }), app.t('key.silent')),
    seen.contested &&
      entry(typeGlyph(app, first.id, { low: 1, best: null, high: 2 }), app.t('key.contested')),
    seen.aggregate &&
      entry(typeGlyph(app, 'war_phase', null, 'aggregate'), app.t('key.aggregate')),
    ...['from_memory', 'source_article']
      .filter((status) => seen.status.has(status))
      .map((status) => entry(uncheckedSign(), app.t(`status.${status}`))),
    seen.somewhere && entry(areaSign(), app.t('key.somewhere')),
    eventsIn(app.data.hot, rows) > 1 && entry(stackSign(), app.t('key.stack')),
  ];
  return [
    title,
    own.length > 0 && el('ul', {}, ...own.map(([colour, words]) => entry(chip(colour), words))),
    el('ul', { class: 'cm-key-types' }, ...items),
    el('ul', {}, ...signs),
    seen.known && sizes(app),
  ];
}
