/** Who held the ground on eight days, as small maps; each sets the day. */
/** @import {App, Day, Feature} from '#app/types' */
import { heldDays } from '#app/rules/heldays';
import { dateText } from '#app/text/format';
import { partsOn } from '#app/text/groundwords';
import { el, svg } from '#app/ui/dom';
import { groundDay, overlaps } from '#app/util/clock';
import { polygonsOf } from '#app/util/geometry';

/** Width of a small map; vertices nearer than this are one. */
const [WIDTH, NEAR] = [84, 0.6];

/** @typedef {{feature: Feature, path: string}} Piece */

/** @param {App} app @returns {() => (Node | null)} the maps, drawn once for each language and day */
export function createSmallMaps(app) {
  const days = heldDays(app.data);
  /** @type {{pieces: Piece[], height: number} | null} */
  let found = null;
  return () => {
    if (days.length < 2) return null;
    found ??= piecesOf(app);
    const { pieces, height } = found;
    return el(
      'section',
      { class: 'cm-small-maps' },
      el('h3', {}, app.t('held.title')),
      el('ul', {}, ...days.map((day) => el('li', {}, smallMap(app, day, pieces, height)))),
    );
  };
}

/** @param {App} app @param {Day} day @param {Piece[]} pieces @param {number} height */
function smallMap(app, day, pieces, height) {
  const { lang, ...state } = app.store.state();
  return el(
    'button',
    {
      type: 'button', 'data-day': day, 'aria-pressed': String(groundDay(state) === day),
      title: `${dateText(day, lang)}: ${partsOn(app, day)}`,
      onclick: () => app.store.set({ day }),
    },
    svg(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, 'aria-hidden': 'true' },
      ...pieces
        .filter(({ feature: { properties: { from, to } } }) => overlaps(from, to, day, day + 1))
        .map(({ feature: { properties: { control } }, path }) => svg('path', {
          d: path, class: `cm-area cm-role-control ${/^\w+$/.test(control ?? '') ? `cm-control-${control}` : ''}`,
        })),
    ),
    el('span', {}, dateText(day, lang, 'short')),
    el('span', { class: 'cm-hidden' }, `: ${partsOn(app, day)}`),
  );
}

/** The districts of each state, as paths of a small map.
 * @param {App} app @returns {{pieces: Piece[], height: number}} */
function piecesOf({ data }) {
  const features = [...data.features.values()]
    .filter(({ layer, feature }) => layer.role === 'district' && feature.properties.control)
    .map(({ feature }) => feature);
  const points = features.flatMap(({ geometry }) => polygonsOf(geometry).flat(2));
  const [lons, lats] = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values.slice(0, 60000)), Math.max(...values.slice(0, 60000))];
  });
  const flat = Math.cos(((lats[0] + lats[1]) / 2) * (Math.PI / 180));
  const scale = WIDTH / ((lons[1] - lons[0]) * flat);
  const at = (/** @type {number[]} */ [lon, lat]) =>
    [(lon - lons[0]) * flat * scale, (lats[1] - lat) * scale];
  return {
    height: Math.ceil((lats[1] - lats[0]) * scale),
    pieces: features.map((feature) => ({
      feature,
      path: polygonsOf(feature.geometry).flat().map((ring) => outline(ring.map(at))).join(''),
    })),
  };
}

/** @param {number[][]} ring in pixels */
function outline(ring) {
  let last = [Infinity, Infinity];
  const kept = ring.filter((point) => {
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR) return false;
    last = point;
    return true;
  });
  return `M${kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
}
