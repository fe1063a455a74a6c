/** Checkpoints, bridges, closures and posts on the road: a small sign each, with its name; and
 * towns whose holder is known where the front moved. */
/** @import {Frame} from '#app/map/labels/placement' */
/** @import {App} from '#app/types' */
import { isOnNumber } from '#app/map/labels/obstacles';
import { haloText, spotsAround, touches, visibleFeatures } from '#app/map/labels/placement';
import { cssColour } from '#app/marks/palette';
import { display } from '#app/rules/names';
import { towns } from '#app/rules/standing';
import { groundsOf } from '#app/util/clock';

/** A shield: no event has this shape. */
export const SHIELD = 'M-5 -5.5H5V1L0 6.5L-5 1Z';

/** The towns to draw: a day each when two are compared.
 * @param {App} app */
export function townsNow({ data, store }) {
  const { layers } = store.state();
  const on = [...data.features.values()].filter(({ layer }) => layers[layer.id]);
  return groundsOf(store.state()).flatMap((window) => towns(on, window));
}

/** A shield filled by who held the town, over the area that says the front moved.
 * @param {App} app @param {L.Map} map @param {CanvasRenderingContext2D} context
 * @returns {import('#app/map/labels/placement').Obstacle[]} what names are to keep clear of */
export function townSigns(app, map, context) {
  if (app.store.state().compare || map.getZoom() < 7) return [];
  return townsNow(app).map(({ feature }) => {
    const [lon, lat] = feature.geometry.coordinates;
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    const shield = new Path2D();
    shield.addPath(new Path2D(SHIELD), new DOMMatrix([1, 0, 0, 1, x, y]));
    context.fillStyle = cssColour(`control-${feature.properties.control}`);
    context.strokeStyle = cssColour('ink');
    context.lineWidth = 1.4;
    context.fill(shield);
    context.stroke(shield);
    return { x, y, radius: 7 };
  });
}

/** Checkpoints, bridges, closures and posts on the road: a small sign each.
 * @param {Frame} frame */
export function roadSigns(frame) {
  const { app, map, context, places } = frame;
  const zoom = map.getZoom();
  if (zoom < 8) return;
  const { lang, names } = app.store.state();
  const found = visibleFeatures(app, ['corridor-point'])
    .filter(({ feature }) => feature.geometry.type === 'Point')
    .map(({ feature }) => {
      const [lon, lat] = feature.geometry.coordinates;
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return { feature, x, y };
    })
    .filter((spot) => !isOnNumber(frame, spot));
  for (const { feature, x, y } of found) {
    sign(context, feature.properties.symbol ?? '', x, y);
    places.take([x - 6, y - 6, x + 6, y + 6]);
  }
  context.font = `italic 500 11px ${cssColour('sans')}`;
  for (const { feature, x, y } of zoom < 9.5 ? [] : found) {
    const words = display(feature.properties, lang, names);
    const spots = spotsAround(x, y, context.measureText(words).width, 11, 8).filter(({ box }) =>
      frame.marks.every((mark) => !touches(box, mark)),
    );
    const at = places.first(spots.map(({ box }) => box));
    if (at >= 0)
      haloText(context, words, spots[at].x, spots[at].y, spots[at].align, cssColour('ink-2'));
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} symbol @param {number} x
 * @param {number} y */
function sign(context, symbol, x, y) {
  context.fillStyle = cssColour('halo');
  context.strokeStyle = cssColour('ink');
  context.lineWidth = 1.5;
  context.beginPath();
  if (symbol === 'closure') {
    context.arc(x, y, 5, 0, 2 * Math.PI);
    context.fill();
    context.moveTo(x - 3.4, y - 3.4);
    context.lineTo(x + 3.4, y + 3.4);
  } else if (symbol === 'bridge') {
    context.moveTo(x - 6, y - 3);
    context.lineTo(x - 3, y - 1);
    context.lineTo(x + 3, y - 1);
    context.lineTo(x + 6, y - 3);
    context.moveTo(x - 6, y + 3);
    context.lineTo(x - 3, y + 1);
    context.lineTo(x + 3, y + 1);
    context.lineTo(x + 6, y + 3);
  } else {
    context.rect(x - 4, y - 4, 8, 8);
    context.fill();
    if (symbol === 'checkpoint') {
      context.moveTo(x - 4, y);
      context.lineTo(x + 4, y);
    }
  }
  context.stroke();
}
