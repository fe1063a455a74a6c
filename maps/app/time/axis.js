/** Time axes: even, or by density so that crowded weeks get more room; pure. */
/** @import {Axis, Day, Weights, Window} from '#app/types' */
import { addMonths, addUnit, dayOf, toDate } from '#app/util/clock';

/** @param {Window} extent @param {number} width pixels @returns {Axis} */
export function evenAxis([from, to], width) {
  const scale = width / (to - from);
  return {
    x: (day) => (day - from) * scale,
    day: (x) => Math.round(from + x / scale),
    at: (x) => Math.floor(from + x / scale + 1e-6),
  };
}

/** Half of the room is shared by time, half by events.
 * @param {Window} extent @param {number} width @param {ArrayLike<Day>} days sorted
 * @param {Weights} [weights] events on each of the days
 * @returns {Axis} */
export function denseAxis([from, to], width, days, weights = null) {
  const pieces = 240;
  const step = (to - from) / pieces;
  const weight = new Float64Array(pieces).fill(1 / pieces);
  let all = days.length;
  if (weights) for (let i = all = 0; i < days.length; i += 1) all += weights[i];
  for (let i = 0; i < days.length; i += 1) {
    const piece = Math.floor((days[i] - from) / step);
    if (piece >= 0 && piece < pieces) weight[piece] += (weights ? weights[i] : 1) / all;
  }
  const total = weight.reduce((sum, value) => sum + value, 0);
  const edge = new Float64Array(pieces + 1);
  for (let i = 0; i < pieces; i += 1) edge[i + 1] = edge[i] + (weight[i] * width) / total;
  return {
    x: (day) => toX(edge, (day - from) / step),
    day: (x) => from + Math.round(toPiece(edge, x) * step),
    at: (x) => from + Math.floor(toPiece(edge, x) * step + 1e-6),
  };
}

/** @param {Float64Array} edge @param {number} at position in pieces */
function toX(edge, at) {
  const piece = Math.max(0, Math.min(edge.length - 2, Math.floor(at)));
  return edge[piece] + (at - piece) * (edge[piece + 1] - edge[piece]);
}

/** @param {Float64Array} edge @param {number} x */
function toPiece(edge, x) {
  let piece = 0;
  while (piece < edge.length - 2 && edge[piece + 1] <= x) piece += 1;
  return piece + (x - edge[piece]) / (edge[piece + 1] - edge[piece]);
}

/** Ticks about GAP pixels apart on round dates.
 * @param {Window} extent @param {Axis} axis @param {number} gap
 * @returns {{day: Day, unit: 'year' | 'month' | 'day'}[]} */
export function ticks([from, to], axis, gap) {
  const perDay = (axis.x(to) - axis.x(from)) / (to - from);
  const [unit, every] = tickStep(gap / perDay);
  const ticks = [];
  for (let day = firstTick(from, unit, every); day <= to; day = addUnit(day, unit, every)) {
    if (day >= from) ticks.push({ day, unit });
  }
  return ticks;
}

/** @param {number} days wanted between ticks @returns {['year' | 'month' | 'day', number]} */
function tickStep(days) {
  if (days > 200) return ['year', [1, 2, 5, 10, 20, 50, 100].find((n) => n * 365 >= days) ?? 200];
  if (days > 8) return ['month', [1, 2, 3, 6].find((n) => n * 30 >= days) ?? 6];
  return ['day', Math.max(1, Math.ceil(days))];
}

/** @param {Day} from @param {string} unit @param {number} every */
function firstTick(from, unit, every) {
  const date = toDate(from);
  const year = date.getUTCFullYear();
  if (unit === 'year') return dayOf(Math.floor(year / every) * every, 0, 1);
  if (unit === 'month')
    return addMonths(dayOf(year, 0, 1), Math.floor(date.getUTCMonth() / every) * every);
  return from;
}
