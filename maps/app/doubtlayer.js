/** Emphasis on the map for what is not known: a veil over the rest, rings, areas and marks over it. */
/** @import {App} from '#app/types' */
import { canvasLayer } from '#app/canvaslayer';
import { doubtfulRows } from '#app/doubts';
import { drawMark, drawReach, markOf } from '#app/markstyle';
import { cssColour } from '#app/palette';

/** More than these are drawn without their rings, which would cover the map. */
const MOST_RINGS = 300;

/** @param {App} app @param {L.Map} map */
export function createDoubtLayer(app, map) {
  const pane = map.createPane('cm-doubts');
  pane.style.pointerEvents = 'none';
  pane.style.zIndex = String(Number(map.getPane('cm-labels')?.style.zIndex) + 11);
  const layer = canvasLayer('cm-doubts', (context, { x, y, pad }) => {
    const rows = doubtful(app);
    if (rows === null) return;
    context.globalAlpha = 0.62;
    context.fillStyle = cssColour('paper');
    context.fillRect(-pad, -pad, x + 2 * pad, y + 2 * pad);
    context.globalAlpha = 1;
    draw(context, app, map, rows);
  }, { needed: () => app.store.state().doubt !== null && !app.store.state().compare });
  layer.addTo(map);
  app.watch(
    (state, ui) =>
      state.doubt === null ? [] : [app.rows(), state.doubt, state.compare, ui.dark],
    () => layer.redraw(),
  );
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {L.Map} map
 * @param {number[]} rows */
function draw(context, app, map, rows) {
  const { events } = app.data.spec;
  const placed = rows.filter((row) => events.lat[row] !== null);
  if (placed.length <= MOST_RINGS) {
    context.globalAlpha = 0.8;
    for (const row of placed) drawReach(context, app, map, events.id[row]);
    context.globalAlpha = 1;
  }
  for (const row of placed) {
    const { x, y } = map.latLngToContainerPoint([events.lat[row] ?? 0, events.lon[row] ?? 0]);
    const mark = markOf(app, { x, y, rows: [row] });
    drawMark(context, app, { ...mark, radius: Math.min(9, mark.radius) }, false);
  }
}

/** @param {App} app @returns {number[] | null} rows in doubt; null when the map shows all alike */
function doubtful(app) {
  const { doubt, compare } = app.store.state();
  if (doubt === null || compare) return null;
  return doubtfulRows(app.data, app.rows(), doubt);
}
