/** Stretches of a road on which events happened: thick lines below the marks. */
/** @import {App, Feature} from '#app/types' */
import { canvasLayer } from '#app/map/canvaslayer';
import { cssColour } from '#app/marks/palette';
import { among } from '#app/util/lazy';

/** The stretches that an event names as its place.
 * @param {App['data']} data @param {number} row @returns {Feature[]} */
export const stretchesOf = ({ spec, features }, row) =>
  spec.events.where[row].flatMap((id) => {
    const known = features.get(id)?.feature;
    return known && /LineString$/.test(known.geometry.type) ? [known] : [];
  });

/** @param {App['data']} data @returns {number[]} */
function rowsOnStretches({ features, columns }) {
  const { codes, texts } = columns.codes('where');
  const line = (/** @type {string} */ id) =>
    /LineString$/.test(features.get(id)?.feature.geometry.type ?? '');
  const found = texts.map((text) => text.split(/\s+/).some(line));
  const rows = [];
  if (found.includes(true))
    for (let row = 0; row < columns.rows; row += 1) if (found[codes[row]]) rows.push(row);
  return rows;
}

/** @param {App} app @param {L.Map} map */
export function createStretches(app, map) {
  const rows = rowsOnStretches(app.data);
  if (rows.length === 0) return;
  const pane = map.createPane('cm-stretches');
  pane.style.pointerEvents = 'none';
  pane.style.zIndex = String(Number(map.getPane('cm-labels')?.style.zIndex) - 6);
  const layer = canvasLayer('cm-stretches', (context) => {
    if (app.store.state().compare) return;
    for (const row of rows) if (among(app.rows(), row)) drawStretch(context, app, map, row);
  });
  layer.addTo(map);
  app.watch(
    (state, ui) => [app.rows(), state.compare, state.select, ui.hover, ui.dark],
    () => layer.redraw(),
  );
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {L.Map} map
 * @param {number} row */
function drawStretch(context, app, map, row) {
  const { events } = app.data.spec;
  const active = [app.store.state().select, app.ui.state().hover].includes(events.id[row]);
  const family = app.styles.get(events.type[row])?.family ?? 'other';
  for (const { geometry } of stretchesOf(app.data, row)) {
    const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
    for (const line of lines) {
      context.beginPath();
      for (const [lon, lat] of line) {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        context.lineTo(x, y);
      }
      stroke(context, cssColour('paper'), active ? 11 : 8, 0.9);
      stroke(context, cssColour(`family-${family}`), active ? 8 : 5, 0.8);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} colour @param {number} width
 * @param {number} alpha */
function stroke(context, colour, width, alpha) {
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke();
  context.globalAlpha = 1;
}
