/** Which events are shown: one clock and the reader's filters; pure. */
/** @import {Coded, Data, Filters, State, Weights, Window} from '#app/types' */
import { firstAbove } from '#app/util/clock';
import { Rows } from '#app/util/lazy';

/** @type {Filters} */
export const NO_FILTERS = Object.freeze({
  types: [],
  status: [],
  precision: [],
  actors: [],
  sides: [],
  sources: [],
  text: '',
  certain: false,
  toll: null,
});

/** Filters that are lists: an event passes when it has one of the values. */
export const LISTS = /** @type {const} */ ([
  'types',
  'status',
  'precision',
  'actors',
  'sides',
  'sources',
]);

/** Rows in order, and of the dated ones, which come first, their days.
 * @typedef {{rows: Rows, start: Int32Array, end: Int32Array, maxEnd: Int32Array,
 *   passes: Uint8Array | null}} RowSet */

/** The last row sets that were made, by filters. @type {WeakMap<Data, Map<string, RowSet>>} */
const sets = new WeakMap();
const KEPT = 12;

/** The rows that filters which know nothing of time let pass.
 * @param {Data} data @param {Filters} filters @returns {RowSet} */
export function rowSet(data, filters) {
  const known = sets.get(data) ?? new Map();
  sets.set(data, known);
  const key = JSON.stringify([LISTS.map((list) => filters[list]), filters.toll, filters.text]);
  const found = known.get(key) ?? makeSet(data, filters);
  known.delete(key); // the last one used stands last
  known.set(key, found);
  if (known.size > KEPT) known.delete(known.keys().next().value);
  return found;
}

/** @param {Data} data @param {Filters} filters @returns {RowSet} */
function makeSet(data, filters) {
  const { start, end, maxEnd, columns } = data;
  const passes = maskOf(data, filters);
  if (!passes) return { rows: every(columns.rows), start, end, maxEnd, passes };
  let [count, dated] = [0, 0];
  for (let row = 0; row < columns.rows; row += 1) {
    count += passes[row];
    if (row < start.length) dated += passes[row];
  }
  const set = {
    rows: new Rows(count), start: new Int32Array(dated), end: new Int32Array(dated),
    maxEnd: new Int32Array(dated), passes,
  };
  for (let row = 0, i = 0, most = -(2 ** 31); row < columns.rows; row += 1) {
    if (!passes[row]) continue;
    set.rows[i] = row;
    if (row < start.length) {
      most = Math.max(most, end[row]);
      [set.start[i], set.end[i], set.maxEnd[i]] = [start[row], end[row], most];
    }
    i += 1;
  }
  return set;
}

/** @param {number} count */
function every(count) {
  const rows = new Rows(count);
  for (let row = 0; row < count; row += 1) rows[row] = row;
  return rows;
}

/** 1 for each row that passes; null when every row does.
 * @param {Data} data @param {Filters} filters @returns {Uint8Array | null} */
function maskOf({ columns, sides: quoted }, { text, sides, toll, ...lists }) {
  const tests = textTests(lists).filter(([list]) => list.length);
  if (toll === null && text === '' && tests.length + sides.length === 0) return null;
  const mask = text === '' ? new Uint8Array(columns.rows).fill(1) : columns.search(text);
  for (const [, names, wanted] of tests) keep(mask, names.map(columns.codes), wanted);
  if (sides.length) keepSides(mask, quoted, sides);
  if (toll !== null) keepToll(mask, columns, toll);
  return mask;
}

/** Filters by text: what is wanted, the columns it is looked for in, and whether a text has it.
 * @param {Pick<Filters, 'types' | 'status' | 'precision' | 'sources' | 'actors'>} filters
 * @returns {[string[], (keyof import('#app/types').EventColumns)[], (text: string) => boolean][]} */
const textTests = ({ types, status, precision, sources, actors }) => [
  [types, ['type'], (value) => types.includes(value)],
  [status, ['status'], (value) => status.includes(value)],
  [precision, ['place_precision'], (value) => precision.includes(value)],
  [sources, ['sources'], (ids) => ids.split(/\s+/).some((id) => sources.includes(id))],
  [actors, ['actor_a', 'actor_b'],
    (names) => names.split(';').some((name) => actors.includes(name.trim()))],
];

/** Keep the rows on which one of some sides is quoted.
 * @param {Uint8Array} mask @param {Data['sides']} quoted @param {string[]} sides */
function keepSides(mask, quoted, sides) {
  const before = mask.slice();
  mask.fill(0);
  for (const [row, own] of quoted)
    if (own.some((side) => sides.includes(side))) mask[row] = before[row];
}

/** Keep the rows that may have so many dead, or more; without an upper end the best figure counts.
 * @param {Uint8Array} mask @param {Data['columns']} columns @param {number} least */
function keepToll(mask, columns, least) {
  const [high, best] = [columns.number('high'), columns.number('best')];
  for (let row = 0; row < mask.length; row += 1)
    if (!((Number.isNaN(high[row]) ? best[row] : high[row]) >= least)) mask[row] = 0;
}

/** Clear the rows of which no column holds a text that is wanted.
 * @param {Uint8Array} mask @param {Coded[]} texts
 * @param {(text: string) => boolean} wanted */
function keep(mask, texts, wanted) {
  const found = texts.map(({ texts: all }) => Uint8Array.from(all, (text) => Number(wanted(text))));
  const [a, b] = [0, texts.length - 1];
  const [one, two] = [texts[a].codes, texts[b].codes];
  for (let row = 0; row < mask.length; row += 1)
    mask[row] &= found[a][one[row]] | found[b][two[row]];
}

/** Do the filters that know nothing of time let ROW pass? An empty list lets everything pass.
 * @param {Data} data @param {Filters} filters @param {number} row */
export function passes(data, filters, row) {
  const { passes: mask } = rowSet(data, filters);
  return mask === null || mask[row] === 1;
}

/** Rows of a set that may have happened in the window, in order of day. Undated rows come last:
 * they may have happened in any window. A window over many rows is cut out, not copied.
 * @param {RowSet} set @param {Window} window @param {boolean} certain only those wholly inside
 * @returns {Rows} */
export function rowsInWindow({ rows, start, end, maxEnd }, [from, to], certain) {
  const last = firstAbove(start, to - 1);
  const inside = Math.min(last, firstAbove(start, from - 1));
  if (certain) return sure(rows, end, maxEnd, inside, last, to);
  const early = [];
  for (let i = firstAbove(maxEnd, from); i < inside; i += 1) if (end[i] > from) early.push(rows[i]);
  const whole = early.length === 0 && start.length === rows.length;
  const found = whole
    ? /** @type {Rows} */ (rows.subarray(inside, last))
    : new Rows(early.length + last - inside + rows.length - start.length);
  if (!whole) {
    found.set(early);
    found.set(rows.subarray(inside, last), early.length);
    found.set(rows.subarray(start.length), early.length + last - inside);
  }
  found.parts = { of: rows, from: inside, to: last, early };
  return found;
}

/** @param {Rows} rows @param {Int32Array} end @param {Int32Array} maxEnd @param {number} first
 * @param {number} last @param {number} to @returns {Rows} those that end by a day */
function sure(rows, end, maxEnd, first, last, to) {
  if (!(maxEnd[last - 1] > to)) {
    const whole = /** @type {Rows} */ (rows.subarray(first, last));
    whole.parts = { of: rows, from: first, to: last, early: [] };
    return whole;
  }
  const found = new Rows(last - first);
  let count = 0;
  for (let i = first; i < last; i += 1) {
    if (end[i] > to) continue;
    found[count] = rows[i];
    count += 1;
  }
  return /** @type {Rows} */ (found.subarray(0, count));
}

/** @param {Data} data @param {Window} window @param {boolean} certain only those wholly inside
 * @returns {number[]} rows that may have happened in the window, whatever the filters */
export function inWindow(data, window, certain) {
  return /** @type {any} */ (rowsInWindow(rowSet(data, NO_FILTERS), window, certain));
}

/** @param {Data} data @param {State} state @returns {number[]} rows shown, by day */
export function visibleRows(data, state) {
  return /** @type {any} */ (
    rowsInWindow(rowSet(data, state.filters), state.window, state.filters.certain)
  );
}

/** @param {Filters} filters */
export const isFiltered = (filters) =>
  LISTS.some((key) => filters[key].length > 0) ||
  filters.text !== '' ||
  filters.certain ||
  filters.toll !== null;

/** How many events have each text of a column.
 * @param {Coded} column @param {ArrayLike<number>} rows
 * @param {Weights} [weights] events by row
 * @returns {Map<string, number>} only those above zero */
export function countTexts({ codes, texts }, rows, weights = null) {
  const counts = weights ? new Float64Array(texts.length) : new Uint32Array(texts.length);
  if (weights) for (let i = 0; i < rows.length; i += 1) counts[codes[rows[i]]] += weights[rows[i]];
  else for (let i = 0; i < rows.length; i += 1) counts[codes[rows[i]]] += 1;
  const found = new Map();
  counts.forEach((count, code) => count && found.set(texts[code], count));
  return found;
}

/** Types that a link asks for and the data does not have.
 * @param {{id: string}[]} types of the data @param {Pick<Filters, 'types'>} filters */
export const unknownTypes = (types, filters) =>
  filters.types.filter((asked) => !types.some(({ id }) => id === asked));
