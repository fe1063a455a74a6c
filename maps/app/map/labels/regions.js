/** Names of regions, rivers, lakes and peaks that stand at a point of their own. */
/** @import {Frame} from '#app/map/labels/placement' */
/** @import {Feature} from '#app/types' */
import { onLandOf } from '#app/map/labels/obstacles';
import { holds, visibleFeatures, writeCentred } from '#app/map/labels/placement';
import { cssColour } from '#app/marks/palette';
import { capitals, display } from '#app/rules/names';
import { standing } from '#app/rules/standing';
import { groundOf } from '#app/util/clock';

/** @type {Record<string, {font: string, size: number, spacing: number, caps: boolean,
 * colour: string}>} */
const STYLES = {
  'region-label': { font: '600', size: 12.5, spacing: 1.8, caps: true, colour: 'label-area' },
  'river-label': { font: 'italic 400', size: 11, spacing: 0.5, caps: false, colour: 'label-water' },
  lake: { font: 'italic 400', size: 11, spacing: 0.4, caps: false, colour: 'label-water' },
  peak: { font: 'italic 500', size: 10.5, spacing: 0, caps: false, colour: 'ink-2' },
};
/** Lowest zoom by rank. */
const ZOOM = [0, 5, 7.5, 9.2, 10];

/** @param {Frame} frame @param {number} most highest rank of this turn */
export function regionLabels(frame, most) {
  const { app, map } = frame;
  const drawn = new Set(
    visibleFeatures(app, ['land', 'lake', 'sea']).map(({ feature }) => feature.properties.name),
  );
  const longer = visibleFeatures(app, ['control'])
    .map(({ feature }) => feature.properties)
    .filter(({ from, to }) => standing(from, to, groundOf(app.store.state())) === 'now');
  const isNamed = (/** @type {string} */ name) =>
    drawn.has(name) || longer.some((other) => other.name.startsWith(`${name} `));
  for (const { feature } of visibleFeatures(app, ['settlement'])) {
    const { class: kind = 'settlement', name } = feature.properties;
    const [rank, style] = [rankOf(feature), Object.hasOwn(STYLES, kind) ? STYLES[kind] : null];
    if (!style || isNamed(name) || !inTurn(rank, most)) continue;
    if (map.getZoom() >= (ZOOM[rank] ?? 10)) label(frame, feature, style);
  }
}

/** @param {Feature} feature */
const rankOf = ({ properties }) => properties.rank ?? 4;

/** The first rank has a turn of its own.
 * @param {number} rank @param {number} most */
const inTurn = (rank, most) => rank <= most && !(most > 1 && rank === 1);

/** Shifts in pixels from the point of a name; the name of a peak stands over it. */
const SHIFTS = [
  [0, 0], [0, -14], [0, 14], [-26, 0], [26, 0], [-40, -14], [-40, 14], [0, -28], [-60, 0],
  [-60, -28], [-80, -6], [-80, 8], [60, 0], [-50, 26],
];
const OVER_PEAK = [[0, -9]];

/** @param {Frame} frame @param {Feature} feature @param {typeof STYLES[string]} style */
function label(frame, feature, style) {
  const { context, map, box } = frame;
  const [lon, lat] = feature.geometry.coordinates;
  const spot = map.latLngToContainerPoint([lat, lon]);
  if (!holds(box, spot)) return;
  const minor = style.caps && rankOf(feature) > 1;
  context.font = fontOf(style, minor);
  context.letterSpacing = `${style.spacing}px`;
  const colour = cssColour(minor ? 'label-land' : style.colour);
  const form = { height: style.size * 1.24, spacing: 0, colour };
  const isPeak = feature.properties.class === 'peak';
  const words = wordsOf(frame.app, feature, style);
  const shifts = isPeak ? OVER_PEAK : SHIFTS;
  const fits = minor ? onLandOf(frame, lon, lat) : undefined;
  const written = writeCentred(frame, linesOf(words, minor), form, spot, shifts, 1, fits);
  if (written && isPeak) peak(context, spot.x, spot.y);
  context.letterSpacing = '0px';
}

/** What stands in brackets goes below, in a name of lesser rank.
 * @param {string} words @param {boolean} minor */
const linesOf = (words, minor) => (minor ? words.split(/ (?=\()/) : [words]);

/** @param {typeof STYLES[string]} style @param {boolean} minor */
const fontOf = ({ font, size }, minor) =>
  `${minor ? '500 11px' : `${font} ${size}px`} ${cssColour('sans')}`;

/** @param {Frame['app']} app @param {Feature} feature @param {typeof STYLES[string]} style */
function wordsOf({ store }, { properties }, { caps }) {
  const { lang, names } = store.state();
  const words = display(properties, lang, names);
  return caps ? capitals(words, properties, lang) : words;
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y */
function peak(context, x, y) {
  context.beginPath();
  context.moveTo(x, y - 3);
  context.lineTo(x + 3.5, y + 3);
  context.lineTo(x - 3.5, y + 3);
  context.closePath();
  context.fillStyle = cssColour('ink-2');
  context.fill();
}
