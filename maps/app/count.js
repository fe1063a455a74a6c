/** The counting rule of the page: ranges, unknowns, and no aggregate added to its parts; pure. */
/** @import {EventColumns, Group, Num, Range, Sum, Totals, Window} from '#app/types' */
import { within } from '#app/clock';
import { lazyMember } from '#app/lazy';

const KEYS = /** @type {const} */ (['low', 'best', 'high']);

/** @returns {Sum} */
export const nothing = () => ({
  low: null,
  best: null,
  high: null,
  events: 0,
  silent: 0,
  unknown: { low: 0, best: 0, high: 0 },
});

/** @param {Num} a @param {Num} b @returns {Num} the sum of what is known */
const plus = (a, b) => (a === null ? b : b === null ? a : a + b);
/** @param {Num} a @param {Num} b @returns {Num} the larger of what is known */
const larger = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));

/** @param {Sum} a @param {Sum} b @returns {Sum} */
export function add(a, b) {
  const sum = { ...nothing(), events: a.events + b.events, silent: a.silent + b.silent };
  for (const key of KEYS) {
    sum[key] = plus(a[key], b[key]);
    sum.unknown[key] = a.unknown[key] + b.unknown[key];
  }
  return sum;
}

/** @param {Sum} sum changed @param {Sum} more added to it */
function include(sum, more) {
  sum.events += more.events;
  sum.silent += more.silent;
  for (const key of KEYS) {
    sum[key] = plus(sum[key], more[key]);
    sum.unknown[key] += more.unknown[key];
  }
}

/** @param {Range} range @returns {Sum} one event; what is unknown is counted, not taken as zero */
function one(range) {
  const sum = { ...nothing(), events: 1 };
  if (KEYS.every((key) => range[key] === null)) return { ...sum, silent: 1 };
  for (const key of KEYS) {
    sum[key] = range[key];
    sum.unknown[key] = range[key] === null ? 1 : 0;
  }
  return sum;
}

/** Rows by the nearest aggregate among ROWS; a circle of part_of is cut where it closes.
 * @param {EventColumns} events @param {number[]} rows
 * @returns {{roots: number[], children: Map<number, number[]>}} */
export function forest(events, rows) {
  const { part_of: wholes } = events;
  if (!wholes.some((whole) => whole !== '')) return { roots: rows, children: new Map() };
  const rowOf = new Map(events.id.map((id, row) => [id, row]));
  const shown = new Set(rows.filter((row) => events.role[row] === 'aggregate'));
  const children = new Map();
  const roots = [];
  for (const row of rows) {
    const parent = wholeOf(events, rowOf, shown, row);
    if (parent === null) roots.push(row);
    else children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  return { roots, children };
}

/** @param {EventColumns} events @param {Map<string, number>} rowOf @param {Set<number>} shown
 * @param {number} row @returns {number | null} */
function wholeOf(events, rowOf, shown, row) {
  const seen = new Set();
  let found = null;
  for (
    let next = rowOf.get(events.part_of[row]);
    next !== undefined && !seen.has(next);
    next = rowOf.get(events.part_of[next])
  ) {
    if (next === row) return null;
    if (found === null && shown.has(next)) found = next;
    seen.add(next);
  }
  return found;
}

/** Totals of ROWS (those shown, which overlap the window).
 * @param {EventColumns} events @param {number[]} rows @param {Window} window @returns {Totals} */
export function count(events, rows, window) {
  const { roots, children } = forest(events, rows);
  /** @type {Totals} */
  const totals = {
    ...nothing(),
    groups: [],
    rest: nothing(),
    restIds: /** @type {string[]} */ ([]),
    named: [],
    overlapping: [],
    tolls: [],
  };
  const inside = (/** @type {number} */ row) =>
    within(events.start[row], events.end[row], window[0], window[1]);
  /** @type {number[]} */
  const rest = [];
  const walk = { events, children, inside, totals, rest };
  for (const row of roots) addRoot(walk, row);
  Object.assign(totals, totals.groups.reduce(add, totals.rest));
  // Of a million events, the ids are put together only when somebody asks for them.
  lazyMember(totals, 'restIds', () => rest.map((row) => events.id[row]));
  return totals;
}

/** @typedef {{events: EventColumns, children: Map<number, number[]>,
 *   inside: (row: number) => boolean, totals: Totals, rest: number[]}} Walk */

/** @param {Walk} walk @param {number} row */
function addRoot(walk, row) {
  const { events, totals, rest } = walk;
  if (events.role[row] === 'toll') {
    totals.tolls.push(events.id[row]);
    return;
  }
  if (events.role[row] === 'aggregate') {
    totals.groups.push(group(walk, row));
  } else {
    include(totals.rest, sumOf(walk, row));
    rest.push(row);
  }
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
  const { events, children, inside, totals } = walk;
  const own = { low: events.low[row], best: events.best[row], high: events.high[row] };
  if (inside(row)) return one(own);
  if (events.role[row] !== 'aggregate') {
    totals.overlapping.push(events.id[row]);
    return { ...nothing(), high: own.high };
  }
  totals.named.push(events.id[row]);
  const parts = children.get(row) ?? [];
  const sum = parts
    .filter((part) => events.role[part] !== 'toll')
    .map((part) => sumOf(walk, part))
    .reduce(add, nothing());
  for (const part of parts) {
    if (events.role[part] === 'toll' && inside(part)) raise(sum, events, part);
  }
  return sum;
}

/** @param {Sum} sum changed @param {EventColumns} events @param {number} row a report of a toll */
function raise(sum, events, row) {
  for (const key of KEYS) sum[key] = larger(sum[key], events[key][row]);
}
