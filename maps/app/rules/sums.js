/** Sums of ranges: what is unknown is counted, and never taken as zero; pure. */
/** @import {Num, Range, Sum} from '#app/types' */

export const KEYS = /** @type {const} */ (['low', 'best', 'high']);

/** @returns {Sum} */
export const emptySum = () => ({
  low: null,
  best: null,
  high: null,
  events: 0,
  silent: 0,
  open: 0,
  unknown: { low: 0, best: 0, high: 0 },
});

/** @param {Range} range */
export const isUnknown = ({ low, best, high }) => low === null && best === null && high === null;

/** @param {Num} a @param {Num} b @returns {Num} the sum of what is known */
const plus = (a, b) => (a === null ? b : b === null ? a : a + b);
/** @param {Num} a @param {Num} b @returns {Num} the larger of what is known */
export const larger = (a, b) => (a === null ? b : b === null ? a : Math.max(a, b));

/** @param {Sum} a @param {Sum} b @returns {Sum} */
export function add(a, b) {
  const sum = {
    ...emptySum(),
    events: a.events + b.events,
    silent: a.silent + b.silent,
    open: a.open + b.open,
  };
  for (const key of KEYS) {
    sum[key] = plus(a[key], b[key]);
    sum.unknown[key] = a.unknown[key] + b.unknown[key];
  }
  return sum;
}

/** @param {Range} range @param {number} events that the row stands for
 * @returns {Sum} one row; what is unknown is counted, not taken as zero */
export function one(range, events) {
  const sum = { ...emptySum(), events };
  if (KEYS.every((key) => range[key] === null)) return { ...sum, silent: events };
  for (const key of KEYS) {
    sum[key] = range[key];
    sum.unknown[key] = range[key] === null ? events : 0;
  }
  return sum;
}

/** One row that lies only partly in the window: it adds to the upper end alone.
 * @param {Range} range @param {number} events @returns {Sum} */
export function partly({ low, best, high }, events) {
  const open = high === null && (low !== null || best !== null) ? events : 0;
  return { ...emptySum(), high, open };
}

/** Low <= best <= high, without the ends that contradict: a low is "at least", and stands.
 * @param {Range} range @returns {Range} */
export function orderedRange({ low, best, high }) {
  const middle = best !== null && best < (low ?? 0) ? null : best;
  return { low, best: middle, high: high !== null && high < Math.max(low ?? 0, middle ?? 0) ? null : high };
}

/** The sum of all its events, made of sums over those that state each figure: a best figure and
 * an upper end only where each event with a toll states it.
 * @template {Sum} T @param {T} sum @returns {T} */
export function closed(sum) {
  const { unknown, open, low, best, high } = sum;
  return {
    ...sum,
    ...orderedRange({
      low, best: unknown.best ? null : best, high: unknown.high || open ? null : high,
    }),
  };
}
