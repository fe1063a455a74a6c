/** What Play shows: the frames of a period, in about half a minute and without the stretches in
 * which nothing happened; pure. */
/** @import {Day, Window} from '#app/types' */
import { addUnit, firstAbove } from '#app/util/clock';

/** A film takes about this long, in ms. */
const LENGTH = 30000;
/** For so long it is said that a stretch is skipped. */
export const CARD = 700;
/** A frame stays no longer than the one, and no shorter than the other. */
const [SLOWEST, QUICKEST] = [2000, 60];
/** A frame of a step that the reader chose. */
const CHOSEN = 250;
/** Where frames are quick, an event stays in the window for about this long. */
const SEEN = 750;
/** More frames than these are too quick to be seen. */
const MOST = 240;
/** Fewer empty steps than these are not skipped. */
const EMPTY = 3;

/** @typedef {{unit: string, n: number, ms?: number}} Step how long it stays, where that is set */
/** @typedef {{start: ArrayLike<Day>, maxEnd: Int32Array}} Days of events sorted by start; `maxEnd`
 *   is the running maximum of their ends */
/** @typedef {{unit: string, mode: 'inside' | 'moving' | 'growing', window: Window, extent: Window,
 *   days: Days}} Wish */
/** @typedef {{frames: Window[], gaps: Map<number, number>, ms: number}} Film `gaps`: how many days
 *   without an event are skipped before a frame; `ms`: how long a frame stays */

/** Unit, how many of it, days. @type {[string, number, number][]} */
const STEPS = [
  ['day', 1, 1], ['day', 2, 2], ['week', 1, 7], ['week', 2, 14], ['month', 1, 31],
  ['month', 2, 62], ['month', 3, 92], ['month', 6, 184], ['year', 1, 366], ['year', 2, 731],
  ['year', 5, 1827], ['year', 10, 3653], ['year', 50, 18263],
];

/** The window is played through, or, when it is no more than a step or wanted so, moves on from
 * where it is.
 * @param {Wish} wish @returns {Film} never without a frame */
export function filmOf(wish) {
  const { window, extent, unit, mode, days } = wish;
  const short = window[1] <= addUnit(window[0], unit === 'auto' ? 'day' : unit, 1);
  const own = movesOn(wish, short);
  const length = window[1] - window[0];
  const last = own || short ? Math.max(extent[1], window[1]) : window[1];
  const first = own ? window[0] : firstEvent(days, [window[0], last]);
  const { step, ends, gaps, ms } = paced(days, stepsOf(unit, own ? length : Infinity), (step) => [
    own ? window[1] : Math.min(last, addUnit(first, step.unit, step.n)),
    last,
  ]);
  const back = -step.n * Math.max(1, Math.round(SEEN / ms));
  const startOf = (/** @type {Day} */ end) => {
    if (own) return end - length;
    return mode === 'growing' ? first : Math.max(first, addUnit(end, step.unit, back));
  };
  return { frames: ends.map((end) => [Math.min(startOf(end), end - 1), end]), gaps, ms };
}

/** Does the window keep its length and move, rather than being played through?
 * @param {Wish} wish @param {boolean} short no longer than a step */
function movesOn({ window, extent, mode }, short) {
  const whole = window[0] <= extent[0] && window[1] >= extent[1];
  return !whole && (mode === 'moving' || (mode === 'inside' && short));
}

/** @param {string} unit @param {number} longest days; windows leave out none between them
 * @returns {Step[]} from the shortest */
function stepsOf(unit, longest) {
  if (unit !== 'auto') return [{ unit, n: 1, ms: CHOSEN }];
  return STEPS.filter(([, , days], i) => i === 0 || days <= longest).map(([name, n]) => ({
    unit: name,
    n,
  }));
}

/** The shortest step that gives no more frames than can be seen.
 * @param {Days} days @param {Step[]} steps @param {(step: Step) => Window} between
 * @returns {Paced} */
function paced(days, steps, between) {
  for (const step of steps.slice(0, -1)) {
    const found = pacedBy(days, step, between(step));
    if (found.ends.length <= MOST) return found;
  }
  const step = steps[steps.length - 1];
  return pacedBy(days, step, between(step));
}

/** @typedef {{step: Step, ends: Day[], gaps: Film['gaps'], ms: number}} Paced */

/** What is skipped would take longer to be shown than to be told.
 * @param {Days} days @param {Step} step @param {Window} between @returns {Paced} */
function pacedBy(days, step, between) {
  const pace = (/** @type {number} */ empty) => {
    const { ends, gaps } = endsOf(days, step, between, empty);
    const fits = (LENGTH - gaps.size * CARD) / ends.length;
    return { step, ends, gaps, ms: step.ms ?? Math.max(QUICKEST, Math.min(SLOWEST, fits)) };
  };
  const { ms } = pace(EMPTY);
  return pace(Math.max(EMPTY, Math.ceil(CARD / ms)));
}

/** The last days of all frames: the last frame ends exactly where the period does.
 * @param {Days} days @param {Step} step @param {Window} between end of the first and of the last
 * @param {number} empty steps without an event that are skipped, or more
 * @returns {{ends: Day[], gaps: Film['gaps']}} */
function endsOf(days, { unit, n }, [first, last], empty) {
  const ends = [first];
  const gaps = new Map();
  for (let end = first; end < last; ends.push(end)) {
    const gap = gapAt(days, end);
    const [from, to] = gap ?? [end, end];
    if (gap && from > -Infinity && addUnit(end, unit, empty * n) <= Math.min(to, last)) {
      gaps.set(ends.length, Math.min(to, last) - from);
      end = Math.min(to, last);
    }
    end = Math.min(last, addUnit(end, unit, n));
  }
  return { ends, gaps };
}

/** The days round a day on which nothing happened, from the end of an event to the start of
 * another; null when something did.
 * @param {Days} days @param {Day} day @returns {Window | null} */
export function gapAt({ start, maxEnd }, day) {
  const next = firstAbove(maxEnd, day);
  if (next < maxEnd.length && start[next] <= day) return null;
  return [next > 0 ? maxEnd[next - 1] : -Infinity, next < maxEnd.length ? start[next] : Infinity];
}

/** @param {Days} days @param {Window} period @returns {Day} its own first day when it has none */
function firstEvent(days, [from, to]) {
  const gap = gapAt(days, from);
  return gap && gap[1] < to ? gap[1] : from;
}
