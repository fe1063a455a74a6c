/** Dates and numbers in the four languages. Own tables: not every browser knows hy and az. */
/** @import {Day, Lang} from '#app/types' */
import { toDate } from '#app/util/clock';

const split = (/** @type {string} */ words) => words.split(' ');
/** Month names as in a full date; where it differs, as in "month year" too. Forms as in CLDR.
 * @type {Record<Lang, string[]>} */
const MONTHS = {
  en: split(
    'January February March April May June July August September October November December',
  ),
  az: split('yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr'),
  ru: split('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
  hy: split(
    'հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի',
  ),
};
/** @type {Record<Lang, string[]>} */
const ALONE = {
  en: MONTHS.en,
  az: MONTHS.az,
  ru: split('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'),
  hy: split(
    'հունվար փետրվար մարտ ապրիլ մայիս հունիս հուլիս օգոստոս սեպտեմբեր հոկտեմբեր նոյեմբեր դեկտեմբեր',
  ),
};
/** Short names, where they are not the first letters. */
const SHORT_RU = split('янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.');
/** @param {number} month @param {Lang} lang */
const shortMonth = (month, lang) =>
  lang === 'ru' ? SHORT_RU[month] : MONTHS[lang][month].slice(0, lang === 'en' ? 3 : 4);
/** @type {Record<Lang, (words: string, year: number) => string>} */
const WITH_YEAR = {
  en: (words, year) => `${words} ${year}`,
  az: (words, year) => `${words} ${year}`,
  ru: (words, year) => `${words} ${year} г.`,
  hy: (words, year) => `${words}, ${year} թ.`,
};

/** @param {Day} day @returns {[number, number, number]} year, month from 0, day of the month */
const parts = (day) => {
  const date = toDate(day);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
};

/** @param {Day} day @param {Lang} lang @param {'day' | 'short' | 'month' | 'year'} style */
export function dateWords(day, lang, style) {
  const [year, month, date] = parts(day);
  if (style === 'year') return String(year);
  if (style === 'month')
    return lang === 'hy'
      ? `${year} թ. ${ALONE.hy[month]}`
      : WITH_YEAR[lang](ALONE[lang][month], year);
  if (style === 'short')
    return `${date} ${shortMonth(month, lang)} ${year}`;
  return WITH_YEAR[lang](`${date} ${MONTHS[lang][month]}`, year);
}

/** First to last day, each part said once: "12–14 September 2022".
 * @param {Day} first @param {Day} last @param {Lang} lang */
export function spanWords(first, last, lang) {
  const [year, month, date] = parts(first);
  const [toYear, toMonth, toDay] = parts(last);
  const end = dateWords(last, lang, 'day');
  if (year !== toYear) return `${dateWords(first, lang, 'day')} – ${end}`;
  if (month !== toMonth) return `${date} ${MONTHS[lang][month]} – ${end}`;
  return date === toDay ? end : `${date}–${end}`;
}

/** @type {Record<Lang, [string, string]>} between thousands, before decimals */
const MARKS = { en: [',', '.'], az: ['.', ','], ru: ['\u00a0', ','], hy: ['\u00a0', ','] };

/** A further language: its months (English ones without them), and the marks of its numbers.
 * @param {Lang} lang @param {string[]} months @param {[string, string]} marks */
export function addDates(lang, months, marks) {
  MONTHS[lang] = months.length ? months : MONTHS.en;
  ALONE[lang] = MONTHS[lang];
  WITH_YEAR[lang] = WITH_YEAR.en;
  MARKS[lang] = marks;
}

/** @param {number} value @param {Lang} lang @param {number} digits at most, after the mark */
export function numberWords(value, lang, digits) {
  const rounded = Number(value.toFixed(digits));
  const [whole, rest] = String(Math.abs(rounded)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, MARKS[lang][0]);
  return (rounded < 0 ? '−' : '') + grouped + (rest ? MARKS[lang][1] + rest : '');
}
