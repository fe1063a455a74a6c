/** Which sides are quoted on the events shown; pure. */
/** @import {Claim, Data, Hot, Num, Range} from '#app/types' */
import { among } from '#app/lazy';
import { singleRows } from '#app/roles';
import { eventsIn, eventsOf } from '#app/weights';

/** The sides that are quoted on each event that has claims.
 * @param {Claim[]} claims @returns {Map<string, Set<string>>} */
function sidesOf(claims) {
  const found = new Map();
  for (const { event, side } of claims) found.set(event, (found.get(event) ?? new Set()).add(side));
  return found;
}

/** @param {Claim[]} claims @param {Data['index']} index
 * @param {number[]} rows single events, in order @param {Pick<Hot, 'weights'>} hot
 * @returns {{armenian: number, azerbaijani: number, both: number, neither: number}} events */
export function balance(claims, index, rows, hot) {
  const counts = { armenian: 0, azerbaijani: 0, both: 0, neither: eventsIn(hot, rows) };
  for (const [row, quoted] of quotedRows(sidesOf(claims), index, rows)) {
    const [hy, az] = [quoted.has('armenian'), quoted.has('azerbaijani')];
    if (!hy && !az) continue;
    const events = eventsOf(hot, row);
    counts[hy && az ? 'both' : hy ? 'armenian' : 'azerbaijani'] += events;
    counts.neither -= events;
  }
  return counts;
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

/** Deaths of single events, and of those whose figures come from one party only.
 * The rules are those of `conflictmap.balance` in Python, and a test compares the two.
 * @param {Pick<Data, 'spec' | 'hot' | 'index'>} data @param {number[]} rows
 * @returns {{all: Range, armenian: Range, azerbaijani: Range, share: Num}} */
export function deaths({ spec: { claims }, hot, index }, rows) {
  const killed = claims.filter(
    ({ measure, low, best, high }) =>
      (measure === 'killed' || measure === 'killed_or_missing') &&
      (low !== null || best !== null || high !== null),
  );
  const single = singleRows(hot, rows);
  const quoted = quotedRows(sidesOf(killed), index, single);
  const alone = (/** @type {string} */ side) =>
    single.filter((row) => quoted.get(row)?.size === 1 && quoted.get(row)?.has(side));
  const sum = (/** @type {number[]} */ of) => ({
    low: total(hot.number('low'), of),
    best: total(hot.number('best'), of),
    high: total(hot.number('high'), of),
  });
  const found = { armenian: sum(alone('armenian')), azerbaijani: sum(alone('azerbaijani')) };
  const all = sum(single);
  const one = (found.armenian.best ?? 0) + (found.azerbaijani.best ?? 0);
  return { all, ...found, share: all.best ? one / all.best : null };
}

/** @param {ArrayLike<number>} column @param {ArrayLike<number>} rows
 * @returns {Num} the sum of what is known */
function total(column, rows) {
  let [found, sum] = [false, 0];
  for (let i = 0; i < rows.length; i += 1) {
    const value = column[rows[i]];
    if (Number.isNaN(value)) continue;
    found = true;
    sum += value;
  }
  return found ? sum : null;
}
