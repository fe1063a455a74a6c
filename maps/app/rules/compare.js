/** Who held what on two days, and how much ground changed hands; pure. */
/** @import {Data, Day, Feature} from '#app/types' */
import { overlaps } from '#app/util/clock';

/** In this order everywhere. */
export const CONTROLS = [
  'soviet',
  'armenian_forces',
  'azerbaijan',
  'russian_peacekeepers',
  'front_moved',
];

/** @typedef {{km2: number, error: number}} Ground */
/** @typedef {{name: string, feature: Feature, before: Map<string, Ground>,
 *   after: Map<string, Ground>, changed: number}} Unit a district, whatever layer draws it */

/** The districts with their pieces of each day. A district that two layers draw counts once: in
 * the first of them.
 * @param {Data} data @param {Day} before @param {Day} after @returns {Unit[]} */
export function units(data, before, after) {
  /** @type {Map<string, Unit & {layer: string}>} */
  const found = new Map();
  for (const { feature, layer } of data.features.values()) {
    const { name, control, area_km2: km2 } = feature.properties;
    if (layer.role !== 'district' || !control || typeof km2 !== 'number') continue;
    const unit = found.get(name) ?? {
      name,
      feature,
      layer: layer.id,
      before: new Map(),
      after: new Map(),
      changed: 0,
    };
    found.set(name, unit);
    if (unit.layer !== layer.id) continue;
    add(unit.before, feature, before);
    add(unit.after, feature, after);
  }
  for (const unit of found.values()) unit.changed = changed(unit);
  return [...found.values()].filter((unit) => unit.before.size + unit.after.size > 0);
}

/** @param {Map<string, Ground>} side @param {Feature} feature @param {Day} day */
function add(side, { properties }, day) {
  const { control, from, to, area_km2: km2, area_error_km2: error } = properties;
  if (!control || !overlaps(from, to, day, day + 1)) return;
  const known = side.get(control) ?? { km2: 0, error: 0 };
  side.set(control, {
    km2: known.km2 + (km2 ?? 0),
    error: Math.hypot(known.error, error ?? 0),
  });
}

/** Ground that is under another control than before, or was under none that is stated.
 * @param {Unit} unit */
function changed({ before, after }) {
  let km2 = 0;
  for (const [control, now] of after) km2 += Math.max(0, now.km2 - (before.get(control)?.km2 ?? 0));
  return km2 < 0.05 ? 0 : km2;
}

/** Sums by control, in order. Errors of districts are taken as independent.
 * @param {Unit[]} all @returns {{control: string, before: Ground, after: Ground}[]} */
export function sums(all) {
  const total = (/** @type {'before' | 'after'} */ side, /** @type {string} */ control) =>
    all.reduce(
      (sum, unit) => {
        const ground = unit[side].get(control) ?? { km2: 0, error: 0 };
        return { km2: sum.km2 + ground.km2, error: Math.hypot(sum.error, ground.error) };
      },
      { km2: 0, error: 0 },
    );
  return CONTROLS.map((control) => ({
    control,
    before: total('before', control),
    after: total('after', control),
  })).filter(({ before, after }) => before.km2 + after.km2 > 0);
}

/** How far the changed ground may be off: as far as the outlines of the districts that changed.
 * @param {Unit[]} all @returns {Ground} */
export function change(all) {
  const moved = all.filter((unit) => unit.changed > 0);
  return {
    km2: moved.reduce((sum, unit) => sum + unit.changed, 0),
    error: Math.hypot(
      ...moved.map(({ before, after }) =>
        Math.max(...[...before.values(), ...after.values()].map(({ error }) => error)),
      ),
    ),
  };
}
