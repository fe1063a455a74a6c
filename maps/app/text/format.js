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

/** "282–304–307": lowest, best, highest; what is unknown is said, never 0, and an end that is
 * open is said to be.
 * @param {{low: Num, best: Num, high: Num}} range @param {Lang} lang @param {Translate} t */
export function rangeText({ low, best, high }, lang, t) {
  if (low === null && best === null && high === null) return t('unknown');
  const n = (/** @type {number} */ value) => numberText(value, lang);
  if (low === high && (best === low || best === null) && low !== null) return n(low);
  if (best === null) {
    if (low === null || high === null)
      return low === null ? t('upto', { n: n(high ?? 0) }) : t('atleast', { n: n(low) });
    return `${n(low)}–${n(high)}`;
  }
  if (low === null && high === null) return n(best);
  if (low === null)
    return high === best ? n(best) : t('range.high', { best: n(best), n: n(high ?? best) });
  if (high === null)
    return low === best ? t('atleast', { n: n(low) }) : t('range.low', { n: n(low), best: n(best) });
  return `${n(low)}–${n(best)}–${n(high)}`;
}

/** A length in m or km, rounded as far as it is known.
 * @param {number} metres @param {Lang} lang @param {Translate} t */
export function lengthText(metres, lang, t) {
  const size = Math.abs(metres);
  if (size < 1000) return t('metres', { n: numberText(Math.round(size / 10) * 10, lang) });
  return t('km', { n: numberText(size / 1000, lang, size < 20000 ? 1 : 0) });
}
