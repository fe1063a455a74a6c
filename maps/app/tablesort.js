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

/** With more rows than this, texts stand in the order of their letters' codes. */
const MANY = 20000;

/** @param {Data} data @param {number[]} rows @param {Column} column @param {boolean} down
 * @param {(type: string) => string} typeName @returns {number[]} */
export function sorted(data, rows, column, down, typeName) {
  if (column === 'date' && !down) return rows; // that is the order they are in
  const keys = Array.from(rows, (row) => keyOf(data, column, row, typeName));
  if (rows.length > MANY) return sortedMany(rows, keys, down);
  const sign = down ? -1 : 1;
  const order = Array.from(rows, (_, i) => i).sort((a, b) => {
    const [one, two] = [keys[a], keys[b]];
    if (one === null || two === null)
      return Number(one === null) - Number(two === null) || rows[a] - rows[b];
    const order =
      typeof one === 'number' && typeof two === 'number'
        ? one - two
        : String(one).localeCompare(String(two));
    return sign * order || rows[a] - rows[b];
  });
  return order.map((i) => rows[i]);
}

/** Sorts numbers without calling back: each is the rank of a key and the place of its row.
 * @param {number[]} rows @param {(string | number | null)[]} keys @param {boolean} down */
function sortedMany(rows, keys, down) {
  const values = [...new Set(keys)].filter((key) => key !== null);
  const numbers = values.every((value) => typeof value === 'number');
  if (numbers) values.sort((a, b) => Number(a) - Number(b));
  else values.sort();
  if (down) values.reverse();
  const rank = new Map(values.map((value, i) => [value, i]));
  const count = rows.length;
  const places = Float64Array.from(keys, (key, i) => {
    const at = key === null ? values.length : (rank.get(key) ?? 0);
    return at * count + i;
  }).sort();
  return Array.from(places, (place) => rows[place % count]);
}
