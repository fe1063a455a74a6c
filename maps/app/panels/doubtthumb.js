/** A small map of where an event may have been: its disc, or its areas, over the outlines. */
/** @import {App} from '#app/types' */
import { pathOf } from '#app/map/locator';
import { svg } from '#app/ui/dom';
import { polygonsOf } from '#app/util/geometry';

const [WIDTH, HEIGHT] = [168, 96];
/** Metres of a degree of latitude, and how much ground there is at least from side to side. */
const [DEGREE, LEAST] = [111195, 24000];
const OUTLINES = ['land', 'sea', 'lake', 'district'];

/** @typedef {{lon: number, lat: number, radius: number}} Disc */

/** @param {App} app @param {number} row @param {string} words the same in words
 * @returns {Node | null} null where no place is known, or not how well */
export function doubtThumb(app, row, words) {
  const areas = app.data.spec.events.where[row]
    .flatMap((id) => app.data.features.get(id)?.feature ?? []);
  const rings = areas.flatMap(({ geometry }) => polygonsOf(geometry).flat());
  const disc = rings.length ? null : discOf(app, row);
  if (!disc && !rings.length) return null;
  const { project, scale } = frameOf(rings, disc);
  const trace = (/** @type {number[][][]} */ some) => some.map((ring) => pathOf(ring, project)).join('');
  const [x, y] = disc ? project(disc.lon, disc.lat) : [0, 0];
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: 'cm-thumb', role: 'img', 'aria-label': words },
    ...outlines(app).map(([role, some]) => svg('path', { d: trace(some), class: `cm-locator-${role}` })),
    disc
      ? svg('circle', { cx: x, cy: y, r: disc.radius * scale, class: 'cm-thumb-reach' })
      : svg('path', { d: trace(rings), 'fill-rule': 'evenodd', class: 'cm-thumb-reach' }),
    disc && svg('circle', { cx: x, cy: y, r: 2, class: 'cm-thumb-point' }),
  );
}

/** @param {App} app @param {number} row @returns {Disc | null} */
function discOf({ data: { spec: { events } } }, row) {
  const [lon, lat, radius] = [events.lon[row], events.lat[row], events.radius_m[row] ?? 0];
  return lon === null || lat === null || radius <= 0 ? null : { lon, lat, radius };
}

/** The ground around what is in doubt.
 * @param {number[][][]} rings @param {Disc | null} disc
 * @returns {{project: (lon: number, lat: number) => number[], scale: number}} pixels of a degree
 * east and north, and of a metre */
function frameOf(rings, disc) {
  const points = disc ? [[disc.lon, disc.lat]] : rings.flat();
  const [[west, east], [south, north]] = [0, 1].map((i) => {
    const all = points.map((point) => point[i]);
    return all.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, -Infinity]);
  });
  const [lon, lat] = [(west + east) / 2, (south + north) / 2];
  const squeeze = Math.cos((lat * Math.PI) / 180);
  const reach = 2 * (disc?.radius ?? 0);
  const wide = Math.max(1.5 * ((east - west) * squeeze * DEGREE + reach), 2 * LEAST);
  const high = Math.max(1.25 * ((north - south) * DEGREE + reach), LEAST);
  const scale = Math.min(WIDTH / wide, HEIGHT / high);
  return {
    scale,
    project: (x, y) => [
      WIDTH / 2 + (x - lon) * squeeze * DEGREE * scale,
      HEIGHT / 2 - (y - lat) * DEGREE * scale,
    ],
  };
}

/** Rings of lands, waters and districts, each district once. @param {App} app
 * @returns {[string, number[][][]][]} */
function outlines({ data }) {
  const all = [...data.features.values()];
  return OUTLINES.map((role) => [
    role,
    all.filter(({ layer }) => layer.role === role)
      .flatMap(({ feature }) => polygonsOf(feature.geometry).flat()),
  ]);
}
