/** How a window of days shows the ground: by its state on the last day, with stripes for before.
 * The same rule is in `geo/conflictmap/standing.py`, and a test compares the two; pure. */
/** @import {Feature, LayerInfo, Num, Window} from '#app/types' */
import { overlaps } from '#app/util/clock';
import { contains } from '#app/util/geometry';

/** @typedef {{feature: Feature, layer: LayerInfo}} Entry */
/** @typedef {'now' | 'was' | 'none'} Standing */

/** Roles of layers whose areas say who held ground. */
export const GROUND = ['district', 'control'];
/** The state of an area over which the front moved while nobody drew its line. */
export const FRONT_MOVED = 'front_moved';

/** Whether a dated feature holds on the last day of a window, held before, or did not.
 * @param {Num} start @param {Num} end @param {Window} window @returns {Standing} */
export function standing(start, end, [from, to]) {
  if (overlaps(start, end, to - 1, to)) return 'now';
  return overlaps(start, end, from, to) ? 'was' : 'none';
}

/** How a feature is drawn in the best of several windows.
 * @param {Num} start @param {Num} end @param {Window[]} windows @returns {Standing} */
export function standingIn(start, end, windows) {
  const found = windows.map((window) => standing(start, end, window));
  return found.includes('now') ? 'now' : found.includes('was') ? 'was' : 'none';
}

/** @param {Entry} entry */
const stateOf = ({ feature: { properties } }, /** @type {Window} */ window) =>
  standing(properties.from, properties.to, window);

/** @param {Entry} entry the control that an area states; "" for what is no area of control */
export const controlOf = ({ feature, layer }) =>
  GROUND.includes(layer.role) ? (feature.properties.control ?? '') : '';

/** Below come the states over which the front moved, then the earlier ones: a later one covers
 * them, and who held the ground covers that the front moved over it.
 * @template {Entry} T @param {T[]} entries @returns {T[]} */
export const inTime = (entries) => {
  const key = (/** @type {T} */ entry) => (controlOf(entry) === FRONT_MOVED ? 0 : 1);
  return entries
    .filter((entry) => controlOf(entry) && endOf(entry) < Infinity)
    .sort((a, b) => key(a) - key(b) || endOf(a) - endOf(b));
};

/** The areas whose stripes say what the ground was before: not where it is under the same control
 * again. OVER says which areas lie at the point inside an area.
 * @template {Entry} T @param {T[]} shown of layers that are on @param {Window} window
 * @param {(entry: T) => T[]} over @returns {T[]} in the order of drawing */
export function stripes(shown, window, over) {
  const on = new Set(shown);
  return inTime(shown).filter((entry) => {
    if (stateOf(entry, window) !== 'was') return false;
    const now = over(entry).filter((one) => on.has(one) && stateOf(one, window) === 'now');
    return now.length === 0 || now.some((one) => controlOf(one) !== controlOf(entry));
  });
}

/** Which areas of control lie at the point inside each; asked once for each area.
 * @template {Entry} T @param {T[]} entries @returns {(entry: T) => T[]} */
export function overlaid(entries) {
  /** @type {Map<T, T[]>} */
  const known = new Map();
  return (entry) => {
    const inside = entry.feature.properties.inside;
    if (!known.has(entry))
      known.set(entry, inside ? entries.filter((one) => controlOf(one)
        && contains(one.feature.geometry, inside[0], inside[1])) : []);
    return /** @type {T[]} */ (known.get(entry));
  };
}

/** @param {Entry} entry */
const endOf = ({ feature }) => feature.properties.to ?? Infinity;

/** The districts of which nothing says who held them on the last day, each by its latest state; only
 * in layers that say so of others.
 * @template {Entry} T @param {T[]} shown of layers that are on @param {Window} window
 * @returns {T[]} */
export function unstated(shown, window) {
  /** @type {Map<string, T | null>} null where the holder is stated */
  const found = new Map();
  const states = new Set(shown.filter(controlOf).map(({ layer }) => layer.id));
  const districts = shown.filter(({ layer }) => layer.role === 'district' && states.has(layer.id));
  for (const entry of districts) {
    const name = `${entry.layer.id} ${entry.feature.properties.name}`;
    const known = found.get(name);
    if (controlOf(entry) && stateOf(entry, window) === 'now') found.set(name, null);
    else if (known !== null) found.set(name, known && endOf(known) > endOf(entry) ? known : entry);
  }
  return [...found.values()].filter((entry) => entry !== null);
}

/** The towns whose holder on the last day is known where the front moved.
 * @template {Entry} T @param {T[]} shown of layers that are on @param {Window} window
 * @returns {T[]} */
export function towns(shown, window) {
  const now = shown.filter((entry) => stateOf(entry, window) === 'now');
  const moved = now.filter((entry) => controlOf(entry) === FRONT_MOVED);
  return now.filter(
    ({ feature: { geometry }, layer }) =>
      layer.role === 'holder' && geometry.type === 'Point' &&
      moved.some(({ feature }) =>
        contains(feature.geometry, geometry.coordinates[0], geometry.coordinates[1])),
  );
}
