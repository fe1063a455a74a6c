/**
 * What is not known of the events shown, by kind; pure. The kinds and counts are those of
 * `conflictmap.doubts` in geo/conflictmap/analysis/evidence.py, and a test compares the two.
 */
/** @import {Columns, Data, DoubtKind, LayerJoins} from '#app/types' */
import { ALLIED, partiesOf } from '#app/rules/claimsview';
import { singleRows } from '#app/rules/roles';

/** In the order in which they are listed. */
export const DOUBT_KINDS = /** @type {const} */ ([
  'unplaced',
  'wide_place',
  'possible_join',
  'border',
  'undated',
  'no_certain_day',
  'wide_dates',
  'no_toll',
  'toll_range',
  'one_side',
]);
/** Kinds that are about the place: these the map draws as rings and areas. */
export const WIDE_M = 5000;

/** @param {Data} data @param {number[]} rows @returns {Map<DoubtKind, number[]>} rows by kind */
export function doubts(data, rows) {
  const last = made.get(rows);
  if (last?.data === data) return last.found;
  const tests = testsOf(data);
  const found = new Map(DOUBT_KINDS.map((kind) => [kind, /** @type {number[]} */ ([])]));
  const single = singleRows(data.columns, rows);
  for (const [kind, of] of found) {
    const test = tests[kind];
    for (let i = 0; i < single.length; i += 1) if (test(single[i])) of.push(single[i]);
  }
  made.set(rows, { data, found });
  return found;
}

/** The list and the map ask for the same.
 * @type {WeakMap<object, {data: Data, found: Map<DoubtKind, number[]>}>} */
const made = new WeakMap();

/** The rows of one kind, or of any, in order.
 * @param {Data} data @param {number[]} rows @param {DoubtKind | 'all'} wanted
 * @returns {number[]} */
export function doubtfulRows(data, rows, wanted) {
  const found = doubts(data, rows);
  if (wanted !== 'all') return found.get(wanted) ?? [];
  const marks = new Uint8Array(data.columns.rows);
  for (const some of found.values()) for (let i = 0; i < some.length; i += 1) marks[some[i]] = 1;
  return rows.filter((row) => marks[row] === 1);
}

/** @typedef {(row: number) => boolean} Test */

/** @param {Data} data @returns {Record<DoubtKind, Test>} */
function testsOf(data) {
  const { columns } = data;
  const where = columns.codes('where');
  const areas = Uint8Array.from(where.texts, (text) => Number(text !== ''));
  const radius = columns.number('radius_m');
  const placed = (/** @type {number} */ row) => columns.place[row] >= 0;
  const parties = partiesOf(data.spec.claims);
  const oneSided = new Set();
  for (const [row, sides] of data.sides) {
    const [side, ...others] = sides.filter((name) => name !== ALLIED);
    if (others.length === 0 && parties.includes(side)) oneSided.add(row);
  }
  return {
    unplaced: (row) => !placed(row),
    wide_place: (row) => placed(row) && (areas[where.codes[row]] === 1 || radius[row] > WIDE_M),
    possible_join: joined(columns, ({ certainty }) => certainty === 'possible'),
    border: joined(columns, ({ border }) => border),
    ...dateDoubts(data),
    ...tollDoubts(columns),
    one_side: (row) => oneSided.has(row),
  };
}

/** Rows of which a layer says something of a kind.
 * @param {Columns} columns @param {(kind: LayerJoins['kinds'][number]) => boolean} wanted
 * @returns {Test} */
function joined(columns, wanted) {
  const marks = new Uint8Array(columns.rows);
  for (const { rows, codes, kinds } of columns.joins()) {
    const found = kinds.map(wanted);
    for (let i = 0; i < rows.length; i += 1) if (found[codes[i]]) marks[rows[i]] = 1;
  }
  return (row) => marks[row] === 1;
}

/** Dated rows come first; an open start is not known either, and is a date all the same.
 * @param {Data} data
 * @returns {Pick<Record<DoubtKind, Test>, 'undated' | 'no_certain_day' | 'wide_dates'>} */
function dateDoubts({ columns, start: { length: dated }, spec: { events } }) {
  let length = dated;
  while (length < columns.rows && events.when[length]) length += 1;
  const [start, end] = [columns.number('start'), columns.number('end')];
  const [from, to] = [columns.number('certain_start'), columns.number('certain_end')];
  const sure = (/** @type {number} */ row) => known(from[row]) || known(to[row]);
  const whole = (/** @type {number} */ row) =>
    Object.is(from[row], start[row]) && Object.is(to[row], end[row]);
  return {
    undated: (row) => row >= length,
    no_certain_day: (row) => row < length && !sure(row),
    wide_dates: (row) => row < length && sure(row) && !whole(row),
  };
}

/** @param {number} value */
const known = (value) => !Number.isNaN(value);

/** @param {Columns} columns @returns {Pick<Record<DoubtKind, Test>, 'no_toll' | 'toll_range'>} */
function tollDoubts(columns) {
  const [low, best, high] = [columns.number('low'), columns.number('best'), columns.number('high')];
  return {
    no_toll: (row) => !known(low[row]) && !known(best[row]) && !known(high[row]),
    toll_range: (row) => {
      if (!known(low[row]) && !known(high[row])) return false; // one figure, or none
      return low[row] !== high[row] || (known(best[row]) && best[row] !== low[row]);
    },
  };
}
