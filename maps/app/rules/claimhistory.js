/** Which figures of a side its own later ones replace; pure. */
/** @import {Claim} from '#app/types' */

/** A figure is replaced by a later one of the same side for the same measure, of the same people;
 * what has no day, and what is words alone, stays.
 * @param {Claim[]} claims of one side @returns {{latest: Claim[], earlier: Claim[]}} in their order */
export function latestOf(claims) {
  /** @type {Map<string, string>} */
  const last = new Map();
  for (const claim of claims.filter(isDated)) {
    const key = keyOf(claim);
    if (dayIn(claim) > (last.get(key) ?? '')) last.set(key, dayIn(claim));
  }
  const isLast = (/** @type {Claim} */ claim) =>
    !isDated(claim) || dayIn(claim) === last.get(keyOf(claim));
  return { latest: claims.filter(isLast), earlier: claims.filter((claim) => !isLast(claim)) };
}

/** @param {Claim} claim */
const keyOf = ({ measure, who, whose }) => JSON.stringify([measure, who, whose]);

/** The first day that a date names: dates are written year first. @param {Claim} claim */
const dayIn = ({ on }) => /\d{4}[\d-]*/.exec(on)?.[0] ?? '';

/** @param {Claim} claim */
const isDated = (claim) =>
  dayIn(claim) !== '' && (claim.low !== null || claim.best !== null || claim.high !== null);
