/** Where an event may have been, drawn on a canvas. */
/** @import {App, Feature} from '#app/types' */
import { cssColour } from '#app/marks/palette';
import { polygonsOf } from '#app/util/geometry';
import { among } from '#app/util/lazy';

/** How far from its point an event may have been: a ring, or the areas it is somewhere in.
 * @param {CanvasRenderingContext2D} context @param {App} app @param {L.Map} map
 * @param {string} id */
export function drawUncertainty(context, app, map, id) {
  const { events } = app.data.spec;
  const row = app.data.index.get(id);
  if (row === undefined || !among(app.rows(), row)) return;
  context.strokeStyle = cssColour('ink');
  context.fillStyle = cssColour('reach');
  context.lineWidth = 1.3;
  context.setLineDash([5, 4]);
  for (const area of events.where[row]) {
    const known = app.data.features.get(area);
    if (known) {
      tracePolygons(context, map, known.feature);
      context.fill('evenodd');
      context.stroke();
    }
  }
  drawRing(context, map, events.lat[row], events.lon[row], events.radius_m[row] ?? 0);
  context.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} context @param {L.Map} map
 * @param {number | null} lat @param {number | null} lon @param {number} metres */
function drawRing(context, map, lat, lon, metres) {
  if (lat === null || lon === null || metres <= 0) return;
  const { x, y } = map.latLngToContainerPoint([lat, lon]);
  const edge = map.latLngToContainerPoint([lat + metres / 111195, lon]);
  context.beginPath();
  context.arc(x, y, Math.abs(edge.y - y), 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {L.Map} map @param {Feature} feature */
function tracePolygons(context, map, { geometry }) {
  context.beginPath();
  for (const ring of polygonsOf(geometry).flat()) {
    for (const [i, [lon, lat]] of ring.entries()) {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.closePath();
  }
}
