/** The event marks: one canvas, stacked where they coincide, picked by distance. */
/** @import {App} from '#app/types' */
import { canvasLayer } from '#app/map/canvaslayer';
import { MarkDots } from '#app/map/markdots';
import { countedBy, inHexagons } from '#app/marks/counted';
import { stepsTo, topOf } from '#app/marks/hexbins';
import { sideOf } from '#app/marks/hexground';
import { binsInView, drawHex } from '#app/marks/hexstyle';
import { drawOne, markOf, stacked } from '#app/marks/markstyle';
import { sizeColumn } from '#app/marks/sized';
import { merged, stacks } from '#app/marks/stack';
import { drawUncertainty } from '#app/marks/uncertainty';

/** @typedef {import('#app/marks/markstyle').Mark} Mark */
const REACH = 9;

/** @param {App} app @param {L.Map} map */
export function createMarks(app, map) {
  /** @type {Mark[]} */
  let marks = [];
  const dots = new MarkDots(app, map, () => layer.redraw());
  const layer = canvasLayer('cm-marks', (context, size) => {
    const many = dots.draw(context, size);
    if (many !== app.ui.state().dots) app.ui.set({ dots: many });
    marks = many ? [] : (dots.hexagons(size.pad) ?? placed(app, map, size.pad, dots.rows()));
    const active = new Set(
      [app.store.state().select, app.ui.state().hover].filter((id) => id !== null),
    );
    for (const id of active) drawUncertainty(context, app, map, id);
    if (many) dots.drawActive(context, active);
    else drawAll(context, app, marks, active);
  }, { prepare: (size) => dots.prepare(size) });
  layer.addTo(map);
  app.watch(
    ({ marks: kind }) => [kind],
    ({ marks: kind }) => below(map, kind !== 'marks'),
  );
  app.watch(
    (state, ui) => [
      app.rows(), state.marks, state.compare, state.lang, state.select, ui.hover, ui.dark,
    ],
    () => layer.redraw(),
  );
  return {
    /** @param {{x: number, y: number}} point container pixels @param {number} [slack] */
    pick: (point, slack = 3) =>
      layer.fresh() ? (dots.pick(point, slack) ?? pick(marks, point, slack)) : null,
    marks: () =>
      inHexagons(app)
        ? marks.map(({ x, y }) => ({ x, y, radius: 9 })) // names keep off the numbers only
        : marks,
  };
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Mark[]} marks
 * @param {Set<string>} active ids */
function drawAll(context, app, marks, active) {
  const rows = new Set([...active].map((id) => app.data.index.get(id)));
  const isHex = inHexagons(app);
  const steps = isHex ? ramp(app, marks) : [];
  for (const mark of marks) {
    const on = mark.cells ? false : mark.rows.some((row) => rows.has(row));
    if (isHex) drawHex(context, app, mark, on, steps);
    else drawOne(context, app, mark, on);
  }
}

/** The steps of the ramp for the hexagons in view; the key shows them too.
 * @param {App} app @param {Mark[]} bins */
function ramp(app, bins) {
  const top = topOf(bins.reduce((most, bin) => Math.max(most, bin.count), 0));
  if (top !== app.ui.state().top) app.ui.set({ top });
  return stepsTo(top);
}

/** Hexagons cover the ground: names stand on them, as marks stand on names.
 * @param {L.Map} map @param {boolean} under the names */
function below(map, under) {
  const pane = /** @type {HTMLElement} */ (map.getPane('cm-marks'));
  const names = /** @type {HTMLElement} */ (map.getPane('cm-labels'));
  pane.style.zIndex = String(Number(names.style.zIndex) + (under ? -5 : 10));
}

/** @param {App} app @param {L.Map} map @param {number} pad @param {number[]} rows in view
 * @returns {Mark[]} large ones first */
function placed(app, map, pad, rows) {
  const { columns } = app.data;
  const { marks, compare } = app.store.state();
  if (compare) return []; // two days of ground, no events between them
  const points = pointsOf(app, map, pad, rows);
  if (marks !== 'marks')
    return binsInView(map, points, countedBy(app), sideOf(columns)).filter(({ count }) => count > 0);
  const size = columns.number(sizeColumn(app));
  const order = points.sort((a, b) => (size[b.row] || 0) - (size[a.row] || 0) || a.row - b.row);
  const isStack = (/** @type {import('#app/marks/stack').Stack} */ stack) => stacked(app, stack.rows);
  const radius = (/** @type {import('#app/marks/stack').Stack} */ stack) =>
    isStack(stack) ? markOf(app, stack).radius : Math.min(12, markOf(app, stack).radius);
  return merged(stacks(order, REACH), radius, isStack)
    .map((stack) => markOf(app, { ...stack, rows: stack.rows.sort((a, b) => a - b) }))
    .sort((a, b) => Number(isStack(a)) - Number(isStack(b)) || b.radius - a.radius);
}

/** Where dated events lie in view, in container pixels.
 * @param {App} app @param {L.Map} map @param {number} pad @param {number[]} rows */
function pointsOf({ data: { columns, start } }, map, pad, rows) {
  const view = map.getSize();
  const zero = map.latLngToContainerPoint([0, 0]);
  const scale = 256 * 2 ** map.getZoom();
  const points = [];
  for (const row of rows) {
    const place = columns.place[row];
    if (place < 0 || row >= start.length) continue;
    const [x, y] = [zero.x + columns.x[place] * scale, zero.y + columns.y[place] * scale];
    if (x > -pad && y > -pad && x < view.x + pad && y < view.y + pad) points.push({ row, x, y });
  }
  return points;
}

/** The topmost mark under a point.
 * @param {Mark[]} marks @param {{x: number, y: number}} point @param {number} slack */
function pick(marks, point, slack) {
  let found = null;
  let least = Infinity;
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - point.x, mark.y - point.y);
    if (distance <= mark.radius + slack && distance - mark.radius * 0.2 <= least) {
      found = mark;
      least = distance - mark.radius * 0.2;
    }
  }
  return found;
}
