/** Events counted in hexagons that lie still on the ground; pure. */
/** @import {Weights} from '#app/types' */

/** @typedef {{x: number, y: number, rows: number[], count: number}} Bin how many events it holds */

/** Hexagons with a corner up, SIZE pixels from centre to corner.
 * @param {{row: number, x: number, y: number}[]} points @param {number} size
 * @param {Weights} [weights] events by row
 * @returns {Bin[]} by centre, in the coordinates of the points */
export function hexbins(points, size, weights = null) {
  /** @type {Map<number, Bin>} */
  const found = new Map();
  const hex = { x: 0, y: 0, key: 0 };
  for (const { row, x, y } of points) {
    nearestHex(x, y, size, hex);
    const bin = found.get(hex.key) ?? { x: hex.x, y: hex.y, rows: [], count: 0 };
    bin.rows.push(row);
    bin.count += weights ? weights[row] : 1;
    found.set(hex.key, bin);
  }
  return [...found.values()];
}

/** The hexagon that a point lies in: its centre, and a number of its own.
 * @param {number} x @param {number} y @param {number} size
 * @param {{x: number, y: number, key: number}} hex changed */
export function nearestHex(x, y, size, hex) {
  const [dx, dy] = [Math.sqrt(3) * size, 1.5 * size];
  const near = Math.round(y / dy);
  let least = Infinity;
  for (let j = near - 1; j <= near + 1; j += 1) {
    const shift = j % 2 === 0 ? 0 : 0.5;
    const i = Math.round(x / dx - shift);
    const [cx, cy] = [(i + shift) * dx, j * dy];
    const far = (cx - x) ** 2 + (cy - y) ** 2;
    if (far >= least) continue;
    least = far;
    hex.x = cx;
    hex.y = cy;
    hex.key = j * 2 ** 26 + i;
  }
}

/** Least counts of the five steps of the ramp, where hexagons hold few events. */
export const STEPS = [1, 2, 5, 10, 25];
/** Up to this count the steps are those. */
const FEW = 50;

/** The largest count rounded up to 50, 100, 200, 500, 1000 and so on: the ramp changes seldom.
 * @param {number} most @returns {number} */
export function topOf(most) {
  let top = FEW;
  for (let i = 0; top < most; i += 1) top *= i % 3 === 2 ? 2.5 : 2;
  return top;
}

/** Five steps up to a top, each as many times the one before, in round numbers.
 * @param {number} top @returns {number[]} least counts */
export function stepsTo(top) {
  if (top <= FEW) return STEPS;
  const times = top ** (1 / 4.5);
  return [0, 1, 2, 3, 4].map((i) => rounded(times ** i));
}

/** The nearest of 1, 2, 5, 10, 20, 50 and so on.
 * @param {number} value */
function rounded(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  const [, nearest] = [1, 2, 5, 10]
    .map((n) => [Math.abs(Math.log(value / (n * unit))), n * unit])
    .sort(([a], [b]) => a - b)[0];
  return Math.round(nearest);
}

/** @param {number} count @param {number[]} steps @returns {number} 0 to 4 */
export const stepOf = (count, steps) => steps.filter((least) => count >= least).length - 1;
