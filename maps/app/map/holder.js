/** Who held a place on a day, how well that is known, and by which source.
 * The rules are those of `conflictmap.held` in Python, and a test compares the two. */
/** @import {App, Data, Day, Feature} from '#app/types' */
import { overlaps } from '#app/util/clock';
import { el, link, text } from '#app/ui/dom';
import { dateText, lengthText } from '#app/text/format';
import { contains } from '#app/util/geometry';
import { label } from '#app/text/i18n';
import { display } from '#app/rules/names';
import { FRONT_MOVED, GROUND } from '#app/rules/standing';

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
const ofRole = (data, role) =>
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

/** The answer in words: place and day, who, how well that is known, by which source.
 * @param {App} app @param {number} lon @param {number} lat @param {Day} day @returns {Node[]} */
export function holderWords(app, lon, lat, day) {
  if (!saysWhoHeld(app.data)) return [];
  const { t } = app;
  const { lang } = app.store.state();
  const held = holderAt(app.data, lon, lat, day);
  const date = dateText(day, lang);
  if (!held.feature) {
    const land = landAt(app, lon, lat);
    return [head(land ? `${land}, ${date}` : date), line(t('holder.none'))];
  }
  const { properties } = held.feature;
  const source = properties.control_source ?? properties.source;
  return [
    head(`${nameOf(app, held.feature)}, ${date}`),
    el('p', { class: 'cm-holder', 'data-certainty': held.certainty }, whoOf(app, held.control)),
    ...certaintyLines(app, held),
    properties.basis ? line(properties.basis) : el('span'),
    source
      ? el('p', { class: 'cm-tip-more' }, `${t('layer.source')}: `,
          link(properties.control_source_url, source))
      : el('span'),
  ];
}

/** @param {App} app @param {Held} held @returns {Node[]} */
function certaintyLines(app, { certainty, feature, unsure, nearest: near }) {
  const { t } = app;
  const { lang } = app.store.state();
  const { from, positional_error_m: error } = /** @type {Feature} */ (feature).properties;
  const day = (/** @type {Day} */ value) => dateText(value, lang);
  if (certainty === 'front_moved')
    return [
      ...(near.length ? [line(t('holder.nearest'))] : []),
      ...near.map(({ feature: town, metres }) =>
        line(t('holder.town', {
          town: nameOf(app, town),
          length: lengthText(metres, lang, t),
          who: whoOf(app, town.properties.control ?? ''),
        })),
      ),
    ];
  const since = from === null ? '' : `${t('date.since', { date: day(from) })}. `;
  const known = unsure
    ? t('holder.uncertain', { from: day(unsure[0]), to: day(unsure[1]) })
    : t('holder.known');
  const outline = error && feature?.geometry.type !== 'Point'
    ? ` ${t('holder.error', { length: lengthText(error, lang, t) })}` : '';
  return [line(upper(`${since}${known}${outline}`))];
}

/** @param {App} app @param {string} control */
const whoOf = ({ t }, control) => label(t, 'control', control, control);

/** @param {App} app @param {Feature} feature */
function nameOf({ store }, { properties }) {
  const { lang, names } = store.state();
  return display(properties, lang, names);
}

/** @param {App} app @param {number} lon @param {number} lat */
function landAt(app, lon, lat) {
  const land = ofRole(app.data, 'land').find(({ geometry }) => contains(geometry, lon, lat));
  return land ? label(app.t, 'country', land.properties.name, nameOf(app, land)) : '';
}

/** @param {string} words */
const upper = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {string} words */
const head = (words) => text('p', words, 'cm-tip-head');

/** @param {string} words */
const line = (words) => text('p', words, 'cm-tip-more');
