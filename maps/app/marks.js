/** The event marks: one canvas, stacked where they coincide, picked by distance. */
/** @import {App} from '#app/types' */
import { canvasLayer } from '#app/canvaslayer';
import { binsInView, drawHex } from '#app/hexstyle';
import { drawMark, drawReach, drawStack, markOf } from '#app/markstyle';
import { merged, stacks } from '#app/stack';

/** @typedef {import('#app/markstyle').Mark} Mark */
const REACH = 9;

/** @param {App} app @param {L.Map} map */
export function createMarks(app, map) {
  /** @type {Mark[]} */
  let marks = [];
  const place = (/** @type {number} */ pad) => {
    marks = placed(app, map, pad);
  };
  const layer = canvasLayer('cm-marks', (context, size) => {
    place(size.pad);
    const { select } = app.store.state();
    const { hover } = app.ui.state();
    for (const id of new Set([select, hover])) if (id !== null) drawReach(context, app, map, id);
    for (const mark of marks) {
      const active = mark.rows.some((row) =>
        [select, hover].includes(app.data.spec.events.id[row]),
      );
      if (app.store.state().marks === 'hex') drawHex(context, app, mark, active);
      else if (mark.rows.length > 1) drawStack(context, app, mark, active);
      else drawMark(context, app, mark, active);
    }
  });
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
    pick: (point, slack = 3) => pick(marks, point, slack),
    marks: () =>
      app.store.state().marks === 'hex'
        ? marks.map((mark) => ({ ...mark, radius: 9 })) // names keep off the numbers only
        : marks,
  };
}

/** Hexagons cover the ground: names stand on them, as marks stand on names.
 * @param {L.Map} map @param {boolean} under the names */
function below(map, under) {
  const pane = /** @type {HTMLElement} */ (map.getPane('cm-marks'));
  const names = /** @type {HTMLElement} */ (map.getPane('cm-labels'));
  pane.style.zIndex = String(Number(names.style.zIndex) + (under ? -5 : 10));
}

/** @param {App} app @param {L.Map} map @param {number} pad @returns {Mark[]} large ones first */
function placed(app, map, pad) {
  const { events } = app.data.spec;
  const { marks, compare } = app.store.state();
  if (compare) return []; // two days of ground, no events between them
  const size = map.getSize();
  const points = [];
  for (const row of app.rows()) {
    const [lat, lon] = [events.lat[row], events.lon[row]];
    if (lat === null || lon === null || events.start[row] === null) continue;
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    if (x > -pad && y > -pad && x < size.x + pad && y < size.y + pad) points.push({ row, x, y });
  }
  if (marks === 'hex') return binsInView(map, points);
  const order = points.sort(
    (a, b) => (events.high[b.row] ?? 0) - (events.high[a.row] ?? 0) || a.row - b.row,
  );
  const radius = (/** @type {{x: number, y: number, rows: number[]}} */ stack) =>
    stack.rows.length > 1 ? markOf(app, stack).radius : Math.min(12, markOf(app, stack).radius);
  return merged(stacks(order, REACH), radius)
    .map((stack) => markOf(app, { ...stack, rows: stack.rows.sort((a, b) => a - b) }))
    .sort((a, b) => Number(a.rows.length > 1) - Number(b.rows.length > 1) || b.radius - a.radius);
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
