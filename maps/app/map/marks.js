/** The event marks: one canvas, stacked where they coincide, picked by distance. */
/** @import {App} from '#app/types' */
import { canvasLayer } from '#app/map/canvaslayer';
import { CELL, DotGrid } from '#app/marks/dotgrid';
import { DotPainter, dotRadius, groundOf, LIMIT, SPOTS } from '#app/marks/dots';
import { familyRows } from '#app/marks/families';
import { stepsTo, topOf } from '#app/marks/hexbins';
import { sideOf } from '#app/marks/hexground';
import { binsInView, binsOfGrid, drawHex } from '#app/marks/hexstyle';
import { drawOne, markOf, stacked } from '#app/marks/markstyle';
import { merged, stacks } from '#app/marks/stack';
import { drawReach } from '#app/marks/uncertainty';
import { lazyMember } from '#app/util/lazy';

/** @typedef {import('#app/marks/markstyle').Mark} Mark */
const REACH = 9;
const PAUSE_MS = 200;

/** @param {App} app @param {L.Map} map */
export function createMarks(app, map) {
  /** @type {Mark[]} */
  let marks = [];
  const dots = createDots(app, map, () => layer.redraw());
  const layer = canvasLayer('cm-marks', (context, size) => {
    const { select, marks: kind } = app.store.state();
    const { hover } = app.ui.state();
    const many = dots.draw(context, size);
    if (many !== app.ui.state().dots) app.ui.set({ dots: many });
    marks = many ? [] : (dots.hexagons(size.pad) ?? placed(app, map, size.pad, dots.rows()));
    const active = new Set([select, hover].filter((id) => id !== null));
    for (const id of active) drawReach(context, app, map, id);
    if (many) dots.drawActive(context, active);
    const rows = new Set([...active].map((id) => app.data.index.get(id)));
    const steps = kind === 'hex' ? ramp(app, marks) : [];
    for (const mark of marks) {
      const on = mark.cells ? false : mark.rows.some((row) => rows.has(row));
      if (kind === 'hex') drawHex(context, app, mark, on, steps);
      else drawOne(context, app, mark, on);
    }
  }, { prepare: dots.prepare });
  layer.addTo(map);
  app.watch(
    ({ marks: kind }) => [kind],
    ({ marks: kind }) => below(map, kind === 'hex'),
  );
  app.watch(
    (state, ui) => [app.rows(), state.marks, state.compare, state.lang, state.select, ui.hover, ui.dark],
    () => layer.redraw(),
  );
  return {
    /** @param {{x: number, y: number}} point container pixels @param {number} [slack] */
    pick: (point, slack = 3) =>
      layer.fresh() ? (dots.pick(point, slack) ?? pick(marks, point, slack)) : null,
    marks: () =>
      app.store.state().marks === 'hex'
        ? marks.map(({ x, y }) => ({ x, y, radius: 9 })) // names keep off the numbers only
        : marks,
  };
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
  const { hot } = app.data;
  const { marks, compare } = app.store.state();
  if (compare) return []; // two days of ground, no events between them
  const size = map.getSize();
  const zero = map.latLngToContainerPoint([0, 0]);
  const scale = 256 * 2 ** map.getZoom();
  const points = [];
  for (const row of rows) {
    const place = hot.place[row];
    if (place < 0 || row >= app.data.start.length) continue;
    const [x, y] = [zero.x + hot.x[place] * scale, zero.y + hot.y[place] * scale];
    if (x > -pad && y > -pad && x < size.x + pad && y < size.y + pad) points.push({ row, x, y });
  }
  if (marks === 'hex') return binsInView(map, points, hot.weights(), sideOf(hot));
  const high = hot.number('high');
  const order = points.sort((a, b) => (high[b.row] || 0) - (high[a.row] || 0) || a.row - b.row);
  const isStack = (/** @type {import('#app/marks/stack').Stack} */ stack) => stacked(app, stack.rows);
  const radius = (/** @type {import('#app/marks/stack').Stack} */ stack) =>
    isStack(stack) ? markOf(app, stack).radius : Math.min(12, markOf(app, stack).radius);
  return merged(stacks(order, REACH), radius, isStack)
    .map((stack) => markOf(app, { ...stack, rows: stack.rows.sort((a, b) => a - b) }))
    .sort((a, b) => Number(isStack(a)) - Number(isStack(b)) || b.radius - a.radius);
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

/** Dots instead of marks, where more events are in view than can have a shape each.
 * @param {App} app @param {L.Map} map @param {() => void} later draw again */
function createDots(app, map, later) {
  const grid = new DotGrid(app.data.hot, familyRows(app), app.data.start.length);
  const painter = new DotPainter();
  const view = {
    on: false, pad: 0, at: 0, timer: 0,
    picked: { at: -1, key: '', rows: /** @type {number[]} */ ([]), mark: /** @type {Mark} */ ({}) },
  };
  const shown = () => app.rows();
  /** While a window moves, only what is in view is painted; the rest when it stops. */
  const isRunning = () =>
    painter.shown.ground === grid.key && painter.shown.rows !== grid.rows &&
    performance.now() - view.at < PAUSE_MS;
  return {
    /** @returns {number[]} the rows to draw one by one */
    rows: () => {
      if (app.store.state().compare) return [];
      const all = app.data.hot.rows <= LIMIT;
      return all ? app.rows() : grid.rowsIn(() => true);
    },
    /** @param {{x: number, y: number, pad: number}} size @returns {Iterable<void>} */
    prepare(size) {
      const few = app.store.state().compare !== null || app.data.hot.rows <= LIMIT;
      return few ? [] : grid.prepare(groundOf(map, size), app.rows);
    },
    /** @param {CanvasRenderingContext2D} context @param {{x: number, y: number, pad: number}} size
     * @returns {boolean} whether dots were drawn */
    draw(context, size) {
      const { marks, compare } = app.store.state();
      view.on = false;
      if (compare || app.data.hot.rows <= LIMIT) return false;
      const moved = grid.place(groundOf(map, size));
      if (moved || grid.rows !== shown()) grid.show(shown());
      if (marks === 'hex' || grid.inView <= LIMIT || (grid.spots <= SPOTS && grid.inView <= 4 * LIMIT))
        return false;
      view.on = true;
      view.pad = size.pad;
      const { width, height } = context.canvas;
      const ratio = width / (size.x + 2 * size.pad);
      const edge = isRunning() ? size.pad : 0;
      if (!painter.paint(context, grid, { width, height, ratio }, edge)) return true;
      view.at = performance.now();
      clearTimeout(view.timer);
      if (edge > 0) view.timer = setTimeout(later, PAUSE_MS);
      return true;
    },
    /** @param {number} pad @returns {Mark[] | null} */
    hexagons(pad) {
      const { marks, compare } = app.store.state();
      const many = marks === 'hex' && !compare && app.data.hot.rows > LIMIT;
      return many ? binsOfGrid(map, grid, pad, sideOf(app.data.hot)) : null;
    },
    /** @param {CanvasRenderingContext2D} context @param {Set<string>} ids */
    drawActive(context, ids) {
      for (const id of ids) {
        const row = app.data.index.get(id);
        const at = row === undefined ? -1 : grid.at(row);
        if (row === undefined || at < 0) continue;
        drawOne(context, app, markOf(app, { ...centre(grid, at, view.pad), rows: [row] }), true);
      }
    },
    /** @param {{x: number, y: number}} point @param {number} slack @returns {Mark | null} */
    pick(point, slack) {
      if (!view.on) return null;
      const [x, y] = [point.x + view.pad, point.y + view.pad];
      const at = grid.near(x, y, slack, dotRadius);
      if (at < 0) return null;
      const { picked } = view;
      if (picked.at === at && picked.rows === grid.rows && picked.key === grid.key) return picked.mark;
      const count = grid.counts[at];
      const mark = { ...centre(grid, at, view.pad), count, radius: dotRadius(count), cells: new Set([at]) };
      lazyMember(mark, 'rows', () => grid.rowsIn((cell) => cell === at));
      view.picked = { at, key: grid.key, rows: grid.rows, mark: /** @type {any} */ (mark) };
      return view.picked.mark;
    },
  };
}

/** @param {DotGrid} grid @param {number} at @param {number} pad */
const centre = ({ ground: { columns } }, at, pad) => ({
  x: ((at % columns) + 0.5) * CELL - pad,
  y: (Math.floor(at / columns) + 0.5) * CELL - pad,
});
