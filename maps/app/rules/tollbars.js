/** The first and the latest figure of each side, by whose dead they count; pure. */
/** @import {Claim, Range, Source} from '#app/types' */
import { figuresInView, peoples, sidesOf } from '#app/rules/claimsview';

/** @typedef {{side: string, all: Range, first: Range, latest: Range}} Said */
/** @typedef {{whose: string, low: number | null, high: number | null, said: Said[]}} TollBar */

/** Figures of the dead of one event; of a side that gives no days, all it says. Nothing where one
 * figure stands alone: the card has said it.
 * @param {Claim[]} claims of that event @param {Record<string, Source>} sources
 * @returns {TollBar[]} the dead of each people, those of all last */
export function tollBars(claims, sources) {
  const told = sidesOf(claims).flatMap((side) => ofSide(claims, sources, side));
  if (told.length < 2 && told.every(({ first, latest }) => isSame(first, latest))) return [];
  return [...peoples(claims), 'all'].flatMap((whose) => {
    const said = told.filter((one) => one.whose === whose);
    if (!said.length) return [];
    return [{ whose, ...ends(said.map(({ all }) => all)), said }];
  });
}

/** @param {Claim[]} claims @param {Record<string, Source>} sources @param {string} side */
function ofSide(claims, sources, side) {
  const own = claims.filter((claim) => claim.side === side);
  const [first, latest, whole] = ['first', 'latest', side].map((view) => byWhose(own, sources, view));
  return [...whole].map(([whose, all]) => (
    { whose, side, all, first: first.get(whose) ?? all, latest: latest.get(whose) ?? all }));
}

/** @param {Claim[]} claims @param {Record<string, Source>} sources @param {string} view
 * @returns {Map<string, Range>} without what is not stated */
function byWhose(claims, sources, view) {
  const found = [...figuresInView(claims, sources, view).values()]
    .flatMap(({ toll, people }) => [...people, /** @type {const} */ (['all', toll])]);
  return new Map(found.filter(([, { low, best, high }]) => (low ?? best ?? high) !== null));
}

/** @param {Range} one @param {Range} other */
const isSame = (one, other) =>
  one.low === other.low && one.best === other.best && one.high === other.high;

/** The least and the most that anybody says.
 * @param {Range[]} all */
function ends(all) {
  const lows = all.flatMap(({ low, best }) => low ?? best ?? []);
  const highs = all.flatMap(({ best, high }) => high ?? best ?? []);
  return {
    low: lows.length ? Math.min(...lows) : null,
    high: highs.length ? Math.max(...highs) : null,
  };
}
