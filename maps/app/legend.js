/** The key: only what is drawn now. */
/** @import {App, LayerInfo} from '#app/types' */
import { dayOf, heldIn, windowsOf } from '#app/clock';
import { dotKey } from '#app/dots';
import { countTexts } from '#app/filter';
import { el, fill } from '#app/dom';
import { typeGlyph } from '#app/glyph';
import { label } from '#app/i18n';
import { entry, swatch, stroke, areaSign, stackSign, sizes, uncheckedSign, chip } from '#app/legendsigns';
import { hexKey } from '#app/hexstyle';
import { styleOf } from '#app/ownstyle';
import { seenAmong } from '#app/seen';
import { FAMILIES, ownColour } from '#app/palette';
import { eventsIn } from '#app/weights';

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

/** Features drawn now, with their layer, whole or in part.
 * @param {App} app */
function drawnNow({ data, store }) {
  const { layers } = store.state();
  const windows = windowsOf(store.state());
  return [...data.features.values()]
    .filter(({ layer }) => layers[layer.id])
    .map((entry) => ({
      ...entry,
      how: heldIn(entry.feature.properties.from, entry.feature.properties.to, windows),
    }))
    .filter(({ how }) => how !== 'none');
}

/** @param {App} app */
function areas(app) {
  const found = drawnNow(app).filter(({ layer }) => ['control', 'district'].includes(layer.role));
  const controls = new Set(
    found
      .filter(({ how }) => how === 'all')
      .map(({ feature }) => feature.properties.control)
      .filter(Boolean),
  );
  const items = ['soviet', 'armenian_forces', 'azerbaijan', 'russian_peacekeepers', 'divided']
    .filter((control) => controls.has(control))
    .map((control) =>
      entry(swatch(`cm-area cm-role-control cm-control-${control}`), controlWords(app, control)),
    );
  if (found.some(({ how }) => how === 'part'))
    items.push(entry(swatch('cm-area cm-role-control cm-part'), app.t('key.part')));
  for (const { layer } of drawnNow(app)
    .filter(({ layer: { role } }) => role === 'strip')
    .slice(0, 1))
    items.push(entry(swatch('cm-area cm-role-strip'), layer.title));
  for (const layer of new Set(
    drawnNow(app)
      .filter(({ layer: { role } }) => role === 'user')
      .map(({ layer: own }) => own),
  ))
    items.push(...ownEntries(app, layer));
  return items.length ? [el('h3', {}, app.t('key.areas')), el('ul', {}, ...items)] : [];
}

/** An author's own layer in its own colours: those of its key, else of its features.
 * @param {App} app @param {LayerInfo} layer */
function ownEntries({ data }, layer) {
  const pairs = layer.key?.filter(([colour]) => ownColour(colour)) ?? [];
  if (pairs.length > 1)
    return [
      el('li', { class: 'cm-key-of', dir: 'auto' }, layer.title),
      ...pairs.map(([colour, words]) => entry(chip(colour), words)),
    ];
  const named = new Map();
  for (const feature of data.layers.get(layer.id)?.features ?? []) {
    const { fillColor, color } = styleOf(feature, layer);
    if (fillColor ?? color) named.set(fillColor ?? color, feature.properties.name);
  }
  if (!pairs.length && named.size > 1 && named.size < 7)
    return [...named].map(([colour, words]) => entry(chip(colour), words));
  const colour = ownColour(pairs[0]?.[0] ?? layer.color) ?? [...named.keys()][0];
  return [entry(colour ? chip(colour) : swatch('cm-area cm-role-user'), layer.title)];
}

/** Independence, 18 October 1991: the words before it are those of the time. */
const REPUBLIC = dayOf(1991, 9, 18);

/** @param {App} app @param {string} control */
function controlWords({ store, t }, control) {
  const windows = windowsOf(store.state());
  const from = Math.min(...windows.map(([first]) => first));
  const to = Math.max(...windows.map(([, last]) => last));
  if (control !== 'azerbaijan' || from >= REPUBLIC) return t(`control.${control}`);
  return to <= REPUBLIC
    ? t('control.azerbaijan_ssr')
    : `${t('control.azerbaijan_ssr')} / ${t('control.azerbaijan')}`;
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
      .filter(({ layer: { role } }) => role === 'road-status')
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
