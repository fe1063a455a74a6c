/** Read the data blocks of the page, once. */
/** @import {Collection, Data, EventColumns, Feature, LayerInfo, Numbers, Packed, Spec} from '#app/types' */
import { columnsFrom, columnsFromPacked } from '#app/data/columns';
import { translationsOf } from '#app/data/translations';
import { columnsOf, openPacked, placesOf } from '#app/data/unpack';
import { actorsOf, partiesIn, sidesOf } from '#app/rules/parties';
import { fold, gazetteer, halves, haystackOf } from '#app/rules/search';
import { reportFault } from '#app/util/faults';
import { isDrawable } from '#app/util/geometry';
import { bytesOf, inflate, inflateFast } from '#app/util/inflate';
import { lazyList, once } from '#app/util/lazy';

/** @param {Document} page @returns {Promise<Data>} */
export async function readData(page) {
  const head = JSON.parse(page.getElementById('conflictmap-spec')?.textContent ?? '{}');
  const evidence = page.getElementById('conflictmap-evidence');
  /** @type {Spec} many claims and sources travel in a block of their own */
  const spec = evidence ? joined(head, await contentOf(evidence)) : head;
  /** @type {Map<string, Collection>} */
  const layers = new Map();
  const blocks = [...page.querySelectorAll('script.conflictmap-layer')];
  const contents = await Promise.all(blocks.map(layerIn));
  blocks.forEach((block, i) => layers.set(block.getAttribute('data-layer') ?? '', contents[i]));
  if (!('packed' in spec.events)) return makeData(spec, layers);
  const block = (/** @type {string} */ name) =>
    (page.querySelector(`script.conflictmap-packed[data-part="${name}"]`)?.textContent ?? '""')
      .slice(1, -1);
  return makePackedData(spec, layers, await openPacked(spec.events, block));
}

/** The spec with what travelled apart. @param {Spec} head @param {Partial<Spec>} apart */
const joined = (head, apart) =>
  ({ ...head, ...apart, events: { ...head.events, ...apart.events } });

/** The events of a page whose data cannot be read as a whole; readable JSON alone, not packed ones.
 * @param {Document} page @returns {EventColumns} */
export const readEvents = (page) =>
  JSON.parse(page.getElementById('conflictmap-spec')?.textContent ?? '').events;

/** The layer of a block; one without features when it cannot be read, which is said.
 * @param {Element} block @returns {Promise<Collection>} */
async function layerIn(block) {
  try {
    return await contentOf(block);
  } catch (error) {
    reportFault('layers', error, block.getAttribute('data-layer') ?? '');
    return { features: [] };
  }
}

/** What a block holds: as it stands, or deflated. A small page waits for nothing.
 * @param {Element} block @returns {any} */
function contentOf(block) {
  const content = JSON.parse(block.textContent || '{}');
  if (typeof content !== 'string') return content;
  return inflateFast(content).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
}

/** The words of the page in other languages.
 * @param {Document} page @returns {Record<string, string[]>} */
export const readWords = (page) => blockAtOnce(page, 'conflictmap-words');

/** What a block holds, without waiting. @param {Document} page @param {string} id */
function blockAtOnce(page, id) {
  const content = JSON.parse(page.getElementById(id)?.textContent || '{}');
  if (typeof content !== 'string') return content;
  return JSON.parse(new TextDecoder().decode(inflate(bytesOf(content))));
}

/** The texts of the data that are translated, by language.
 * @param {Document} page @returns {import('#app/data/translations').Texts} */
export const readTexts = (page) => blockAtOnce(page, 'conflictmap-texts');

/** @param {Spec} spec @param {Map<string, Collection>} layers @returns {Data} */
export function makeData(spec, layers) {
  const { events } = spec;
  const { info, features, names } = layersOf(spec, layers);
  const index = new Map(events.id.map((id, row) => [id, row]));
  const haystack = once(() => events.id.map((_, row) =>
    haystackOf(events, row, names, [events.title[row], events.place[row]].flatMap(translationsOf))));
  return {
    spec,
    layers,
    info,
    features,
    index,
    ...dayColumns(
      Float64Array.from(events.start, (day) => day ?? NaN),
      Float64Array.from(events.end, (day) => day ?? NaN),
    ),
    columns: columnsFrom(events, haystack),
    actors: actorsOf(events),
    sides: sidesOf(spec.claims, (id) => index.get(id)),
    get haystack() {
      return haystack();
    },
  };
}

/** The same for packed events: nothing is made for each of them before it is read.
 * @param {Spec} spec @param {Map<string, Collection>} layers
 * @param {Packed} packed @returns {Data} */
export function makePackedData(spec, layers, packed) {
  const places = placesOf(packed);
  const events = columnsOf(packed, places);
  const { info, features, names } = layersOf(spec, layers);
  const all = (/** @type {string} */ text) =>
    halves(text).map((form) => names.get(fold(form)) ?? '').join(' | ');
  const index = indexOf(events, packed);
  return {
    spec: { ...spec, events },
    layers,
    info,
    features,
    index,
    ...dayColumns(packed.number('start'), packed.number('end')),
    columns: columnsFromPacked(packed, places, events, all),
    actors: lazyList(packed.rows, (row) => partiesIn(events.actor_a[row], events.actor_b[row])),
    sides: sidesOf(spec.claims, index.get),
    haystack: lazyList(packed.rows, (row) => haystackOf(events, row, names)),
    warm: () => warm(events, index, packed),
  };
}

/** What the first reader of an event would wait for, in steps.
 * @param {EventColumns} events @param {Data['index']} index
 * @param {Packed} packed @returns {Generator<void>} */
function* warm(events, index, packed) {
  if (packed.head.columns.id.k === 'numbered') index.get(events.id[0]);
  yield;
  for (const name of [...Object.keys(packed.head.columns), 'joins']) {
    if (name !== 'point') void (/** @type {any} */ (events)[name][0]);
    yield;
  }
}

/** Ids that are kept with their rows. */
const SEEN = 4096;

/** @param {EventColumns} events @param {Packed} packed
 * @returns {Data['index']} */
function indexOf(events, packed) {
  if (packed.head.columns.id.k === 'numbered') {
    const get = (/** @type {string} */ id) => packed.ids().rowOf(id);
    return { get, has: (id) => get(id) !== undefined, keys: () => events.id.values() };
  }
  const list = events.id;
  const map = once(() => new Map(list.map((id, row) => [id, row])));
  // An event that is opened was mostly seen before: its id need not be looked for among all.
  const seen = new Map();
  const value = lazyList(packed.rows, (row) => {
    if (seen.size >= SEEN) seen.clear();
    seen.set(list[row], row);
    return list[row];
  });
  Object.defineProperty(events, 'id', { value, enumerable: true });
  const get = (/** @type {string} */ id) => seen.get(id) ?? map().get(id);
  return { get, has: (id) => get(id) !== undefined, keys: () => events.id.values() };
}

/** @param {Spec} spec @param {Map<string, Collection>} layers */
function layersOf(spec, layers) {
  /** @type {Map<string, {feature: Feature, layer: LayerInfo}>} */
  const features = new Map();
  for (const layer of spec.layers) {
    for (const feature of layers.get(layer.id)?.features ?? []) {
      if (isDrawable(feature.geometry)) features.set(feature.id, { feature, layer });
      else reportFault('shapes', feature.geometry?.type ?? 'no geometry', feature.id);
    }
  }
  const places = [...features.values()].filter(
    ({ layer }) => layer.role === 'settlement' || layer.role === 'town',
  );
  return {
    info: new Map(spec.layers.map((layer) => [layer.id, layer])),
    features,
    names: gazetteer(places.map(({ feature }) => feature)),
  };
}

/** Typed columns of the dated rows, which come first; an open start is long ago.
 * @param {Numbers} starts @param {Numbers} ends NaN when not known or open */
function dayColumns(starts, ends) {
  let length = starts.length;
  while (length > 0 && Number.isNaN(starts[length - 1]) && Number.isNaN(ends[length - 1])) length -= 1;
  const [start, end] = [new Int32Array(length), new Int32Array(length)];
  const maxEnd = new Int32Array(length);
  let most = -(2 ** 31);
  for (let row = 0; row < length; row += 1) {
    start[row] = Number.isNaN(starts[row]) ? -(2 ** 31) : starts[row];
    end[row] = Number.isNaN(ends[row]) ? 2 ** 31 - 1 : ends[row];
    most = Math.max(most, end[row]);
    maxEnd[row] = most;
  }
  return { start, end, maxEnd };
}

/** Settlements whose names hold the query, the important ones first.
 * @param {Data} data @param {string} query @param {number} limit @returns {Feature[]} */
export function findPlaces(data, query, limit) {
  const wanted = fold(query);
  if (wanted.length < 2) return [];
  const found = [];
  for (const { feature, layer } of data.features.values()) {
    if (layer.role !== 'settlement' && layer.role !== 'town') continue;
    const { name, name_hy, name_az, name_ru, names } = feature.properties;
    const more = [...translationsOf(name), ...(Array.isArray(names) ? names : [])];
    const all = [name, name_hy, name_az, name_ru, ...more].flatMap((text) => halves(text ?? ''));
    const at = Math.min(...all.map((text) => rankOf(fold(text), wanted)));
    if (at < 9) found.push({ feature, at: at + (feature.properties.rank ?? 4) / 10 });
  }
  const seen = new Set();
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ feature }) => feature)
    .filter(({ properties: { name } }) => !seen.has(name) && seen.add(name))
    .slice(0, limit);
}

/** @param {string} name @param {string} wanted */
const rankOf = (name, wanted) => (name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 9);
