/** The counting rule of the page: ranges, unknowns, and no aggregate added to its parts; pure. */
/** @import {Columns, Data, EventColumns, Group, Num, Sum, Totals, Weights, Window} from '#app/types' */
import { hasRole, ofRole } from '#app/rules/roles';
import { add, closed, emptySum, KEYS, larger, one, partly } from '#app/rules/sums';
import { eventsOf } from '#app/rules/weights';
import { lazyMember } from '#app/util/lazy';

/** What is counted, read once. @typedef {Pick<Data, 'spec' | 'columns' | 'index'>} Source */

/** Rows by the nearest aggregate among ROWS; a circle of part_of is cut where it closes.
 * @param {Source} data @param {number[]} rows
 * @returns {{roots: number[], children: Map<number, number[]>}} */
export function forest({ spec: { events }, columns, index }, rows) {
  const { codes, texts } = columns.codes('part_of');
  const children = new Map();
  if (!hasRole(columns, 'aggregate') || texts.every((whole) => whole === ''))
    return { roots: rows, children };
  const whole = ofRole(columns, 'aggregate');
  const shown = new Set(rows.filter(whole));
  const parents = texts.map((id) => index.get(id));
  const roots = rows.filter((row) => {
    if (parents[codes[row]] === undefined) return true;
    const parent = wholeOf(events, index, shown, row);
    if (parent === null) return true;
    const known = children.get(parent);
    if (known) known.push(row);
    else children.set(parent, [row]);
    return false;
  });
  return { roots, children };
}

/** @param {EventColumns} events @param {Data['index']} index @param {Set<number>} shown
 * @param {number} row @returns {number | null} */
function wholeOf(events, index, shown, row) {
  const seen = new Set();
  let found = null;
  for (
    let next = index.get(events.part_of[row]);
    next !== undefined && !seen.has(next);
    next = index.get(events.part_of[next])
  ) {
    if (next === row) return null;
    if (found === null && shown.has(next)) found = next;
    seen.add(next);
  }
  return found;
}

/** ROWS without those that have no date: no window holds them, and they count nowhere.
 * @template {number[] | Int32Array | Uint32Array} T @param {Source} data @param {T} rows
 * @returns {T} ROWS themselves, where all are dated; the undated come last */
export function dated({ spec: { events }, columns }, rows) {
  const [start, end] = [columns.number('start'), columns.number('end')];
  let { length } = rows;
  const undated = (/** @type {number} */ row) =>
    Number.isNaN(start[row]) && Number.isNaN(end[row]) && !events.when?.[row];
  while (length > 0 && undated(rows[length - 1])) length -= 1;
  return length < rows.length ? /** @type {T} */ (rows.slice(0, length)) : rows;
}

/** Totals of ROWS (those shown, which overlap the window, in order of day).
 * @param {Source} data @param {number[]} rows @param {Window} window @returns {Totals} */
export function count(data, rows, window) {
  const { events } = data.spec;
  const { roots, children } = forest(data, dated(data, rows));
  /** @type {Totals} */
  const totals = {
    ...emptySum(),
    groups: [],
    rest: emptySum(),
    restIds: /** @type {string[]} */ ([]),
    named: [],
    overlapping: [],
    tolls: [],
  };
  const walk = { events, children, inside: insider(data.columns, window), totals, columns: data.columns };
  const plain = plainRows(data, roots);
  for (const row of plain.others) addWhole(walk, row);
  const rest = sumOfPlain(walk, plain.rest);
  Object.assign(totals, closed(totals.groups.reduce(add, rest)));
  totals.groups = totals.groups.map(closed);
  totals.rest = closed(rest);
  // Of a million events, the ids are put together only when somebody asks for them.
  lazyMember(totals, 'restIds', () => Array.from(plain.rest, (row) => events.id[row]));
  return totals;
}

/** Does a row lie in the window with all its days?
 * @param {Columns} columns @param {Window} window @returns {(row: number) => boolean} */
export function insider(columns, [from, to]) {
  const [start, end] = [columns.number('start'), columns.number('end')];
  return (row) => start[row] >= from && end[row] <= to; // an open end is NaN
}

/** Single events, and those that are totals over others.
 * @param {Source} data @param {number[]} roots @returns {{rest: number[], others: number[]}} */
function plainRows({ columns }, roots) {
  if (!hasRole(columns, 'aggregate') && !hasRole(columns, 'toll')) return { rest: roots, others: [] };
  const [whole, toll] = [ofRole(columns, 'aggregate'), ofRole(columns, 'toll')];
  const other = (/** @type {number} */ row) => whole(row) || toll(row);
  return { rest: roots.filter((row) => !other(row)), others: roots.filter(other) };
}

/** @typedef {{events: EventColumns, children: Map<number, number[]>,
 *   inside: (row: number) => boolean, totals: Totals, columns: Columns}} Walk */

/** @param {Walk} walk @param {number} row an aggregate, or a report of a toll */
function addWhole(walk, row) {
  const { events, totals } = walk;
  if (events.role[row] === 'toll') totals.tolls.push(events.id[row]);
  else totals.groups.push(group(walk, row));
}

/** The sum of single events: what is unknown is counted, not taken as zero. Of those that only
 * overlap the window, the upper bound alone is added.
 * @param {Walk} walk @param {ArrayLike<number>} rows @returns {Sum} */
function sumOfPlain({ events, inside, totals, columns }, rows) {
  const sum = emptySum();
  const within = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    within[i] = Number(inside(rows[i]));
    if (!within[i]) totals.overlapping.push(events.id[rows[i]]);
  }
  const missing = new Uint8Array(rows.length);
  for (const key of KEYS) sum[key] = sumOfColumn(columns.number(key), rows, within, missing, key === 'high');
  countInto(sum, columns.weights(), rows, within, missing);
  return sum;
}

/** Count events, those that state no toll, those that do not state an end of it, and those partly
 * in the window that state no upper end.
 * @param {Sum} sum changed @param {Weights} weights
 * @param {ArrayLike<number>} rows @param {Uint8Array} within @param {Uint8Array} missing */
function countInto(sum, weights, rows, within, missing) {
  const events = new Float64Array(8); // by which of the three is not known
  for (let i = 0; i < rows.length; i += 1) {
    const weight = weights ? weights[rows[i]] : 1;
    if (within[i]) events[missing[i]] += weight;
    else if (missing[i] & 4 && missing[i] !== 7) sum.open += weight;
  }
  events.forEach((n, bits) => {
    sum.events += n;
    if (bits === 7) sum.silent += n;
    else KEYS.forEach((key, bit) => {
      if (bits & (1 << bit)) sum.unknown[key] += n;
    });
  });
}

/** The sum of what is known of a column, and by row which columns are not known, a bit for each.
 * @param {ArrayLike<number>} column @param {ArrayLike<number>} rows @param {Uint8Array} within
 * @param {Uint8Array} missing changed: moved on by one bit @param {boolean} outside added too
 * @returns {Num} */
function sumOfColumn(column, rows, within, missing, outside) {
  let [found, sum] = [false, 0];
  for (let i = 0; i < rows.length; i += 1) {
    const value = column[rows[i]];
    missing[i] >>= 1;
    if (Number.isNaN(value)) missing[i] |= 4;
    else if (within[i] || outside) {
      found = true;
      sum += value;
    }
  }
  return found ? sum : null;
}

/** @param {Walk} walk @param {number} row @returns {Group} */
function group(walk, row) {
  const { events, children, inside } = walk;
  const below = descendants(children, row);
  const ids = (/** @type {boolean} */ toll) =>
    below.filter((part) => (events.role[part] === 'toll') === toll).map((part) => events.id[part]);
  return {
    ...sumOf(walk, row),
    id: events.id[row],
    counted: inside(row),
    parts: ids(false),
    tolls: ids(true),
  };
}

/** @param {Map<number, number[]>} children @param {number} row @returns {number[]} */
function descendants(children, row) {
  return (children.get(row) ?? []).flatMap((part) => [part, ...descendants(children, part)]);
}

/** @param {Walk} walk @param {number} row @returns {Sum} */
function sumOf(walk, row) {
  const { events, children, inside, totals, columns } = walk;
  const own = { low: events.low[row], best: events.best[row], high: events.high[row] };
  if (inside(row)) return one(own, eventsOf(columns, row));
  if (events.role[row] !== 'aggregate') {
    totals.overlapping.push(events.id[row]);
    return partly(own, eventsOf(columns, row));
  }
  totals.named.push(events.id[row]);
  const parts = children.get(row) ?? [];
  const sum = parts
    .filter((part) => events.role[part] !== 'toll')
    .map((part) => sumOf(walk, part))
    .reduce(add, emptySum());
  for (const part of parts) {
    if (events.role[part] === 'toll' && inside(part)) raise(sum, events, part);
  }
  return sum;
}

/** @param {Sum} sum changed @param {EventColumns} events @param {number} row a report of a toll */
function raise(sum, events, row) {
  for (const key of KEYS) sum[key] = larger(sum[key], events[key][row]);
}
