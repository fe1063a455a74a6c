/** The dead of each event for hexagons that count them; pure. */
/** @import {Columns} from '#app/types' */
import { ofRole } from '#app/rules/roles';

/** What an event has that says nothing of its dead, or none: so little that it adds to no number, and
 * enough that its place is drawn. */
export const TRACE = 2 ** -24;

/** @type {WeakMap<Columns, Float64Array>} */
const made = new WeakMap();

/** Best figures of single events by row: totals would count their parts again.
 * @param {Columns} columns @returns {Float64Array} */
export function deathsByRow(columns) {
  const known = made.get(columns);
  if (known) return known;
  const best = columns.number('best');
  const single = ofRole(columns, 'event');
  const found = new Float64Array(columns.rows);
  for (let row = 0; row < found.length; row += 1)
    if (single(row)) found[row] = best[row] > 0 ? best[row] : TRACE;
  made.set(columns, found);
  return found;
}
