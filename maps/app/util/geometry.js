/** Plane geometry on GeoJSON rings; pure. */
/** @import {Feature} from '#app/types' */

/** How many lists there are around a position, by kind of geometry.
 * @type {Record<string, number>} */
const DEPTH = {
  Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3,
};

/** Whether a geometry is of a kind that is drawn, and all its positions are numbers.
 * @param {Feature['geometry'] | null | undefined} geometry */
export const isDrawable = (geometry) =>
  Object.hasOwn(DEPTH, geometry?.type ?? '') &&
  areNumbers(geometry?.coordinates, DEPTH[geometry?.type ?? '']);

/** @param {any} item @param {number} depth @returns {boolean} */
const areNumbers = (item, depth) =>
  Array.isArray(item) &&
  (depth > 0
    ? item.every((part) => areNumbers(part, depth - 1))
    : Number.isFinite(item[0]) && Number.isFinite(item[1]));

/** @param {Feature['geometry']} geometry @returns {number[][][][]} polygons */
export function polygonsOf({ type, coordinates }) {
  if (type === 'Polygon') return [coordinates];
  return type === 'MultiPolygon' ? coordinates : [];
}

/** The extent of each ring that was asked about: most questions end there.
 * @type {WeakMap<number[][], [number, number, number, number]>} */
const extents = new WeakMap();

/** @param {number[][]} ring @returns {[number, number, number, number]} x0, y0, x1, y1 */
export function extentOf(ring) {
  const known = extents.get(ring);
  if (known) return known;
  /** @type {[number, number, number, number]} */
  const found = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    found[0] = Math.min(found[0], x);
    found[1] = Math.min(found[1], y);
    found[2] = Math.max(found[2], x);
    found[3] = Math.max(found[3], y);
  }
  extents.set(ring, found);
  return found;
}

/** @param {number[]} extent @param {number} x @param {number} y */
const isWithin = ([x0, y0, x1, y1], x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;

/** @param {number[][]} ring @param {number} x @param {number} y */
function inRing(ring, x, y) {
  if (!isWithin(extentOf(ring), x, y)) return false;
  let inside = false;
  let before = ring[ring.length - 1];
  for (const at of ring) {
    // Few segments cross the height of the point: only those are looked at further.
    if (at[1] > y !== before[1] > y
      && x < ((before[0] - at[0]) * (y - at[1])) / (before[1] - at[1]) + at[0]) inside = !inside;
    before = at;
  }
  return inside;
}

/** Even-odd over all rings, so that holes are outside.
 * @param {Feature['geometry']} geometry @param {number} lon @param {number} lat */
export function contains(geometry, lon, lat) {
  return polygonsOf(geometry).some((rings) =>
    rings.reduce((inside, ring) => inRing(ring, lon, lat) !== inside, false),
  );
}

/** @param {number[]} point @param {number[]} a @param {number[]} b squared distance to a segment */
function toSegment([px, py], [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t =
    length === 0
      ? 0
      : Math.max(0, Math.min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length));
  return (px - ax - t * (bx - ax)) ** 2 + (py - ay - t * (by - ay)) ** 2;
}

/** The point of a grid over BOX that is inside RINGS and farthest from their edges and from the
 * box's; null when none is inside.
 * @param {number[][][]} rings @param {[number, number, number, number]} box x0, y0, x1, y1
 * @param {number} steps @returns {{x: number, y: number, room: number} | null} */
export function roomiest(rings, [x0, y0, x1, y1], steps) {
  let best = null;
  for (let i = 1; i < steps; i += 1) {
    for (let j = 1; j < steps; j += 1) {
      const point = [x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * j) / steps];
      if (!rings.reduce((inside, ring) => inRing(ring, point[0], point[1]) !== inside, false))
        continue;
      const frame = Math.min(
        point[0] - x0,
        x1 - point[0],
        2 * (point[1] - y0),
        2 * (y1 - point[1]),
      );
      const room = Math.min(frame, edgeRoom(rings, point));
      if (!best || room > best.room) best = { x: point[0], y: point[1], room };
    }
  }
  return best;
}

/** @param {number[][][]} rings @param {number[]} point */
function edgeRoom(rings, point) {
  let least = Infinity;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      least = Math.min(least, toSegment(point, ring[i - 1], ring[i]));
    }
  }
  return Math.sqrt(least);
}
