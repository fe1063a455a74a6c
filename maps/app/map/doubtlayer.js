/** Emphasis on the map for what is not known: a veil over the rest, rings, areas and marks over it. */
/** @import {App} from '#app/types' */
import { canvasLayer } from '#app/map/canvaslayer';
import { DotGrid } from '#app/marks/dotgrid';
import { DotPainter, groundOf, LIMIT } from '#app/marks/dots';
import { familyRows } from '#app/marks/families';
import { drawOne, markOf, stacked } from '#app/marks/markstyle';
import { cssColour } from '#app/marks/palette';
import { drawUncertainty } from '#app/marks/uncertainty';
import { doubtfulRows } from '#app/rules/doubts';
import { once } from '#app/util/lazy';

/** More than these are drawn without their rings, which would cover the map. */
const MOST_RINGS = 300;

/** @param {App} app @param {L.Map} map */
export function createDoubtLayer(app, map) {
  const pane = map.createPane('cm-doubts');
  pane.style.pointerEvents = 'none';
  pane.style.zIndex = String(Number(map.getPane('cm-labels')?.style.zIndex) + 11);
  const many = createMany(app, map);
  const layer = canvasLayer('cm-doubts', (context, { x, y, pad }) => {
    const rows = doubtful(app);
    if (rows === null) return;
    context.globalAlpha = 0.62;
    context.fillStyle = cssColour('paper');
    context.fillRect(-pad, -pad, x + 2 * pad, y + 2 * pad);
    context.globalAlpha = 1;
    draw(context, app, map, many(context, rows, { x, y, pad }) ?? []);
  }, { needed: () => app.store.state().doubt !== null && !app.store.state().compare });
  layer.addTo(map);
  app.calmly(
    (state, ui) =>
      state.doubt === null ? [] : [app.rows(), state.doubt, state.compare, ui.dark],
    () => layer.redraw(),
  );
}

/** Too many to have a shape each are drawn as dots, on a picture of their own: pixels cover what
 * lies below them.
 * @param {App} app @param {L.Map} map */
function createMany(app, map) {
  const grid = once(() => new DotGrid(app.data.columns, familyRows(app), app.data.start.length));
  const painter = new DotPainter();
  const picture = document.createElement('canvas');
  /** @param {CanvasRenderingContext2D} context @param {number[]} rows
   * @param {import('#app/map/canvaslayer').Size} size
   * @returns {number[] | null} those in view to draw one by one; null when they are drawn */
  return (context, rows, size) => {
    if (rows.length <= LIMIT) return rows;
    grid().place(groundOf(map, size));
    grid().show(rows);
    if (grid().inView <= LIMIT) return grid().rowsIn(() => true);
    const { width, height } = context.canvas;
    Object.assign(picture, { width, height });
    const own = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
    painter.paint(own, grid(), { width, height, ratio: width / (size.x + 2 * size.pad) }, 0);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(picture, 0, 0);
    context.restore();
    picture.width = 0;
    return null;
  };
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {L.Map} map
 * @param {number[]} rows */
function draw(context, app, map, rows) {
  const { events } = app.data.spec;
  const placed = rows.filter((row) => events.lat[row] !== null);
  if (placed.length <= MOST_RINGS) {
    context.globalAlpha = 0.8;
    for (const row of placed) drawUncertainty(context, app, map, events.id[row]);
    context.globalAlpha = 1;
  }
  for (const row of placed) {
    const { x, y } = map.latLngToContainerPoint([events.lat[row] ?? 0, events.lon[row] ?? 0]);
    const mark = markOf(app, { x, y, rows: [row] });
    const radius = stacked(app, mark.rows) ? mark.radius : Math.min(9, mark.radius);
    drawOne(context, app, { ...mark, radius }, false);
  }
}

/** @param {App} app @returns {number[] | null} rows in doubt; null when the map shows all alike */
function doubtful(app) {
  const { doubt, compare } = app.store.state();
  if (doubt === null || compare) return null;
  return doubtfulRows(app.data, app.rows(), doubt);
}
