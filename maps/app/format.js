/** Numbers, ranges and dates in words. */
/** @import {Day, Lang, Num, Translate, Window} from '#app/types' */
import { toDate } from '#app/clock';

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Lang} lang @param {Intl.DateTimeFormatOptions} options */
function dateFormat(lang, options) {
  const key = lang + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { timeZone: 'UTC', ...options });
  formats.set(key, made);
  return made;
}

/** @param {Day} day @param {Lang} lang @param {'day' | 'short' | 'month' | 'year'} [style] */
export function dateText(day, lang, style = 'day') {
  const options = /** @type {const} */ ({
    day: { day: 'numeric', month: 'long', year: 'numeric' },
    short: { day: 'numeric', month: 'short', year: 'numeric' },
    month: { month: 'long', year: 'numeric' },
    year: { year: 'numeric' },
  })[style];
  return dateFormat(lang, options).format(toDate(day));
}

/** A half-open window in words, with its last day named.
 * @param {Window} window @param {Lang} lang */
export function windowText([from, to], lang) {
  if (to - from === 1) return dateText(from, lang);
  const format = dateFormat(lang, { day: 'numeric', month: 'long', year: 'numeric' });
  return format.formatRange(toDate(from), toDate(to - 1));
}

/** @param {number} value @param {Lang} lang @param {number} [digits] */
export function numberText(value, lang, digits = 0) {
  return new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang, { maximumFractionDigits: digits }).format(value);
}

/** "282–304–307": lowest, best, highest; what is unknown is said, never 0.
 * @param {{low: Num, best: Num, high: Num}} range @param {Lang} lang @param {Translate} t */
export function rangeText({ low, best, high }, lang, t) {
  if (low === null && best === null && high === null) return t('unknown');
  const n = (/** @type {number} */ value) => numberText(value, lang);
  if (low === high && (best === low || best === null) && low !== null) return n(low);
  if (best === null) {
    if (low === null || high === null) return low === null ? t('upto', { n: n(high ?? 0) }) : t('atleast', { n: n(low) });
    return `${n(low)}–${n(high)}`;
  }
  if (low === null && high === null) return n(best);
  if (low === null) return high === best ? n(best) : `${n(best)}–${n(high ?? best)}`;
  if (high === null) return low === best ? n(best) : `${n(low)}–${n(best)}`;
  return `${n(low)}–${n(best)}–${n(high)}`;
}

/** A length in m or km, rounded as far as it is known.
 * @param {number} metres @param {Lang} lang @param {Translate} t */
export function lengthText(metres, lang, t) {
  const size = Math.abs(metres);
  if (size < 1000) return t('metres', { n: numberText(Math.round(size / 10) * 10, lang) });
  return t('km', { n: numberText(size / 1000, lang, size < 20000 ? 1 : 0) });
}
