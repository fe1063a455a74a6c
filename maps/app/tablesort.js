/** The order of the table's rows; pure. */
/** @import {Data} from '#app/types' */

export const COLUMNS = /** @type {const} */ ([
  'id',
  'date',
  'place',
  'type',
  'title',
  'low',
  'best',
  'high',
  'sources',
]);
/** @typedef {typeof COLUMNS[number]} Column */

/** What a row is sorted by. Unknown numbers stand last either way.
 * @param {Data} data @param {Column} column @param {number} row
 * @param {(type: string) => string} typeName @returns {string | number | null} */
export function keyOf({ spec: { events } }, column, row, typeName) {
  if (column === 'date') return events.start[row];
  if (column === 'type') return typeName(events.type[row]);
  if (column === 'low' || column === 'best' || column === 'high') return events[column][row];
  if (column === 'sources') return events.sources[row].length;
  return events[column][row] ?? '';
}

/** @param {Data} data @param {number[]} rows @param {Column} column @param {boolean} down
 * @param {(type: string) => string} typeName @returns {number[]} */
export function sorted(data, rows, column, down, typeName) {
  const keys = new Map(rows.map((row) => [row, keyOf(data, column, row, typeName)]));
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, two] = [keys.get(a) ?? null, keys.get(b) ?? null];
    if (one === null || two === null) return Number(one === null) - Number(two === null) || a - b;
    const order =
      typeof one === 'number' && typeof two === 'number'
        ? one - two
        : String(one).localeCompare(String(two));
    return sign * order || a - b;
  });
}
