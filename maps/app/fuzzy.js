/** Events whose beginning is not certain: in which bins of the time axis it may lie; pure. */
/** @import {EventColumns, Num} from '#app/types' */
/** @import {Axis} from '#app/axis' */

/** The first and last day on which an event may have begun; null when it has no date.
 * @param {EventColumns} events @param {number} row @returns {[number, number] | null} */
export function begins({ start, end, certain_start: sure }, row) {
  const first = start[row];
  if (first === null) return null;
  const last = sure[row] ?? (end[row] ?? first + 1) - 1;
  return [first, Math.max(first, last)];
}

/** Splits rows by bins: `start` holds the day of those that began in one bin for certain (null for
 * the others), `bins` counts by bin and family those that may have begun in it.
 * @param {Axis} axis @param {number} width @param {number} binWidth pixels
 * @param {ArrayLike<number> & Iterable<number>} rows @param {EventColumns} events
 * @param {ArrayLike<number>} family of each row
 * @param {number} families @returns {{start: Num[], bins: Int32Array}} */
export function fuzzy(axis, width, binWidth, rows, events, family, families) {
  const count = Math.max(1, Math.ceil(width / binWidth));
  const steps = new Int32Array((count + 1) * families);
  const start = /** @type {Num[]} */ (new Array(events.id.length).fill(null));
  const binOf = (/** @type {number} */ day) => Math.floor(axis.x(day) / binWidth);
  for (const row of rows) {
    const days = begins(events, row);
    if (!days) continue;
    const [first, last] = days.map(binOf);
    if (first === last) start[row] = days[0];
    else if (last >= 0 && first < count) {
      steps[Math.max(0, first) * families + family[row]] += 1;
      steps[Math.min(count, last + 1) * families + family[row]] -= 1;
    }
  }
  for (let i = families; i < steps.length; i += 1) steps[i] += steps[i - families];
  return { start, bins: steps.subarray(0, count * families) };
}

/** The highest bar, of both parts.
 * @param {Int32Array} sure @param {Int32Array} maybe @param {number} families */
export function highest(sure, maybe, families) {
  let most = 0;
  for (let at = 0; at < sure.length; at += families) {
    let sum = 0;
    for (let f = 0; f < families; f += 1) sum += sure[at + f] + maybe[at + f];
    most = Math.max(most, sum);
  }
  return most;
}
