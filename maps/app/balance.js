/** Which sides are quoted on the events shown; pure. */
/** @import {Claim, Data, Num, Range} from '#app/types' */

/** @param {Claim[]} claims @param {Iterable<string>} ids
 * @returns {{armenian: number, azerbaijani: number, both: number, neither: number}} events */
export function balance(claims, ids) {
  /** @type {Map<string, Set<string>>} */
  const sides = new Map();
  for (const { event, side } of claims) sides.set(event, (sides.get(event) ?? new Set()).add(side));
  const counts = { armenian: 0, azerbaijani: 0, both: 0, neither: 0 };
  for (const id of ids) {
    const quoted = sides.get(id);
    const [hy, az] = [quoted?.has('armenian') ?? false, quoted?.has('azerbaijani') ?? false];
    counts[hy && az ? 'both' : hy ? 'armenian' : az ? 'azerbaijani' : 'neither'] += 1;
  }
  return counts;
}

/** Deaths of single events, and of those whose figures come from one party only.
 * The rules are those of `conflictmap.balance` in Python, and a test compares the two.
 * @param {Data} data @param {number[]} rows
 * @returns {{all: Range, armenian: Range, azerbaijani: Range, share: Num}} */
export function deaths({ spec }, rows) {
  const { events, claims } = spec;
  /** @type {Map<string, Set<string>>} */
  const sides = new Map();
  for (const { event, side, measure, low, best, high } of claims) {
    if (measure !== 'killed' && measure !== 'killed_or_missing') continue;
    if (low === null && best === null && high === null) continue;
    sides.set(event, (sides.get(event) ?? new Set()).add(side));
  }
  const single = rows.filter((row) => events.role[row] === 'event');
  const alone = (/** @type {string} */ side) =>
    single.filter((row) => {
      const said = sides.get(events.id[row]);
      return said?.size === 1 && said.has(side);
    });
  const sum = (/** @type {number[]} */ of) => ({
    low: total(events.low, of),
    best: total(events.best, of),
    high: total(events.high, of),
  });
  const found = { armenian: sum(alone('armenian')), azerbaijani: sum(alone('azerbaijani')) };
  const all = sum(single);
  const one = (found.armenian.best ?? 0) + (found.azerbaijani.best ?? 0);
  return { all, ...found, share: all.best ? one / all.best : null };
}

/** @param {Num[]} column @param {number[]} rows @returns {Num} the sum of what is known */
function total(column, rows) {
  const known = rows.map((row) => column[row]).filter((n) => n !== null);
  return known.length ? known.reduce((a, b) => a + b, 0) : null;
}
