/** Measure along a line: kilometres from its first vertex; pure. Lengths are good to a few metres
 * per kilometre. */
/** @import {Feature} from '#app/types' */

const RADIUS = 6371008.8;
const RAD = Math.PI / 180;

/** @param {number[]} a lon, lat @param {number[]} b @returns {number} metres, great circle */
export function metres([lon1, lat1], [lon2, lat2]) {
  const h =
    Math.sin(((lat2 - lat1) * RAD) / 2) ** 2 +
    Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(h));
}

/** @param {Feature['geometry']} geometry @returns {number[][]} one run of points */
export const pointsOf = ({ type, coordinates }) =>
  type === 'LineString' ? coordinates : type === 'MultiLineString' ? coordinates.flat() : [];

/** @param {number[][]} line @returns {number[]} metres from the start at each vertex */
export function lengths(line) {
  const sums = [0];
  for (let i = 1; i < line.length; i += 1) sums.push(sums[i - 1] + metres(line[i - 1], line[i]));
  return sums;
}

/** The spot of a line nearest to a point.
 * @param {number[][]} line @param {number[]} sums its lengths @param {number[]} point lon, lat
 * @returns {{along: number, off: number}} metres */
export function nearestOn(line, sums, point) {
  let best = { along: 0, off: Infinity };
  const scale = Math.cos(point[1] * RAD);
  for (let i = 1; i < line.length; i += 1) {
    const [ax, ay] = [(line[i - 1][0] - point[0]) * scale, line[i - 1][1] - point[1]];
    const [bx, by] = [(line[i][0] - point[0]) * scale, line[i][1] - point[1]];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t =
      length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / length));
    const off = Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)) * RAD * RADIUS;
    if (off < best.off) best = { along: sums[i - 1] + t * (sums[i] - sums[i - 1]), off };
  }
  return best;
}
