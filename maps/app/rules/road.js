/** The corridor road as an axis: its states in time, the places beside it, the events along it. */
/** @import {App, Num} from '#app/types' */
import { display, short } from '#app/rules/names';
import { ofRole } from '#app/rules/roles';
import { groundDay } from '#app/util/clock';
import { once } from '#app/util/lazy';
import { lengths, nearestOn, pointsOf } from '#app/util/linear';

/** How far beside the road an event may have been to stand on it, in metres. */
export const BESIDE_M = 5000;

/** @typedef {{from: Num, to: Num, status: string, start: number, end: number}} RoadState */
/** @typedef {{feature: import('#app/types').Feature, layer: string, line: number[][],
 *   sums: number[]}} Route */
/** @typedef {{length: number, states: RoadState[],
 *   changes: number[], route: (app: App) => Route, posts: (app: App) => {name: string, along:
 * number}[],
 *   events: () => {row: number, along: number}[]}} Road events within BESIDE_M of it */

/** Null when the map has no states of a road, or no route to measure them along.
 * @param {App} app @returns {Road | null} */
export function roadModel({ data }) {
  const all = [...data.features.values()];
  const routes = all
    .filter(({ layer }) => layer.role === 'road' && layer.kind === 'route')
    .map(({ feature, layer }) => ({
      feature,
      layer: layer.id,
      line: pointsOf(feature.geometry),
    }))
    .map((route) => ({ ...route, sums: lengths(route.line) }));
  const states = all.filter(({ layer }) => layer.role === 'road-status');
  if (routes.length === 0 || states.length === 0) return null;
  const length = Math.max(...routes.map(({ sums }) => sums[sums.length - 1]));
  return {
    length,
    states: states.map(({ feature: { properties, geometry } }) => ({
      from: properties.from,
      to: properties.to,
      status: properties.status ?? 'unknown',
      ...stretch(pointsOf(geometry), routes),
    })),
    changes: routes.flatMap(({ feature: { properties } }) => properties.from ?? []),
    route: (app) => routeOf(app, routes),
    posts: (app) => posts(app, all, routeOf(app, routes)),
    events: once(() => along(data, new Set(routes.map(({ layer }) => layer)), BESIDE_M)),
  };
}

/** The route in use on the last day of the window, else the last one before it: kilometres of
 * places are said along one route only.
 * @param {App} app @param {Route[]} routes @returns {Route} */
function routeOf(app, routes) {
  const last = groundDay(app.store.state());
  const known = routes.filter(
    ({ feature: { properties } }) => (properties.from ?? -Infinity) <= last,
  );
  const begin = (/** @type {Route} */ { feature: { properties } }) => properties.from ?? -Infinity;
  return known.sort((a, b) => begin(b) - begin(a))[0] ?? routes[0];
}

/** The stretch a line covers of the route that it follows best.
 * @param {number[][]} line @param {{line: number[][], sums: number[]}[]} routes */
function stretch(line, routes) {
  const ends = routes
    .map((route) => {
      const spots = [line[0], line[line.length >> 1], line[line.length - 1]].map((point) =>
        nearestOn(route.line, route.sums, point),
      );
      return { off: spots.reduce((sum, { off }) => sum + off, 0), spots };
    })
    .sort((a, b) => a.off - b.off)[0].spots;
  return {
    start: Math.min(ends[0].along, ends[2].along),
    end: Math.max(ends[0].along, ends[2].along),
  };
}

/** Settlements within 2 km of the road, the important ones first.
 * @param {App} app @param {import('#app/types').Data['features'] extends Map<string, infer V> ?
 * V[] : never} all
 * @param {{line: number[][], sums: number[]}} base */
function posts(app, all, base) {
  const { lang, names } = app.store.state();
  return all
    .filter(
      ({ feature, layer }) =>
        layer.role === 'settlement' &&
        feature.geometry.type === 'Point' &&
        (feature.properties.class ?? 'settlement') === 'settlement',
    )
    .map(({ feature }) => ({
      ...nearestOn(base.line, base.sums, feature.geometry.coordinates),
      name: short(display(feature.properties, lang, names)),
      rank: feature.properties.rank ?? 4,
    }))
    .filter(({ off }) => off < 2000)
    .sort((a, b) => a.rank - b.rank || a.off - b.off);
}

/** Events that the join puts on a route, near enough to say a kilometre.
 * @param {App['data']} data @param {Set<string>} layers @param {number} beside metres
 * @returns {{row: number, along: number}[]} by row */
function along({ columns }, layers, beside) {
  const [single, where] = [ofRole(columns, 'event'), columns.codes('where')];
  const radius = columns.number('radius_m');
  const exact = Uint8Array.from(where.texts, (text) => Number(text === ''));
  const isPlaced = (/** @type {number} */ row) =>
    single(row) && exact[where.codes[row]] === 1 && !(radius[row] > WIDEST_M);
  /** @type {Map<number, number>} the first layer of a row has the word */
  const found = new Map();
  for (const { layer, rows, chainage, offset } of columns.joins()) {
    if (!layers.has(layer) || !chainage) continue;
    const isNear = (/** @type {number} */ i) =>
      !Number.isNaN(chainage[i]) && !(offset && Math.abs(offset[i]) > beside);
    for (let i = 0; i < rows.length; i += 1)
      if (isNear(i) && isPlaced(rows[i]) && !found.has(rows[i])) found.set(rows[i], chainage[i]);
  }
  return [...found].map(([row, m]) => ({ row, along: m })).sort((a, b) => a.row - b.row);
}

/** An event that may have been farther from its point than this has no kilometre. */
const WIDEST_M = 15000;
