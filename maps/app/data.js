/** Read the data blocks of the page, once. */
/** @import {Collection, Data, Feature, LayerInfo, Spec} from '#app/types' */
import { actorsOf, sidesOf } from '#app/parties';
import { fold, gazetteer, haystacks } from '#app/search';

/** @param {Document} page @returns {Data} */
export function readData(page) {
  const spec = /** @type {Spec} */ (
    JSON.parse(page.getElementById('conflictmap-spec')?.textContent ?? '{}')
  );
  /** @type {Map<string, Collection>} */
  const layers = new Map();
  for (const block of page.querySelectorAll('script.conflictmap-layer')) {
    layers.set(block.getAttribute('data-layer') ?? '', JSON.parse(block.textContent ?? '{}'));
  }
  return makeData(spec, layers);
}

/** @param {Spec} spec @param {Map<string, Collection>} layers @returns {Data} */
export function makeData(spec, layers) {
  const info = new Map(spec.layers.map((layer) => [layer.id, layer]));
  /** @type {Map<string, {feature: Feature, layer: LayerInfo}>} */
  const features = new Map();
  for (const layer of spec.layers) {
    for (const feature of layers.get(layer.id)?.features ?? [])
      features.set(feature.id, { feature, layer });
  }
  const places = [...features.values()].filter(
    ({ layer }) => layer.role === 'settlement' || layer.role === 'town',
  );
  return {
    spec,
    layers,
    info,
    features,
    index: new Map(spec.events.id.map((id, row) => [id, row])),
    ...columns(spec.events),
    actors: actorsOf(spec.events),
    sides: sidesOf(spec),
    haystack: haystacks(spec.events, gazetteer(places.map(({ feature }) => feature))),
  };
}

/** Typed columns of the dated rows, which come first.
 * @param {Spec['events']} events */
function columns(events) {
  const dated = events.start.findIndex((day) => day === null);
  const length = dated < 0 ? events.start.length : dated;
  const start = Int32Array.from(events.start.slice(0, length), (day) => day ?? 0);
  const end = Int32Array.from({ length }, (_, row) => events.end[row] ?? 2 ** 31 - 1);
  const maxEnd = end.slice();
  for (let row = 1; row < length; row += 1) maxEnd[row] = Math.max(maxEnd[row], maxEnd[row - 1]);
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
    const all = [name, name_hy, name_az, name_ru, ...(Array.isArray(names) ? names : [])];
    const at = Math.min(...all.map((text) => rankOf(fold(text ?? ''), wanted)));
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
