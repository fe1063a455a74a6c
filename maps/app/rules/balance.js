/** Which sides are quoted on the events shown, and on whose figures the dead rest; pure.
 * The rules are those of `conflictmap.balance` in Python, and a test compares the two. */
/** @import {Claim, Columns, Data, Num, Range, Sum, Window} from '#app/types' */
import { ALLIED, partiesOf } from '#app/rules/claimsview';
import { count, forest, insider } from '#app/rules/count';
import { hasRole, ofRole } from '#app/rules/roles';
import { add, closed, emptySum, one } from '#app/rules/sums';
import { eventsIn, eventsOf } from '#app/rules/weights';
import { among } from '#app/util/lazy';

/** The sides that are quoted on each event that has claims; allies speak for no side of their own.
 * @param {Claim[]} claims @returns {Map<string, Set<string>>} */
function sidesOf(claims) {
  const found = new Map();
  for (const { event, side } of claims.filter((claim) => claim.side !== ALLIED)) found.set(event, (found.get(event) ?? new Set()).add(side));
  return found;
}

/** @param {Claim[]} claims @param {Data['index']} index
 * @param {number[]} rows single events, in order @param {Pick<Columns, 'weights'>} columns
 * @returns {{only: Map<string, number>, several: number, neither: number}} events: on which one
 * party is quoted and no other, by party; on which more than one is; on which none is */
export function balance(claims, index, rows, columns) {
  const parties = partiesOf(claims);
  const only = new Map(parties.map((side) => [side, 0]));
  let [several, neither] = [0, eventsIn(columns, rows)];
  for (const [row, quoted] of quotedRows(sidesOf(claims), index, rows)) {
    const own = parties.filter((side) => quoted.has(side));
    if (own.length === 0) continue;
    const events = eventsOf(columns, row);
    if (own.length > 1) several += events;
    else only.set(own[0], (only.get(own[0]) ?? 0) + events);
    neither -= events;
  }
  return { only, several, neither };
}

/** Of the rows, those on which somebody is quoted: there are few.
 * @param {Map<string, Set<string>>} sides @param {Data['index']} index @param {number[]} rows
 * @returns {Map<number, Set<string>>} */
function quotedRows(sides, index, rows) {
  const found = new Map();
  for (const [id, quoted] of sides) {
    const row = index.get(id);
    if (row !== undefined && among(rows, row)) found.set(row, quoted);
  }
  return found;
}

/** @typedef {{all: Sum, only: Map<string, Range>, events: number, of: number, one: number}} Deaths
 * the toll of all; by party, that of events whose figures come from it alone; and of the EVENTS
 * with a best figure, the sum of these, and how many of it rest on one party alone */

/** Deaths by whose figures they are, of the rows that count: a whole, and not its parts.
 * @param {Pick<Data, 'spec' | 'columns' | 'index'>} data @param {number[]} rows
 * @param {Window} window
 * @returns {Deaths} */
export function deaths(data, rows, window) {
  const { spec: { claims }, columns, index } = data;
  const counted = countedRows(data, rows, window);
  const killed = claims.filter(
    ({ measure, low, best, high }) =>
      (measure === 'killed' || measure === 'killed_or_missing') &&
      (low !== null || best !== null || high !== null),
  );
  const quoted = quotedRows(sidesOf(killed), index, counted);
  const parties = partiesOf(claims);
  const alone = (/** @type {number} */ row, /** @type {string} */ side) =>
    quoted.get(row)?.size === 1 && quoted.get(row)?.has(side) === true;
  const best = columns.number('best');
  const stated = counted.filter((row) => !Number.isNaN(best[row]));
  const sum = (/** @type {number[]} */ of) => of.reduce((found, row) => found + best[row], 0);
  return {
    all: count(data, rows, window),
    only: new Map(parties.map((side) =>
      [side, rangeOf(columns, [...quoted.keys()].filter((row) => alone(row, side)))])),
    events: eventsIn(columns, stated),
    of: sum(stated),
    one: sum(stated.filter((row) => parties.some((side) => alone(row, side)))),
  };
}

/** The rows of which a total is made: those that lie in the window, and are part of no whole that
 * does. @param {Pick<Data, 'spec' | 'columns' | 'index'>} data @param {number[]} rows
 * @param {Window} window @returns {number[]} in order */
function countedRows(data, rows, window) {
  const { columns } = data;
  const inside = insider(columns, window);
  const toll = hasRole(columns, 'toll') ? ofRole(columns, 'toll') : () => false;
  const whole = ofRole(columns, 'aggregate');
  const { roots, children } = forest(data, rows);
  /** @type {(row: number) => number[]} */
  const within = (row) => {
    if (toll(row)) return [];
    if (inside(row)) return [row];
    return whole(row) ? (children.get(row) ?? []).flatMap(within) : [];
  };
  return roots.flatMap(within).sort((a, b) => a - b);
}

/** @param {Columns} columns @param {number[]} rows @returns {Range} */
function rangeOf(columns, rows) {
  const value = (/** @type {'low' | 'best' | 'high'} */ key, /** @type {number} */ row) => {
    const found = columns.number(key)[row];
    return /** @type {Num} */ (Number.isNaN(found) ? null : found);
  };
  const sums = rows.map((row) =>
    one({ low: value('low', row), best: value('best', row), high: value('high', row) }, eventsOf(columns, row)));
  const { low, best, high } = closed(sums.reduce(add, emptySum()));
  return { low, best, high };
}
