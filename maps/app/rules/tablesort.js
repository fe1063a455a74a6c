/** The order of the table's rows; pure. */
/** @import {App, Data} from '#app/types' */
import { Rows } from '#app/util/lazy';

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
 * @param {(type: string) => string} typeName @param {(words: string) => string} [say]
 * @returns {string | number | null} */
export function keyOf({ spec: { events } }, column, row, typeName, say = (words) => words) {
  if (column === 'date') return events.start[row];
  if (column === 'type') return typeName(events.type[row]);
  if (column === 'low' || column === 'best' || column === 'high') return events[column][row];
  if (column === 'sources') return events.sources[row].length;
  return say(events[column][row] ?? '');
}

/** With more rows than this, texts stand in the order of their letters' codes. */
const MANY = 20000;
/** Beyond this the place of a number among the others stands for it. */
const MOST = 2 ** 24;

/** @param {Data} data @param {number[]} rows @param {Column} column @param {boolean} down
 * @param {(type: string) => string} typeName
 * @param {(words: string) => string} [say] a text of the data as the page shows it
 * @returns {number[]} */
export function sorted(data, rows, column, down, typeName, say) {
  if (column === 'date' && !down) return rows; // that is the order they are in
  if (rows.length > MANY) return sortedMany(rows, ranksOf(data, column, typeName), down);
  const keys = Array.from(rows, (row) => keyOf(data, column, row, typeName, say));
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

/** The rows in order; to turn a page is not to sort again.
 * @param {App} app @param {{column: Column, down: boolean, last?: Order}} view
 * @param {(type: string) => string} name */
export function inOrder(app, view, name) {
  const key = [app.data, app.rows(), view.column, view.down, app.store.state().lang];
  if (view.last?.key.every((part, i) => part === key[i])) return view.last.rows;
  const rows = sorted(app.data, app.rows(), view.column, view.down, name, app.say);
  view.last = { key, rows };
  return rows;
}

/** @typedef {{key: unknown[], rows: number[]}} Order */

/** @typedef {{of: (row: number) => number, count: number}} Ranks NaN: not known */

/** By row, the place of its key among all keys.
 * @param {Data} data @param {Column} column @param {(type: string) => string} typeName
 * @returns {Ranks} */
function ranksOf(data, column, typeName) {
  const { columns } = data;
  if (column === 'date' || column === 'low' || column === 'best' || column === 'high')
    return ranksOfNumbers(columns.number(column === 'date' ? 'start' : column));
  if (column === 'id' && columns.ids) return ranksOfIds(columns.ids());
  const { codes, texts } = columns.codes(column);
  const key = (/** @type {string} */ text) =>
    column === 'type' ? typeName(text)
      : column === 'sources' ? text.split(/\s+/).filter(Boolean).length : text;
  const rank = ranked(texts.map(key));
  return { of: (row) => rank[codes[row]], count: texts.length };
}

/** @param {(string | number)[]} keys @returns {Float64Array} */
function ranked(keys) {
  const values = [...new Set(keys)];
  if (typeof values[0] === 'number') values.sort((a, b) => Number(a) - Number(b));
  else values.sort();
  const place = new Map(values.map((value, i) => [value, i]));
  return Float64Array.from(keys, (key) => place.get(key) ?? NaN);
}

/** Whole numbers are their own places, from the least one up.
 * @param {ArrayLike<number>} numbers @returns {Ranks} */
function ranksOfNumbers(numbers) {
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < numbers.length; row += 1) {
    if (numbers[row] < least) least = numbers[row];
    if (numbers[row] > most) most = numbers[row];
  }
  if (most - least < MOST) return { of: (row) => numbers[row] - least, count: most - least + 1 };
  const rank = ranked(Array.from(numbers));
  return { of: (row) => (Number.isNaN(numbers[row]) ? NaN : rank[row]), count: numbers.length };
}

/** Ids that end in a number: by what they begin with, then by number.
 * @param {ReturnType<NonNullable<Data['columns']['ids']>>} ids @returns {Ranks} */
function ranksOfIds({ heads, codes, numbers }) {
  const [head, { of, count }] = [ranked(heads), ranksOfNumbers(numbers)];
  return { of: (row) => head[codes[row]] * count + of(row), count: heads.length * count };
}

/** Sorts by places without comparing: how many stand before each place says where it begins.
 * @param {number[]} rows @param {Ranks} ranks @param {boolean} down @returns {number[]} */
function sortedMany(rows, { of, count }, down) {
  const place = (/** @type {number} */ row) => {
    const rank = of(row);
    return Number.isNaN(rank) ? count : down ? count - 1 - rank : rank;
  };
  return count < MOST ? byCounting(rows, place, count + 1) : byNumbers(rows, place);
}

/** @param {number[]} rows @param {(row: number) => number} place @param {number} count
 * @returns {number[]} */
function byCounting(rows, place, count) {
  const { length } = rows;
  const begins = new Uint32Array(count + 1);
  for (let i = 0; i < length; i += 1) begins[place(rows[i]) + 1] += 1;
  for (let i = 0; i < count; i += 1) begins[i + 1] += begins[i];
  const found = new Rows(length);
  for (let i = 0; i < length; i += 1) {
    const at = place(rows[i]);
    found[begins[at]] = rows[i];
    begins[at] += 1;
  }
  return /** @type {any} */ (found);
}

/** @param {number[]} rows @param {(row: number) => number} place @returns {number[]} */
function byNumbers(rows, place) {
  const { length } = rows;
  const keys = Float64Array.from(rows, (row, i) => place(row) * length + i).sort();
  return Array.from(keys, (key) => rows[key % length]);
}
