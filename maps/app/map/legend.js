/** The key: only what is drawn now. */
/** @import {App, LayerInfo} from '#app/types' */
import { areaEntries, drawnNow, groundEntries } from '#app/map/keyareas';
import {
  areaSign, chip, entry, sizes, stackSign, stroke, uncheckedSign,
} from '#app/map/legendsigns';
import { dotKey } from '#app/marks/dots';
import { hexKey } from '#app/marks/hexstyle';
import { typeGlyph } from '#app/marks/icon';
import { FAMILIES, ownColour } from '#app/marks/palette';
import { countTexts } from '#app/rules/filter';
import { keyContent } from '#app/rules/keycontent';
import { arePaired } from '#app/rules/names';
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
  const short = el('ul', { class: 'cm-key-short' });
  const node = el('aside', { class: 'cm-key' }, short, el('h2', {}, toggle), body);
  app.calmly(
    ({ lang, layers, window, day, names, compare, marks: kind }, ui) => [
      lang, layers, window, day, names, compare, kind,
      app.rows(), ui.key, ui.dots, ui.top,
    ],
    (_, ui) => {
      toggle.textContent = app.t('key.title');
      toggle.setAttribute('aria-expanded', String(ui.key));
      node.setAttribute('aria-label', app.t('key.title'));
      body.setAttribute('aria-label', app.t('key.title'));
      body.hidden = !ui.key;
      short.hidden = ui.key;
      if (!ui.key) fill(short, ...groundEntries(app));
      if (ui.key)
        fill(
          body,
          ...areaEntries(app),
          ...lines(app),
          ...marks(app),
          arePaired(app.data) && el('p', { class: 'cm-key-note' }, app.t('names.note')),
        );
    },
  );
  return node;
}

/** @param {App} app */
function lines(app) {
  const now = drawnNow(app);
  const items = [...lineEntries(app, now), ...borderEntries(app, now)];
  const flow = statusEntries(app, now);
  if (items.length + flow.length === 0) return [];
  return [
    el('h3', {}, app.t('key.lines')),
    el('ul', {}, ...items),
    flow.length > 0 && el('ul', { class: 'cm-key-types' }, ...flow),
  ];
}

/** Lines by kind, with the titles of their layers.
 * @param {App} app @param {ReturnType<typeof drawnNow>} now */
function lineEntries({ say }, now) {
  const layers = [...new Set(now.map(({ layer }) => layer))];
  const isMinor = (/** @type {LayerInfo} */ { id }) => MINOR.includes(id);
  /** @type {[string, (layer: LayerInfo) => boolean][]} */
  const kinds = [
    ['cm-role-contact-line', ({ role }) => role === 'contact-line'],
    ['cm-role-road', (layer) => layer.role === 'road' && !isMinor(layer)],
    [`cm-role-road cm-layer-${MINOR[0]}`, (layer) => layer.role === 'road' && isMinor(layer)],
  ];
  return kinds.flatMap(([className, test]) => {
    const words = layers.filter(test).map(({ title }) => say(title)).join('; ');
    return words ? [entry(stroke(`cm-line ${className}`), words)] : [];
  });
}

/** How the road was, where it was anything.
 * @param {App} app @param {ReturnType<typeof drawnNow>} now */
function statusEntries(app, now) {
  const found = now.filter(({ layer: { role }, how }) => role === 'road-status' && how === 'now');
  const states = new Set(found.map(({ feature }) => feature.properties.status));
  return ['open', 'limited', 'checkpoint', 'blocked', 'closed']
    .filter((status) => states.has(status))
    .map((status) => {
      const over = `cm-line cm-role-road-status cm-status-${status}`;
      return entry(stroke('cm-line cm-role-road', over), app.t(`road.${status}`));
    });
}

/** @param {App} app @param {ReturnType<typeof drawnNow>} now */
function borderEntries(app, now) {
  const borders = now.filter(({ layer: { role } }) => role === 'border');
  const open = borders.filter(({ feature }) => feature.properties.delimited === false);
  const sign = 'cm-line cm-role-border';
  return [
    ...(open.length < borders.length ? [entry(stroke(sign), app.t('key.border'))] : []),
    ...(open.length
      ? [entry(stroke(`${sign} cm-border-undelimited`), app.t('key.undelimited'))]
      : []),
  ];
}

/** @param {App} app @param {{id: string, label: string}} type */
const typeEntry = (app, { id, label: own }) =>
  entry(typeGlyph(app, id), label(app.t, 'type', id, own));

/** The types that are shown, as dots: their families' colours.
 * @param {App} app */
function kinds(app) {
  const present = countTexts(app.data.columns.codes('type'), app.rows());
  return app.data.spec.types
    .filter(({ id }) => present.has(id))
    .map((type) => typeEntry(app, type));
}

/** @param {App} app */
function marks(app) {
  const { compare, marks: kind } = app.store.state();
  if (app.rows().length === 0 || compare) return [];
  const { name, key = [] } = app.data.spec.style ?? {};
  const title = el('h3', {}, name || app.t('key.events'));
  if (kind !== 'marks') return [title, hexKey(app)];
  if (app.ui.state().dots)
    return [title, el('ul', { class: 'cm-key-types' }, ...kinds(app)), dotKey(app)];
  return [title, ...shapes(app, key.filter(([colour]) => ownColour(colour)))];
}

/** Events that have a shape each.
 * @param {App} app @param {[string, string][]} own colours of the author's, and their words */
function shapes(app, own) {
  const { style } = app.data.spec;
  const seen = keyContent(app.data.columns, app.rows(), Boolean(style?.size));
  const types = byFamily(app).filter(({ id }) => seen.types.has(id));
  return [
    own.length > 0 && el('ul', {}, ...own.map(([colour, words]) => entry(chip(colour), words))),
    el('ul', { class: 'cm-key-types' }, ...types.map((type) => typeEntry(app, type))),
    el('ul', {}, ...signs(app, seen, types)),
    seen.known && sizes(app),
  ];
}

/** @param {App} app */
function byFamily({ data, styles }) {
  const place = (/** @type {string} */ id) => FAMILIES.indexOf(styles.get(id)?.family ?? '');
  return [...data.spec.types].sort((a, b) => place(a.id) - place(b.id));
}

/** What a hollow mark says. @param {App} app */
const silentWords = ({ data: { spec }, t }) =>
  spec.style?.size ? t('key.silent.by', { name: spec.style.size.name }) : t('key.silent');

/** What else a mark may say.
 * @param {App} app @param {ReturnType<typeof keyContent>} seen
 * @param {{id: string}[]} types shown */
function signs(app, seen, types) {
  const type = (types[0] ?? app.data.spec.types[0])?.id;
  const silent = { low: null, best: null, high: null };
  const contested = { low: 1, best: null, high: 2 };
  return [
    seen.silent && entry(typeGlyph(app, type, silent), silentWords(app)),
    seen.contested && entry(typeGlyph(app, type, contested), app.t('key.contested')),
    seen.aggregate &&
      entry(typeGlyph(app, 'war_phase', null, 'aggregate'), app.t('key.aggregate')),
    ...['from_memory', 'source_article']
      .filter((status) => seen.status.has(status))
      .map((status) => entry(uncheckedSign(), app.t(`status.${status}`))),
    seen.somewhere && entry(areaSign(), app.t('key.somewhere')),
    eventsIn(app.data.columns, app.rows()) > 1 && entry(stackSign(), app.t('key.stack')),
  ];
}
