/** Events counted in hexagons that lie still on the ground; pure. */

/** @typedef {{x: number, y: number, rows: number[]}} Bin */

/** Hexagons with a corner up, SIZE pixels from centre to corner.
 * @param {{row: number, x: number, y: number}[]} points @param {number} size
 * @returns {Bin[]} by centre, in the coordinates of the points */
export function hexbins(points, size) {
  const [dx, dy] = [Math.sqrt(3) * size, 1.5 * size];
  /** @type {Map<string, Bin>} */
  const found = new Map();
  for (const { row, x, y } of points) {
    const near = Math.round(y / dy);
    const best = [near - 1, near, near + 1]
      .map((j) => {
        const shift = j % 2 === 0 ? 0 : 0.5;
        const i = Math.round(x / dx - shift);
        return { i, j, cx: (i + shift) * dx, cy: j * dy };
      })
      .sort((a, b) => Math.hypot(a.cx - x, a.cy - y) - Math.hypot(b.cx - x, b.cy - y))[0];
    const key = `${best.i},${best.j}`;
    const bin = found.get(key) ?? { x: best.cx, y: best.cy, rows: [] };
    bin.rows.push(row);
    found.set(key, bin);
  }
  return [...found.values()];
}

/** Least counts of the five steps of the ramp. */
export const STEPS = [1, 2, 5, 10, 25];

/** @param {number} count @returns {number} 0 to 4 */
export const stepOf = (count) => STEPS.filter((least) => count >= least).length - 1;
