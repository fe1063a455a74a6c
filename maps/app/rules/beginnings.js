/** When events began, for the bars of the timeline: in one bin for certain, or in one of several;
 * pure. */
/** @import {Axis, Num, Weights} from '#app/types' */

/** Days of rows; null or NaN is not known, or open.
 * @typedef {{start: ArrayLike<Num>, end: ArrayLike<Num>, certain_start: ArrayLike<Num>}} Days */

/** @typedef {Int32Array | Float64Array} Counts the second where rows stand for many events */

/** @param {Num} day */
const known = (day) => day !== null && !Number.isNaN(day);

/** The first and last day on which an event may have begun; null when it has no date.
 * @param {Days} days @param {number} row @returns {[number, number] | null} */
export function begins({ start, end, certain_start: sure }, row) {
  const first = start[row];
  if (first === null || Number.isNaN(first)) return null;
  const until = known(end[row]) ? Number(end[row]) - 1 : first;
  return [first, Math.max(first, known(sure[row]) ? Number(sure[row]) : until)];
}

/** The bin of a day. Rows come by day: what was asked last is asked again.
 * @param {Axis} axis @param {number} width of a bin, in pixels */
function binner(axis, width) {
  let [last, bin] = [NaN, 0];
  return (/** @type {number} */ day) => {
    if (day !== last) {
      last = day;
      bin = Math.floor(axis.x(day) / width);
    }
    return bin;
  };
}

/** Counts events by bin and family: `sure` those that began in that bin, `maybe` those that may have.
 * @param {Axis} axis @param {number} width @param {number} binWidth pixels
 * @param {ArrayLike<number>} rows @param {Days} days
 * @param {ArrayLike<number>} family of each row
 * @param {number} families @param {Weights} [weights] events by row
 * @returns {{sure: Counts, maybe: Counts, count: number}} */
export function bars(axis, width, binWidth, rows, days, family, families, weights = null) {
  const count = Math.max(1, Math.ceil(width / binWidth));
  const Held = weights ? Float64Array : Int32Array;
  const [sure, steps] = [new Held(count * families), new Held((count + 1) * families)];
  const [firstBin, lastBin] = [binner(axis, binWidth), binner(axis, binWidth)];
  const put = (/** @type {number} */ row, /** @type {ArrayLike<number>} */ span) => {
    const first = firstBin(span[0]);
    const last = span[1] === span[0] ? first : lastBin(span[1]);
    const events = weights ? weights[row] : 1;
    if (first !== last) mark(steps, first, last, count, families, family[row], events);
    else if (first >= 0 && first < count) sure[first * families + family[row]] += events;
  };
  for (let i = 0; i < rows.length; i += 1) {
    const span = begins(days, rows[i]);
    if (span !== null) put(rows[i], span);
  }
  for (let i = families; i < steps.length; i += 1) steps[i] += steps[i - families];
  return { sure, maybe: steps.subarray(0, count * families), count };
}

/** Some more in each bin from the first to the last: as the steps at its ends.
 * @param {Counts} steps @param {number} first @param {number} last @param {number} count
 * @param {number} families @param {number} own @param {number} events */
function mark(steps, first, last, count, families, own, events) {
  if (last < 0 || first >= count) return;
  steps[Math.max(0, first) * families + own] += events;
  steps[Math.min(count, last + 1) * families + own] -= events;
}

/** The highest bar, of both parts.
 * @param {Counts} sure @param {Counts} maybe @param {number} families */
export function highest(sure, maybe, families) {
  let most = 0;
  for (let at = 0; at < sure.length; at += families) {
    let sum = 0;
    for (let f = 0; f < families; f += 1) sum += sure[at + f] + maybe[at + f];
    most = Math.max(most, sum);
  }
  return most;
}
