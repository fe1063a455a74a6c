/** Numbers, ranges and dates in words. */
/** @import {Day, Lang, Num, Translate, Window} from '#app/types' */
import { dateWords, numberWords, spanWords } from '#app/text/dates';

/** @param {Day} day @param {Lang} lang @param {'day' | 'short' | 'month' | 'year'} [style] */
export const dateText = (day, lang, style = 'day') => dateWords(day, lang, style);

/** A half-open window in words, with its last day named.
 * @param {Window} window @param {Lang} lang */
export const windowText = ([from, to], lang) => spanWords(from, to - 1, lang);

/** @param {number} value @param {Lang} lang @param {number} [digits] */
export const numberText = (value, lang, digits = 0) => numberWords(value, lang, digits);

/** A number with as many digits behind the point as three leading ones need.
 * @param {number} value @param {Lang} lang */
export const valueText = (value, lang) =>
  numberText(value, lang, value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));

/** "282–304–307": lowest, best, highest; what is unknown is said, never 0, and an end that is
 * open is said to be.
 * @param {{low: Num, best: Num, high: Num}} range @param {Lang} lang @param {Translate} t */
export function rangeText({ low, best, high }, lang, t) {
  const n = (/** @type {number} */ value) => numberText(value, lang);
  if (best === null) return boundsText(low, high, n, t);
  if (low === best && high === best) return n(best);
  if (low !== null && high !== null) return `${n(low)}–${n(best)}–${n(high)}`;
  return low === null ? toText(best, high, n, t) : fromText(low, best, n, t);
}

/** Without a lowest figure.
 * @param {number} best @param {Num} high @param {(value: number) => string} n
 * @param {Translate} t */
const toText = (best, high, n, t) =>
  high === null || high === best ? n(best) : t('range.high', { best: n(best), n: n(high) });

/** Without a highest figure.
 * @param {number} low @param {number} best @param {(value: number) => string} n
 * @param {Translate} t */
const fromText = (low, best, n, t) =>
  low === best ? t('atleast', { n: n(low) }) : t('range.low', { n: n(low), best: n(best) });

/** The same without a best figure.
 * @param {Num} low @param {Num} high @param {(value: number) => string} n @param {Translate} t */
function boundsText(low, high, n, t) {
  if (low === null) return high === null ? t('unknown') : t('upto', { n: n(high) });
  if (high === null) return t('atleast', { n: n(low) });
  return low === high ? n(low) : `${n(low)}–${n(high)}`;
}

/** What stands before and after a figure that says what it counts: where nouns follow the number
 * (Russian), the noun stands first, so that it is right after every number.
 * @param {string} what @param {Translate} t */
export const aroundFigure = (what, t) => t('figure.of', { what }).split('{range}');

/** A length in m or km, rounded as far as it is known.
 * @param {number} metres @param {Lang} lang @param {Translate} t */
export function lengthText(metres, lang, t) {
  const size = Math.abs(metres);
  if (size < 1000) return t('metres', { n: numberText(Math.round(size / 10) * 10, lang) });
  return t('km', { n: numberText(size / 1000, lang, size < 20000 ? 1 : 0) });
}
