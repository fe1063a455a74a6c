/** The areas of the key: who held the ground, and an author's own layers. */
/** @import {App, LayerInfo} from '#app/types' */
import { styleOf } from '#app/map/authorstyle';
import { SHIELD, townsNow } from '#app/map/labels/roadsigns';
import { chip, entry, lineChip, swatch } from '#app/map/legendsigns';
import { ownColour } from '#app/marks/palette';
import { CONTROLS } from '#app/rules/compare';
import { controlOf, overlaid, standingIn, stripes, unstated } from '#app/rules/standing';
import { el, svg } from '#app/ui/dom';
import { dayOf, groundsOf } from '#app/util/clock';

/** Features drawn now, with their layer, and whether they hold on the last day.
 * @param {App} app */
export function drawnNow({ data, store }) {
  const { layers } = store.state();
  const windows = groundsOf(store.state());
  return [...data.features.values()]
    .filter(({ layer }) => layers[layer.id])
    .map((entry) => ({
      ...entry,
      how: standingIn(entry.feature.properties.from, entry.feature.properties.to, windows),
    }))
    .filter(({ how }) => how !== 'none');
}

/** @param {App} app */
export function areaEntries(app) {
  const drawn = drawnNow(app);
  const of = (/** @type {string} */ wanted) => drawn.filter(({ layer: { role } }) => role === wanted);
  const items = [
    ...grounds(app, drawn),
    ...of('strip')
      .slice(0, 1)
      .map(({ layer }) => entry(swatch('cm-area cm-role-strip'), app.say(layer.title))),
    ...[...new Set(of('user').map(({ layer }) => layer))].flatMap((own) => ownEntries(app, own)),
  ];
  if (!items.length) return [];
  const [from, to] = groundsOf(app.store.state())[0];
  const title = drawn.some(controlOf) && to - from > 1 ? 'key.areas.last' : 'key.areas';
  return [el('h3', {}, app.t(title)), el('ul', {}, ...items)];
}

/** The short key: who held the ground on the day, in one line.
 * @param {App} app */
export function groundEntries(app) {
  const now = new Set(drawnNow(app).filter(({ how }) => how === 'now').map(controlOf));
  return [
    ...CONTROLS.filter((control) => now.has(control)).map((control) =>
      entry(swatch(`cm-area cm-role-control cm-control-${control}`), app.t(`held.${control}`)),
    ),
    ...silence(app),
  ];
}

/** Ground of which nothing says who held it. @param {App} app */
function silence(app) {
  const { layers } = app.store.state();
  const on = [...app.data.features.values()].filter(({ layer }) => layers[layer.id]);
  const some = groundsOf(app.store.state()).some((window) => unstated(on, window).length > 0);
  return some
    ? [entry(swatch('cm-area cm-role-control cm-unstated'), app.t('control.not_stated'))]
    : [];
}

/** Who held the ground on the last day, and what it was before.
 * @param {App} app @param {ReturnType<drawnNow>} drawn */
function grounds(app, drawn) {
  const { compare } = app.store.state();
  const [window] = groundsOf(app.store.state());
  const now = new Set(drawn.filter(({ how }) => how === 'now').map(controlOf));
  const over = overlaid(drawn);
  const striped = compare ? [] : stripes(drawn, window, over);
  const seen = striped.filter((one, i) => !striped.slice(i + 1).some((top) => over(one).includes(top)));
  const before = new Set(seen.map(controlOf));
  const dashed = drawn.some(
    ({ layer: { role }, how }) => how === 'was' && ['control', 'strip'].includes(role),
  );
  return [
    ...CONTROLS.filter((control) => now.has(control) || before.has(control)).map((control) =>
      entry(swatch(`cm-area cm-role-control cm-control-${control}`), controlWords(app, control)),
    ),
    ...silence(app),
    ...(striped.length ? [entry(stripedSwatch([...now], [...before]), app.t('key.was'))] : []),
    ...(dashed
      ? [entry(swatch('cm-area cm-role-control cm-was'), app.t('key.outline'))]
      : []),
    ...(townsNow(app).length ? [entry(townSign(townsNow(app)), app.t('key.town'))] : []),
  ];
}

/** @param {string[]} now @param {string[]} before */
function stripedSwatch(now, before) {
  const was = before.find((control) => control !== 'front_moved') ?? before[0];
  const is = now.find((control) => control && control !== was) ?? '';
  const picture = swatch(`cm-area cm-role-control cm-control-${is}`);
  const box = { x: 1, y: 1, width: 20, height: 12, class: `cm-shape cm-stripes-${was}` };
  picture.append(svg('rect', box));
  return picture;
}

/** @param {ReturnType<typeof townsNow>} found */
function townSign(found) {
  const controls = [...new Set(found.map(({ feature }) => feature.properties.control ?? ''))];
  const wide = 13 * controls.length + 1;
  return svg(
    'svg',
    { viewBox: `-7 -7 ${wide} 14`, width: wide, height: 14, 'aria-hidden': 'true' },
    ...controls.map((control, i) =>
      svg('path', {
        d: SHIELD,
        transform: `translate(${13 * i} 0)`,
        class: `cm-town cm-swatch-${control}`,
      }),
    ),
  );
}

/** An author's own layer in its own colours: those of its key, else of its features.
 * @param {App} app @param {LayerInfo} layer */
function ownEntries({ data, say }, layer) {
  const title = say(layer.title);
  const pairs = layer.key?.filter(([colour]) => ownColour(colour)) ?? [];
  if (pairs.length > 1)
    return [el('li', { class: 'cm-key-of', dir: 'auto' }, title), ...chips(pairs)];
  const features = data.layers.get(layer.id)?.features ?? [];
  const named = namesByColour(features, layer);
  if (!pairs.length && named.size > 1 && named.size < 7) return chips([...named]);
  const own = [...pairs.map(([colour]) => colour), ownColour(layer.color)];
  return [ownEntry(layer, title, [...own, ...named.keys()], features[0])];
}

/** @param {[string, string][]} pairs of colour and words */
const chips = (pairs) => pairs.map(([colour, words]) => entry(chip(colour), words));

/** A layer of lines as its first one, another in the first of some colours, where there is one.
 * @param {LayerInfo} layer @param {string} title @param {(string | null)[]} colours
 * @param {import('#app/types').Feature} [first] */
function ownEntry(layer, title, colours, first) {
  if (first?.geometry.type.endsWith('LineString')) return entry(lineChip(styleOf(first, layer)), title);
  const colour = colours.find(Boolean);
  return entry(colour ? chip(colour) : swatch('cm-area cm-role-user'), title);
}

/** A feature of each colour.
 * @param {import('#app/types').Feature[]} features @param {LayerInfo} layer
 * @returns {Map<string, string>} */
function namesByColour(features, layer) {
  const named = new Map();
  for (const feature of features) {
    const { fillColor, color } = styleOf(feature, layer);
    if (fillColor ?? color) named.set(fillColor ?? color, feature.properties.name);
  }
  return named;
}

/** Independence, 18 October 1991: the words before it are those of the time. */
const REPUBLIC = dayOf(1991, 9, 18);

/** @param {App} app @param {string} control */
function controlWords({ store, t }, control) {
  const windows = groundsOf(store.state());
  const from = Math.min(...windows.map(([first]) => first));
  const to = Math.max(...windows.map(([, last]) => last));
  if (control !== 'azerbaijan' || from >= REPUBLIC) return t(`control.${control}`);
  return to <= REPUBLIC
    ? t('control.azerbaijan_ssr')
    : `${t('control.azerbaijan_ssr')} / ${t('control.azerbaijan')}`;
}
