/** Outlines of the event marks, each with the area of a circle of radius 1; pure. */

/** @param {number} n @param {number} [turn] in turns @param {number} [inner] star if below 1 */
function star(n, turn = 0, inner = 1) {
  const points = [];
  const count = inner === 1 ? n : 2 * n;
  for (let i = 0; i < count; i += 1) {
    const angle = 2 * Math.PI * (i / count + turn) - Math.PI / 2;
    const radius = inner === 1 || i % 2 === 0 ? 1 : inner;
    points.push([radius * Math.cos(angle), radius * Math.sin(angle)]);
  }
  return points;
}

/** The upper half of a circle, from left to right. */
const ARC = Array.from({ length: 19 }, (_, i) => {
  const angle = (Math.PI * (i + 1)) / 20;
  return [-Math.cos(angle), 0.5 - Math.sin(angle)];
});

/** @type {Record<string, number[][]>} */
const RAW = {
  circle: star(40),
  lens: star(40).map(([x, y]) => [x * 1.3, y * 0.7]),
  burst: star(8, 0, 0.62),
  wedge: star(3, 0.5),
  triangle: star(3),
  cross: [
    [-1, -0.35],
    [-0.35, -0.35],
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
  ],
  octagon: star(8, 1 / 16),
  spark: star(4, 0, 0.42),
  star: star(5, 0, 0.5),
  square: star(4, 1 / 8),
  diamond: star(4),
  chevron: [
    [-1, -0.9],
    [0.2, -0.9],
    [1, 0],
    [0.2, 0.9],
    [-1, 0.9],
    [-0.3, 0],
  ],
  bar: [
    [-1.2, -0.45],
    [1.2, -0.45],
    [1.2, 0.45],
    [-1.2, 0.45],
  ],
  house: [
    [-0.8, 0.9],
    [-0.8, -0.2],
    [0, -1],
    [0.8, -0.2],
    [0.8, 0.9],
  ],
  hourglass: [
    [-0.9, -1],
    [0.9, -1],
    [0.2, 0],
    [0.9, 1],
    [-0.9, 1],
    [-0.2, 0],
  ],
  drop: [
    [0, -1.3],
    [0.7, -0.1],
    [0.6, 0.6],
    [0, 0.9],
    [-0.6, 0.6],
    [-0.7, -0.1],
  ],
  arrow: [
    [-1, -0.3],
    [0.1, -0.3],
    [0.1, -0.9],
    [1.1, 0],
    [0.1, 0.9],
    [0.1, 0.3],
    [-1, 0.3],
  ],
  gate: [
    [-1, -1],
    [-0.4, -1],
    [-0.4, -0.3],
    [0.4, -0.3],
    [0.4, -1],
    [1, -1],
    [1, 1],
    [0.4, 1],
    [0.4, 0.3],
    [-0.4, 0.3],
    [-0.4, 1],
    [-1, 1],
  ],
  bolt: [
    [0.3, -1.2],
    [-0.7, 0.2],
    [-0.1, 0.2],
    [-0.3, 1.2],
    [0.7, -0.2],
    [0.1, -0.2],
  ],
  half: [[-1, 0.5], ...ARC, [1, 0.5]],
  hexagon: star(6),
  pentagon: star(5),
  plate: [
    [-1, -0.7],
    [1, -0.7],
    [1, 0.5],
    [-0.2, 0.5],
    [-0.6, 1],
    [-0.6, 0.5],
    [-1, 0.5],
  ],
};

/** @param {number[][]} points */
function area(points) {
  let sum = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    sum += points[j][0] * points[i][1] - points[i][0] * points[j][1];
  }
  return Math.abs(sum) / 2;
}

/** @type {Map<string, number[][]>} */
const SHAPES = new Map(
  Object.entries(RAW).map(([name, points]) => {
    const scale = Math.sqrt(Math.PI / area(points));
    return [name, points.map(([x, y]) => [x * scale, y * scale])];
  }),
);

/** @param {string} name @returns {number[][]} */
export const shapePoints = (name) =>
  SHAPES.get(name) ?? /** @type {number[][]} */ (SHAPES.get('circle'));

/** @param {string} name @param {number} radius @param {number} [x]
 * @param {number} [y] SVG path data */
export function shapePath(name, radius, x = 0, y = 0) {
  const points = shapePoints(name).map(
    ([px, py]) => `${(x + px * radius).toFixed(2)} ${(y + py * radius).toFixed(2)}`,
  );
  return `M${points.join('L')}Z`;
}

/** @param {CanvasRenderingContext2D} context @param {string} name @param {number} x
 * @param {number} y
 * @param {number} radius */
export function trace(context, name, x, y, radius) {
  context.beginPath();
  for (const [px, py] of shapePoints(name)) context.lineTo(x + px * radius, y + py * radius);
  context.closePath();
}

/** Radius for a toll: area in proportion, never below SMALLEST, cut at LARGEST (the number is then
 * written beside the mark). */
export const LARGEST = 30;
/** The toll from which marks no longer grow, and the one up to which they do not shrink. */
export const LARGEST_TOLL = 1000;
export const SMALLEST_TOLL = 20;
export const SMALLEST = LARGEST * Math.sqrt(SMALLEST_TOLL / LARGEST_TOLL);

/** The radius at which marks stop growing: smaller where the largest toll of the data is.
 * @param {number} top that toll, 10 to 1,000 @returns {number} pixels */
export const largestOf = (top = LARGEST_TOLL) => 12 + 6 * Math.log10(top);

/** @param {number} toll @param {number} [top] the toll from which marks no longer grow
 * @returns {number} pixels */
export const radiusOf = (toll, top = LARGEST_TOLL) => {
  const largest = largestOf(top);
  return Math.min(largest, Math.max(SMALLEST, largest * Math.sqrt(toll / top)));
};

/** The tolls that a key of sizes shows, from the largest; up to the last one marks do not shrink.
 * @param {number} [top] @returns {number[]} */
export function keyTolls(top = LARGEST_TOLL) {
  const least = Math.max(1, Math.round(top * (SMALLEST / largestOf(top)) ** 2));
  return [...new Set([top, Math.round(0.3 * top), Math.round(0.1 * top), least])];
}

/** Pixels between the numbers of a key of sizes: no less, or they overprint each other. */
const KEY_LINE = 13;

/** The circles of a key of sizes, which stand on one line, from the largest; their numbers stand
 * beside their tops, or lower where there is no room.
 * @param {number} [top] @returns {{toll: number, r: number, y: number, line: number}[]} y and
 * line: where a circle has its top, and its number */
export function keySizes(top = LARGEST_TOLL) {
  const tolls = keyTolls(top);
  const bottom = 2 * radiusOf(tolls[0], top) + 2;
  let line = -KEY_LINE;
  return tolls.map((toll) => {
    const r = radiusOf(toll, top);
    line = Math.max(bottom - 2 * r, line + KEY_LINE);
    return { toll, r, y: bottom - 2 * r, line };
  });
}
