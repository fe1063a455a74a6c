/** Events by the country that is drawn under their points, and by month or year; pure. */
/** @import {Columns, Data, Feature, Window} from '#app/types' */
import { spansOf } from '#app/rules/bins';
import { singleRows } from '#app/rules/roles';
import { eventsOf } from '#app/rules/weights';
import { contains, extentOf, polygonsOf } from '#app/util/geometry';

/** The layer of a map elsewhere in the world. */
const LAYER = 'world-countries';
/** So many countries have a row of their own. */
const MOST = 10;

/** The events of a country, all of them and those that lie whole in each span. COUNTRY is undefined
 * of points on no country, and of events without a place.
 * @typedef {{country: Feature | undefined, events: number, series: number[]}} Series */

/** @type {WeakMap<Columns, (Feature | undefined)[]>} */
const found = new WeakMap();

/** Single events: totals would count their parts again.
 * @param {Data} data @param {number[]} rows shown @param {Window} window
 * @returns {{unit: 'month' | 'year', spans: Window[], countries: Series[], others: number,
 * none: number} | null} most events first; how many lie in further countries, and in none; null
 * where fewer than two countries have events */
export function byCountry(data, rows, window) {
  const under = underRows(data);
  if (!under) return null;
  const { columns } = data;
  const [start, end] = [columns.number('start'), columns.number('end')];
  const { unit, spans } = spansOf(window);
  /** @type {Map<Feature | undefined, Series>} */
  const all = new Map();
  for (const row of singleRows(columns, rows)) {
    const [country, n] = [under[row], eventsOf(columns, row)];
    const one = all.get(country) ?? { country, events: 0, series: spans.map(() => 0) };
    all.set(country, one);
    one.events += n;
    const at = spans.findIndex(([from, to]) => start[row] >= from && end[row] <= to);
    if (at >= 0) one.series[at] += n;
  }
  const none = all.get(undefined)?.events ?? 0;
  all.delete(undefined);
  const countries = [...all.values()].sort((a, b) => b.events - a.events);
  const others = countries.slice(MOST).reduce((sum, { events }) => sum + events, 0);
  return countries.length < 2
    ? null
    : { unit, spans, countries: countries.slice(0, MOST), others, none };
}

/** The country under each row, looked up once for each place; null: the map draws no countries.
 * @param {Data} data */
function underRows({ columns, features, spec: { events: { lat, lon } } }) {
  const known = found.get(columns);
  if (known) return known;
  const countries = [...features.values()]
    .filter(({ layer }) => layer.id === LAYER)
    .map(({ feature }) => ({ feature, box: boxOf(feature) }));
  if (!countries.length) return null;
  /** @type {Map<string, Feature | undefined>} */
  const places = new Map();
  const under = Array.from({ length: columns.rows }, (_, row) => {
    const [x, y] = [lon[row] ?? NaN, lat[row] ?? NaN];
    const place = `${x} ${y}`;
    if (!places.has(place))
      places.set(place, countries.find(({ feature, box: [x0, y0, x1, y1] }) =>
        x >= x0 && x <= x1 && y >= y0 && y <= y1 && contains(feature.geometry, x, y))?.feature);
    return places.get(place);
  });
  found.set(columns, under);
  return under;
}

/** @param {Feature} feature @returns {[number, number, number, number]} */
function boxOf({ geometry }) {
  const rings = polygonsOf(geometry).map(([outer]) => extentOf(outer));
  const end = (/** @type {number} */ i) => rings.map((ring) => ring[i]);
  return [Math.min(...end(0)), Math.min(...end(1)), Math.max(...end(2)), Math.max(...end(3))];
}
