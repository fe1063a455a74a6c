/** Names of regions, rivers, lakes and peaks that stand at a point of their own. */
/** @import {Frame} from '#app/map/labels/placement' */
/** @import {Feature} from '#app/types' */
import { halo, shown } from '#app/map/labels/placement';
import { cssColour } from '#app/marks/palette';
import { capitals, display } from '#app/rules/names';
import { standing } from '#app/rules/standing';

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
    shown(app, ['land', 'lake', 'sea']).map(({ feature }) => feature.properties.name),
  );
  const longer = shown(app, ['control'])
    .map(({ feature }) => feature.properties)
    .filter(({ from, to }) => standing(from, to, app.store.state().window) === 'now');
  for (const { feature } of shown(app, ['settlement'])) {
    const { class: kind = 'settlement', rank, name } = feature.properties;
    const style = Object.hasOwn(STYLES, kind) ? STYLES[kind] : null;
    if (
      !style ||
      drawn.has(name) ||
      longer.some((other) => other.name.startsWith(`${name} `)) ||
      (rank ?? 4) > most ||
      (most > 1 && (rank ?? 4) === 1)
    )
      continue;
    if (map.getZoom() >= (ZOOM[rank ?? 4] ?? 10)) label(frame, feature, style);
  }
}

/** @param {Frame} frame @param {Feature} feature @param {typeof STYLES[string]} style */
function label({ context, app, map, places, box, marks }, feature, style) {
  const [lon, lat] = feature.geometry.coordinates;
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return;
  const { lang, names } = app.store.state();
  const words = display(feature.properties, lang, names);
  const text = style.caps ? capitals(words, feature.properties, lang) : words;
  const minor = style.caps && (feature.properties.rank ?? 4) > 1;
  context.font = minor
    ? `500 11px ${cssColour('sans')}`
    : `${style.font} ${style.size}px ${cssColour('sans')}`;
  context.letterSpacing = `${style.spacing}px`;
  const width = context.measureText(text).width / 2 + 3;
  const lift = feature.properties.class === 'peak' ? 9 : 0;
  const half = style.size * 0.62;
  const shifts = lift
    ? [[0, 0]]
    : [
        [0, 0],
        [0, -14],
        [0, 14],
        [-26, 0],
        [26, 0],
        [-40, -14],
        [-40, 14],
        [0, -28],
        [-60, 0],
        [-60, -28],
        [-80, -6],
        [-80, 8],
        [60, 0],
        [-50, 26],
      ];
  const boxes = shifts.map(
    ([dx, dy]) =>
      /** @type {[number, number, number, number]} */ ([
        x + dx - width,
        y + dy - lift - half,
        x + dx + width,
        y + dy - lift + half,
      ]),
  );
  const clear = boxes.filter((spot) =>
    marks.every(
      (mark) =>
        mark.x + mark.radius < spot[0] ||
        mark.x - mark.radius > spot[2] ||
        mark.y + mark.radius < spot[1] ||
        mark.y - mark.radius > spot[3],
    ),
  );
  const among = clear.length ? clear : boxes.slice(0, 1);
  const at = places.first(among);
  if (at >= 0) {
    halo(
      context,
      text,
      (among[at][0] + among[at][2]) / 2,
      (among[at][1] + among[at][3]) / 2,
      'center',
      cssColour(minor ? 'label-land' : style.colour),
    );
    if (lift) peak(context, x, y);
  }
  context.letterSpacing = '0px';
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
