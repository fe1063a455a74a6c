/** Names of areas: letterspaced, at the roomiest spot of what is in view. */
/** @import {Frame} from '#app/map/labels/placement' */
/** @import {Feature} from '#app/types' */
import { onLandOf } from '#app/map/labels/obstacles';
import { visibleFeatures, writeCentred } from '#app/map/labels/placement';
import { cssColour } from '#app/marks/palette';
import { capitals, display, short } from '#app/rules/names';
import { standing } from '#app/rules/standing';
import { label } from '#app/text/i18n';
import { groundOf } from '#app/util/clock';
import { polygonsOf, roomiest } from '#app/util/geometry';

/** @typedef {{size: number, spacing: number, caps: boolean, colour: string, weight: string,
 *   zoom: [number, number], room: number}} Style */

/** @type {Record<string, Style>} */
const STYLES = {
  land: {
    size: 15,
    spacing: 5,
    caps: true,
    colour: 'label-land',
    weight: '500',
    zoom: [4, 10],
    room: 28,
  },
  control: {
    size: 12,
    spacing: 1.6,
    caps: true,
    colour: 'label-area',
    weight: '500',
    zoom: [7, 14],
    room: 16,
  },
  sea: {
    size: 13,
    spacing: 2,
    caps: false,
    colour: 'label-water',
    weight: 'italic 400',
    zoom: [4, 12],
    room: 20,
  },
  lake: {
    size: 11,
    spacing: 0.6,
    caps: false,
    colour: 'label-water',
    weight: 'italic 400',
    zoom: [7, 14],
    room: 7,
  },
  district: {
    size: 10.5,
    spacing: 1.4,
    caps: true,
    colour: 'label-area',
    weight: '500',
    zoom: [8.7, 14],
    room: 15,
  },
  province: {
    size: 10.5,
    spacing: 2.2,
    caps: true,
    colour: 'label-land',
    weight: '500',
    zoom: [8, 12],
    room: 22,
  },
};

/** Lands on a map of continents. @type {Style} */
const FAR = { ...STYLES.land, size: 11, spacing: 1, colour: 'ink-2', zoom: [1.5, 4], room: 11 };

/** @param {string} role @param {number} zoom */
const styleOf = (role, zoom) => (role === 'land' && zoom < FAR.zoom[1] ? FAR : STYLES[role]);

/** @param {Frame} frame @param {string[]} roles */
export function areaLabels(frame, roles) {
  const zoom = frame.map.getZoom();
  for (const role of roles) {
    const style = styleOf(role, zoom);
    if (zoom < style.zoom[0] || zoom > style.zoom[1]) continue;
    const window = groundOf(frame.app.store.state());
    const seen = new Set();
    for (const { feature } of named(visibleFeatures(frame.app, [role]), window)) {
      const { properties } = feature;
      if (seen.has(properties.name)) continue;
      seen.add(properties.name);
      areaLabel(frame, feature, role);
    }
  }
}

/** Only areas that hold on the last day are named.
 * @param {{feature: Feature}[]} found @param {import('#app/types').Window} window */
function named(found, window) {
  return found.filter(
    ({ feature: { properties } }) => standing(properties.from, properties.to, window) === 'now',
  );
}

/** @param {Frame} frame @param {Feature} feature @param {string} role */
function areaLabel(frame, feature, role) {
  const style = styleOf(role, frame.map.getZoom());
  const { context, app } = frame;
  const spot = bestSpot(frame, feature);
  if (!spot || spot.room < style.room) return;
  const named = namesOf(app, feature);
  const words = wordsOf(app, named);
  context.font = `${style.weight} ${style.size}px ${cssColour('sans')}`;
  // Not in every browser; without it the letters are only closer.
  context.letterSpacing = `${style.spacing}px`;
  for (const form of new Set(spot.room > 34 ? [words, short(words)] : [short(words)])) {
    const written = style.caps ? capitals(form, named, app.store.state().lang) : form;
    const lines = wrapped(context, written, Math.max(90, spot.room * 2.4));
    if (place(frame, lines, spot, role)) break;
  }
  context.letterSpacing = '0px';
}

/** Its name in the language of the page; who held it, where there is none.
 * @param {import('#app/types').App} app @param {ReturnType<typeof namesOf>} named */
function wordsOf({ store, t }, named) {
  const { lang, names } = store.state();
  const own = lang === 'en' || named[`name_${lang}`] || !named.control;
  const words = own
    ? label(t, 'country', named.name, display(named, lang, names))
    : t(`control.${named.control}`);
  return words.replace(/ (district|raion)$/, '');
}

/** The table of places may know a name in more languages than the area itself.
 * @param {import('#app/types').App} app @param {Feature} feature */
function namesOf({ data }, { properties }) {
  const label = [...data.features.values()].find(
    ({ feature, layer }) =>
      layer.role === 'settlement' &&
      feature.properties.class !== 'settlement' &&
      feature.properties.name === properties.name,
  );
  return { ...label?.feature.properties, ...properties };
}

/** Shifts from the roomiest spot, in steps. */
const SHIFTS = [[0, 0], [0, -1], [0, 1], [-1, 0], [1, 0], [-1, -1], [1, 1], [0, -2], [0, 2]];

/** The same for the name of a land, which is to stand on no ground that somebody held. */
const FAR_SHIFTS = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
  .flatMap((x) => [-3, -2, -1, 0, 1, 2, 3].map((y) => [x, y]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
const HELD = ['district'];

/** @param {Frame} frame @param {{x: number, y: number}} spot
 * @returns {[number, number]} longitude, latitude */
function placeOf({ map }, { x, y }) {
  const { lng, lat } = map.containerPointToLatLng([x, y]);
  return [lng, lat];
}

/** Try the spot itself and a few steps around it.
 * @param {Frame} frame @param {string[]} lines
 * @param {{x: number, y: number, room: number}} spot @param {string} role */
function place(frame, lines, spot, role) {
  const { size, spacing, colour } = styleOf(role, frame.map.getZoom());
  const isLand = role === 'land';
  const step = Math.min(spot.room * 0.45, isLand ? 48 : 26);
  const shifts = (isLand ? FAR_SHIFTS : SHIFTS).map(([dx, dy]) => [dx * step, dy * step]);
  const form = { height: size * 1.22, spacing, colour: cssColour(colour) };
  const fits = isLand ? onLandOf(frame, ...placeOf(frame, spot), HELD) : undefined;
  return writeCentred(frame, lines, form, spot, shifts, shifts.length, fits) !== null;
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} width */
function wrapped(context, words, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && context.measureText(`${last} ${word}`).width <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @param {Frame} frame @param {Feature} feature */
function bestSpot({ map, view }, feature) {
  let best = null;
  for (const polygon of polygonsOf(feature.geometry)) {
    const rings = polygon.map((ring) =>
      ring.map(([lon, lat]) => {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        return [x, y];
      }),
    );
    const box = boxOf(rings[0], view);
    if (!box) continue;
    const spot = roomiest(rings, box, 12);
    if (spot && (!best || spot.room > best.room)) best = spot;
  }
  return best;
}

/** The part of a ring's box that is in view.
 * @param {number[][]} ring @param {[number, number, number, number]} view
 * @returns {[number, number, number, number] | null} */
function boxOf(ring, view) {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const box = /** @type {[number, number, number, number]} */ ([
    Math.max(view[0], Math.min(...xs)),
    Math.max(view[1], Math.min(...ys)),
    Math.min(view[2], Math.max(...xs)),
    Math.min(view[3], Math.max(...ys)),
  ]);
  return box[2] - box[0] > 20 && box[3] - box[1] > 12 ? box : null;
}
