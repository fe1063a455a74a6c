/** The one clock of the page: half-open days, no state, no time zone. */
/** @import {Day, Num, Window} from '#app/types' */

const DAY_MS = 86400000;
const ISO = /^([+-]\d{6}|\d{4})-(\d{2})-(\d{2})$/;

/** @param {number} year @param {number} month0 @param {number} day @returns {Day} */
export function dayOf(year, month0, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month0, day);
  return Math.round(date.getTime() / DAY_MS);
}

/** Read an ISO date; null when it is none (2023-02-30 is none), or of a year that no clock has.
 * @param {unknown} text @returns {Day | null} */
export function toDay(text) {
  const found = typeof text === 'string' ? ISO.exec(text.trim()) : null;
  if (!found) return null;
  const day = dayOf(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return Number.isFinite(day) && toIso(day) === text ? day : null;
}

/** @param {Day} day @returns {string} */
export const toIso = (day) => new Date(day * DAY_MS).toISOString().slice(0, -14);

/** @param {Day} day @returns {Date} midnight UTC */
export const toDate = (day) => new Date(day * DAY_MS);

/** Null ends are open: [null, null) overlaps everything.
 * @param {Num} start @param {Num} end @param {Num} from @param {Num} to */
export function overlaps(start, end, from, to) {
  return (start ?? -Infinity) < (to ?? Infinity) && (from ?? -Infinity) < (end ?? Infinity);
}

/** Is [start, end) wholly in [from, to)? An open end lies only in an open window.
 * @param {Num} start @param {Num} end @param {Num} from @param {Num} to */
export function within(start, end, from, to) {
  return (start ?? -Infinity) >= (from ?? -Infinity) && (end ?? Infinity) <= (to ?? Infinity);
}

/** The day of which the ground is shown: the view's own, else the last of its window.
 * @param {{window: Window, day?: Num}} state @returns {Day} */
export const groundDay = ({ window, day }) => day ?? window[1] - 1;

/** The days of the ground: it is shown as on the last of them; stripes say what it was on those
 * before, as far as the window goes back. Python has the same rule in `View.ground`.
 * @param {{window: Window, day?: Num}} state @returns {Window} */
export function groundOf({ window, day }) {
  if (day === null || day === undefined) return window;
  const [from, to] = window;
  return [day >= from && day < to ? from : day, day + 1];
}

/** The days whose ground the map shows: those of the view, or each of two days.
 * @param {{window: Window, day?: Num, compare: Window | null}} state @returns {Window[]} */
export const groundsOf = (state) =>
  state.compare ? state.compare.map((day) => [day, day + 1]) : [groundOf(state)];

/** The same day N months on; the last day of a shorter month if there is no such day.
 * @param {Day} day @param {number} months @returns {Day} */
export function addMonths(day, months) {
  const date = toDate(day);
  const target = date.getUTCMonth() + months;
  const last = toDate(dayOf(date.getUTCFullYear(), target + 1, 0)).getUTCDate();
  return dayOf(date.getUTCFullYear(), target, Math.min(date.getUTCDate(), last));
}

/** @param {Day} day @param {string} unit day, week, month or year @param {number} n
 * @returns {Day} */
export function addUnit(day, unit, n) {
  if (unit === 'year') return addMonths(day, 12 * n);
  if (unit === 'month') return addMonths(day, n);
  return day + n * (unit === 'week' ? 7 : 1);
}

/** Move a window, or let it grow at its end; never shorter than a day.
 * @param {Window} window @param {string} unit @param {number} n @param {boolean} growing
 * @returns {Window} */
export function stepWindow([from, to], unit, n, growing) {
  const end = addUnit(to, unit, n);
  if (growing) return [from, Math.max(end, from + 1)];
  const start = addUnit(from, unit, n);
  return [start, Math.max(end, start + 1)];
}

/** Rows [first, last) of events sorted by start that may overlap a window; MAX_END is the running
 * maximum of the ends. Rows between still need `overlaps`.
 * @param {Int32Array} start @param {Int32Array} maxEnd @param {Window} window
 * @returns {[number, number]} */
export function candidates(start, maxEnd, [from, to]) {
  return [firstAbove(maxEnd, from), firstAbove(start, to - 1)];
}

/** First row whose value is above LIMIT in an ascending array.
 * @param {Int32Array} values @param {number} limit */
export function firstAbove(values, limit) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
