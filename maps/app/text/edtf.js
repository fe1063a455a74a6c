/** Dates in words: ISO 8601 and EDTF, in the forms that `conflictmap.when` reads. */
/** @import {Lang, Translate} from '#app/types' */
import { dateText } from '#app/text/format';
import { dayOf, toDay } from '#app/util/clock';

/** A day with a time, in a zone or none: the day counts as it is written. */
const TIMED = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d(?::?\d\d)?)?$/;
const SET = /^(?:\[([^\]]+)\]|\{([^}]+)\})$/;
/** One date: year, significant digits, month, day, and the marks before and behind each part. */
const ONE =
  /^([~?%]?)((?=[\dX]{4}(?![\dX]))\d*X*)(?:S([1-4]))?([~?%]?)(?:-([~?%]?)(\d\d|XX)([~?%]?)(?:-([~?%]?)(\d\d|XX)([~?%]?))?)?$/;
const QUALIFIED = { '~': 'date.about', '?': 'date.uncertain', '%': 'date.both' };
const PARTS = ['year', 'month', 'day'];

/** @typedef {'day' | 'short'} Style short: months abbreviated, and a year that two days share once */

/** A date in words; what is no date stays as it is.
 * @param {string} text @param {Lang} lang @param {Translate} t @param {Style} [style]
 * @returns {string} */
export function edtfText(text, lang, t, style = 'day') {
  if (!text) return t('date.unknown');
  const [set, one, all] = SET.exec(text) ?? [];
  const words = set
    ? setText(one ?? all, one ? 'one' : 'all', lang, t, style)
    : intervalText(text.split('/'), lang, t, style);
  return words ?? text;
}

/** A date, or two with a stroke between them.
 * @param {string[]} ends @param {Lang} lang @param {Translate} t @param {Style} style
 * @returns {string | null} */
function intervalText([first, last, ...more], lang, t, style) {
  if (more.length) return null;
  if (last !== undefined) return spanText(first, last, lang, t, style);
  const found = single(first, lang, t, style);
  return found && some(found, t);
}

/** @param {{words: string, isDay: boolean}} date @param {Translate} t */
const some = ({ words, isDay }, t) => (isDay ? words : t('date.some.year', { date: words }));

/** @param {string} a @param {string} b @param {Lang} lang @param {Translate} t @param {Style} style
 * @param {string} [kind] of the words @returns {string | null} */
function spanText(a, b, lang, t, style, kind = 'date') {
  const [from, to] = [a, b].map((end) =>
    end === '' || end === '..' ? '' : single(end, lang, t, style));
  if (from === null || to === null || (!from && !to)) return null;
  if (!from) return t(`${kind}.until`, { date: to && to.words });
  if (!to) return t(`${kind}.since`, { date: from.words });
  return t(`${kind}.span`, { from: before(from.words, to.words, style), to: to.words });
}

/** In short "27 Sep", where "10 Nov 2020" follows.
 * @param {string} from @param {string} to @param {Style} style */
function before(from, to, style) {
  const [, day, year] = /^(\d+ \S+)( \d{4})$/.exec(from) ?? [];
  return style === 'short' && day && to.includes(year) ? day : from;
}

/** One of several days, or each of them.
 * @param {string} list @param {'one' | 'all'} kind @param {Lang} lang @param {Translate} t
 * @param {Style} style @returns {string | null} */
function setText(list, kind, lang, t, style) {
  const items = list.split(',');
  const words = items.map((item) => {
    const ends = /^(.*?)\.\.(.*)$/.exec(item);
    if (!ends) return single(item, lang, t, style)?.words ?? null;
    const alone = kind === 'one' && items.length === 1 ? 'date.some' : 'date';
    return spanText(ends[1], ends[2], lang, t, style, alone);
  });
  if (words.includes(null)) return null;
  if (items.length > 1) return t(`date.${kind}of`, { list: words.join('; ') });
  return items[0].includes('..') ? words[0] : edtfText(items[0], lang, t, style);
}

/** One date, with the marks of its parts said; null when it is none.
 * @param {string} text @param {Lang} lang @param {Translate} t @param {Style} style
 * @returns {{words: string, isDay: boolean} | null} */
function single(text, lang, t, style) {
  const found = ONE.exec(text.replace(TIMED, '$1'));
  if (!found) return null;
  const [, y1, typed, digits, y2, m1, month, m2, d1, day, d2] = found;
  const year = digits ? typed.slice(0, Number(digits)).padEnd(4, 'X') : typed;
  const named = nameOf(year, month ?? 'XX', day ?? 'XX', lang, t, style);
  if (named === null) return null;
  const last = [month, day].filter(Boolean).length;
  let words = named;
  [[y1, y2], [m1, m2], [d1, d2]].forEach(([before, behind], i) => {
    if (behind && i === last) words = t(QUALIFIED[/** @type {'~'} */ (behind)], { date: words });
    if (before || (behind && i < last)) words = t(`date.unsure.${PARTS[i]}`, { date: words });
  });
  return { words, isDay: !!day && day !== 'XX' };
}

/** The words of a date without its marks; null when there is no such date, or its days lie apart.
 * @param {string} year @param {string} month @param {string} day X for what is not known
 * @param {Lang} lang @param {Translate} t @param {Style} style @returns {string | null} */
function nameOf(year, month, day, lang, t, style) {
  const first = year.replaceAll('X', '0');
  if (year === 'XXXX' || first === '0000') return null;
  if (month === 'XX') return day === 'XX' ? yearName(year, first, lang) : null;
  if (year !== first) return null;
  if (day === 'XX') return monthName(year, month, lang, t);
  const at = toDay(`${year}-${month}-${day}`);
  return at === null ? null : dateText(at, lang, style);
}

/** @param {string} year @param {string} first that it may be @param {Lang} lang */
const yearName = (year, first, lang) =>
  year === first
    ? dateText(dayOf(Number(year), 0, 1), lang, 'year')
    : `${first}–${year.replaceAll('X', '9')}`;

/** @param {string} year @param {string} month or season, 21 to 24 @param {Lang} lang
 * @param {Translate} t */
function monthName(year, month, lang, t) {
  if (month >= '21' && month <= '24') return t(`season.${month}`, { year: seasonYear(year, month) });
  const index = Number(month) - 1;
  return index < 0 || index > 11 ? null : dateText(dayOf(Number(year), index, 1), lang, 'month');
}

/** Winter goes on into the next year: 2022/23.
 * @param {string} year @param {string} month */
function seasonYear(year, month) {
  return month === '24' ? `${year}/${String((Number(year) + 1) % 100).padStart(2, '0')}` : year;
}
