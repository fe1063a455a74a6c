/** Which days the axis shows, and which of them a point of it stands for; pure. */
/** @import {Axis, Day, Window} from '#app/types' */
import { addUnit, dayOf, toDate } from '#app/util/clock';

/** The axis shows no fewer days. */
const LEAST = 14;
const UNITS = ['day', 'week', 'month', 'year'];
/** Days that each of them has at least. */
const DAYS = [1, 7, 28, 365];

/** The axis nearer (FACTOR below 1) or farther: DAY stays at SHARE of its width.
 * @param {Window} extent @param {{day: Day, share: number}} still @param {number} factor
 * @param {Window} whole @returns {Window | null} null: all of it is shown */
export function zoomed([from, to], { day, share }, factor, whole) {
  const length = Math.round(Math.max(LEAST, (to - from) * factor));
  if (length >= whole[1] - whole[0]) return null;
  return within(Math.round(day - share * length), length, whole);
}

/** @param {Day} from @param {number} length @param {Window} whole @returns {Window} */
function within(from, length, whole) {
  const start = Math.max(whole[0], Math.min(whole[1] - length, from));
  return [start, start + length];
}

/** The axis moved by some days, within the whole.
 * @param {Window} extent @param {number} days @param {Window} whole @returns {Window} */
export const moved = ([from, to], days, whole) =>
  within(Math.round(from + days), to - from, whole);

/** The axis round a window: a fifth more on both sides, and never less than two weeks of it.
 * @param {Window} window @param {Window} whole @returns {Window | null} null: all of it is shown */
export function around([from, to], whole) {
  const pad = Math.ceil(Math.max(LEAST / 2, (to - from) / 5));
  const length = to - from + 2 * pad;
  return length >= whole[1] - whole[0] ? null : within(from - pad, length, whole);
}

/** A zoomed axis turns the page when the window has left it.
 * @param {Window} extent @param {Window} window @param {Window} whole @returns {Window} */
export function following(extent, window, whole) {
  if (window[0] < extent[1] && window[1] > extent[0]) return extent;
  const length = extent[1] - extent[0];
  return within(Math.round(window[0] - length / 10), length, whole);
}

/** The close-up: the window and as much again on both sides; steady while the window moves in it.
 * @param {Window} known as it was @param {Window} window @param {Window} whole @returns {Window} */
export function closeUp(known, [from, to], whole) {
  const pad = Math.max(45, (to - from) * 1.5);
  const length = known[1] - known[0];
  const fits = from >= known[0] && to <= known[1] && length <= 8 * pad && length >= pad;
  return fits && length < whole[1] - whole[0]
    ? known
    : [Math.round(from - pad), Math.round(to + pad)];
}

/** The days that a point of the axis stands for: those of the step, or with the step 'auto' the
 * day, week, month or year that is at least a pixel wide there.
 * @param {Axis} axis @param {number} x @param {string} unit @returns {Window} */
export function daysAt(axis, x, unit) {
  const day = axis.at(x);
  const pixel = axis.at(x + 0.5) - axis.at(x - 0.5);
  const fits = DAYS.findIndex((days) => days >= pixel);
  const name = unit === 'auto' ? UNITS[fits < 0 ? 3 : fits] : unit;
  const from = firstOf(day, name);
  return [from, addUnit(from, name, 1)];
}

/** @param {Day} day @param {string} unit @returns {Day} the first day of its week (a Monday),
 *   month or year */
function firstOf(day, unit) {
  const date = toDate(day);
  if (unit === 'week') return day - ((date.getUTCDay() + 6) % 7);
  if (unit === 'month') return dayOf(date.getUTCFullYear(), date.getUTCMonth(), 1);
  if (unit === 'year') return dayOf(date.getUTCFullYear(), 0, 1);
  return day;
}

/** @typedef {{axis: Axis, extent: Window, width: number, span: Window | null,
 *   window: Window}} View what is drawn: `extent` are the days of the axis */
