/** Who held a place on a day, how well that is known, and by which source; pure.
 * The rules are those of `conflictmap.held` in Python, and a test compares the two. */
/** @import {Data, Day, Feature} from '#app/types' */
import { FRONT_MOVED, GROUND } from '#app/rules/standing';
import { overlaps } from '#app/util/clock';
import { contains } from '#app/util/geometry';

/** @typedef {'known' | 'uncertain' | 'front_moved' | 'not_stated'} Certainty */

/** @typedef {{feature: Feature, certainty: Certainty, metres: number}} Near */

/** @typedef {{control: string, certainty: Certainty, feature: Feature | null,
 *   unsure: [Day, Day] | null, nearest: Near[]}} Held */

const EARTH_M = 6371008.8;

/** So many towns are named where the front moved. */
const NEAREST = 3;

/** Whether any layer of a page says who held ground.
 * @param {Data} data */
export const saysWhoHeld = (data) =>
  ['holder', ...GROUND].some((role) => ofRole(data, role).some((f) => f.properties.control));

/** @param {Data} data @param {number} lon @param {number} lat @param {Day} day @returns {Held} */
export function holderAt(data, lon, lat, day) {
  const towns = ofRole(data, 'holder');
  const near = nearest(towns, lon, lat, day);
  const town = near.find(({ feature, metres }) => metres <= (feature.properties.radius_m ?? 0));
  if (town) return heldOn(town.feature, sameName(towns, town.feature), day, []);
  for (const role of GROUND)
    for (const layer of data.spec.layers.filter((one) => one.role === role)) {
      const here = (data.layers.get(layer.id)?.features ?? []).filter(
        ({ geometry, properties }) => properties.control && contains(geometry, lon, lat),
      );
      const found = here.find((feature) => on(feature, day));
      if (found) return heldOn(found, here, day, near.slice(0, NEAREST));
    }
  return { control: '', certainty: 'not_stated', feature: null, unsure: null, nearest: [] };
}

/** @param {Data} data @param {string} role */
export const ofRole = (data, role) =>
  data.spec.layers
    .filter((layer) => layer.role === role)
    .flatMap((layer) => data.layers.get(layer.id)?.features ?? []);

/** @param {Feature[]} features @param {Feature} one */
const sameName = (features, one) =>
  features.filter(({ properties }) => properties.name === one.properties.name);

/** @param {Feature} feature @param {Day} day */
const on = ({ properties: { from, to } }, day) => overlaps(from, to, day, day + 1);

/** Towns whose holder is stated on a day, the nearest first.
 * @param {Feature[]} towns @param {number} lon @param {number} lat @param {Day} day
 * @returns {Near[]} */
function nearest(towns, lon, lat, day) {
  return towns
    .filter((feature) => on(feature, day))
    .map((feature) => ({
      feature,
      certainty: heldOn(feature, sameName(towns, feature), day, []).certainty,
      metres: distance([lon, lat], feature.geometry.coordinates),
    }))
    .sort((a, b) => a.metres - b.metres);
}

/** What a state says of a day; STATES are all of the same place.
 * @param {Feature} feature @param {Feature[]} states @param {Day} day @param {Near[]} near
 * @returns {Held} */
function heldOn(feature, states, day, near) {
  const control = feature.properties.control ?? '';
  const spans = states.map(({ properties: { unsure_from: from, unsure_to: to } }) => [from, to]);
  const span = spans.find(([from, to]) => from != null && to != null && from <= day && day < to);
  const unsure = span ? /** @type {[Day, Day]} */ ([span[0], Number(span[1]) - 1]) : null;
  const moved = control === FRONT_MOVED;
  const certainty = moved ? 'front_moved' : unsure ? 'uncertain' : 'known';
  return { control, certainty, feature, unsure, nearest: moved ? near : [] };
}

/** Metres between two places on a sphere; good to 0.5 %.
 * @param {number[]} one longitude, latitude @param {number[]} two */
function distance(one, two) {
  const [x1, y1, x2, y2] = [...one.slice(0, 2), ...two].map((degrees) => (degrees * Math.PI) / 180);
  const half =
    Math.sin((y2 - y1) / 2) ** 2 +
    Math.cos(y1) * Math.cos(y2) * Math.sin((x2 - x1) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.sqrt(half));
}
