/** Events on the timeline by family: a lane each where few stand beside each other, else one above
 * the other; and what the colours mean. */
/** @import {App} from '#app/types' */
import { familyRows } from '#app/marks/families';
import { FAMILIES } from '#app/marks/palette';
import { label } from '#app/text/i18n';

/** With more events than this in a bar, its height says more than a lane. */
const FEW = 12;
/** More lanes are too low to be read. */
const MOST = 6;

/** So many events fill a lane. */
const FULL = 3;

/** @typedef {{families: number[], foot: number}} Stack families that stand on each other */
/** @typedef {{sure: Int32Array | Float64Array, max: number}} Bars */

/** @type {WeakMap<App['data'], number[]>} */
const made = new WeakMap();

/** The families that a map has, and their names: those of its own types are called as the types.
 * @param {App} app @returns {{family: number, words: string}[]} */
export function familyNames(app) {
  const { data, styles, t } = app;
  const present = made.get(data) ?? [...new Set(familyRows(app))].sort((a, b) => a - b);
  made.set(data, present);
  return present.map((family) => {
    const own = [...styles].filter(([, style]) => style.family === FAMILIES[family]);
    const [[id, style]] = own.length === 1 ? own : [['', { label: '' }]];
    const words = id ? label(t, 'type', id, style.label) : t(`family.${FAMILIES[family]}`);
    return { family, words: words.startsWith('family.') ? style.label || t('family.other') : words };
  });
}

/** Where the bars stand, and how high some events are. In a lane one event is seen as well as many:
 * its height is no scale.
 * @param {Bars} bars @param {number[]} families present @param {number} height of all
 * @param {number} head kept free above bars that stand on each other
 * @returns {{stacks: Stack[], high: (events: number) => number}} pure */
export function stacksOf(bars, families, height, head) {
  const n = families.length;
  if (n < 2 || n > MOST || bars.max > FEW) {
    const unit = bars.max > 0 ? (height - head) / bars.max : 0;
    return {
      stacks: [{ families: FAMILIES.map((_, i) => i), foot: height }], high: (events) => events * unit,
    };
  }
  const lane = height / n;
  let most = 1;
  for (const events of bars.sure) most = Math.max(most, Math.min(FULL, events));
  return {
    stacks: families.map((family, i) => ({ families: [family], foot: lane * (i + 1) })),
    high: (events) => (events ? ((lane - 2) * (Math.min(events, most) + 1)) / (most + 1) : 0),
  };
}
