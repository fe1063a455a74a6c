/** Which sides are quoted on the events shown; pure. */
/** @import {Claim} from '#app/types' */

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
