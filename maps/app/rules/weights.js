/** How many events rows stand for: one each, unless the data say that a row is a total; pure. */
/** @import {Columns, Num, Weights} from '#app/types' */

/** @param {ArrayLike<Num>} column of the data; null or NaN is one @returns {Weights} */
export function weightsOf(column) {
  const found = new Float64Array(column.length);
  let more = false;
  for (let row = 0; row < found.length; row += 1) {
    const value = column[row];
    found[row] = value !== null && value > 1 ? value : 1;
    if (found[row] > 1) more = true;
  }
  return more ? found : null;
}

/** How many events some rows stand for.
 * @param {Pick<Columns, 'weights'>} columns @param {ArrayLike<number>} rows @returns {number} */
export function eventsIn(columns, rows) {
  const weights = columns.weights();
  if (!weights) return rows.length;
  let sum = 0;
  for (let i = 0; i < rows.length; i += 1) sum += weights[rows[i]];
  return sum;
}

/** How many events one row stands for.
 * @param {Pick<Columns, 'weights'>} columns @param {number} row */
export const eventsOf = (columns, row) => columns.weights()?.[row] ?? 1;

/** @type {WeakMap<Float64Array, number>} */
const sums = new WeakMap();

/** How many events all rows stand for.
 * @param {Pick<Columns, 'weights' | 'rows'>} columns @returns {number} */
export function allEvents(columns) {
  const weights = columns.weights();
  if (!weights) return columns.rows;
  const sum = sums.get(weights) ?? weights.reduce((a, b) => a + b, 0);
  sums.set(weights, sum);
  return sum;
}
