/** The timeline: plot, brush with two sliders, and what the pointer and the keys do to it. */
/** @import {App, Window} from '#app/types' */
import { denseAxis, evenAxis } from '#app/axis';
import { addUnit, toIso } from '#app/clock';
import { el } from '#app/dom';
import { rowSet } from '#app/filter';
import { dateText } from '#app/format';
import { extentOf } from '#app/player';
import { drawPlot, HEIGHT } from '#app/timeplot';

/** @param {App} app
 * @param {{step: (n: number) => void, stop: () => void, toggle: () => void}} player */
export function createTimeline(app, player) {
  const canvas = el('canvas', { class: 'cm-plot', 'aria-hidden': 'true' });
  const handles = [0, 1].map((side) =>
    el('div', { class: `cm-handle cm-handle-${side}`, role: 'slider', tabindex: 0 }),
  );
  const node = el('div', { class: 'cm-brush' }, canvas, ...handles);
  const view = { axis: evenAxis([0, 1], 1), extent: /** @type {Window} */ ([0, 1]), width: 0 };
  let known = '';
  const draw = () => {
    view.width = node.clientWidth;
    if (!view.width) return;
    view.extent = axisExtent(app, view.extent);
    const key = `${app.ui.state().axis} ${view.extent} ${view.width}`;
    if (key !== known) {
      known = key;
      view.axis =
        app.ui.state().axis === 'dense'
          ? denseAxis(view.extent, view.width, app.data.start, app.data.hot.weights())
          : evenAxis(view.extent, view.width);
    }
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = view.width * ratio;
    canvas.height = HEIGHT * ratio;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { filters } = app.store.state();
    const { rows } = rowSet(app.data, filters);
    drawPlot(context, app, view.axis, view.extent, view.width, rows);
    placeHandles(app, handles, view);
  };
  app.watch(
    ({ lang }) => [lang],
    () => {
      canvas.title = app.t('time.maybe');
    },
  );
  app.watch(({ window, filters, lang }, ui) => [window, filters, lang, ui.axis, ui.dark], draw);
  new ResizeObserver(draw).observe(node);
  listen(app, node, handles, view, player);
  return node;
}

/** @param {App} app @param {Window} known @returns {Window} */
function axisExtent(app, known) {
  const whole = extentOf(app);
  if (app.ui.state().axis !== 'near') return whole;
  const [from, to] = app.store.state().window;
  const pad = Math.max(45, (to - from) * 1.5);
  const fits =
    from >= known[0] &&
    to <= known[1] &&
    known[1] - known[0] <= 8 * pad &&
    known[1] - known[0] >= pad;
  return fits && known[1] - known[0] < whole[1] - whole[0]
    ? known
    : [Math.round(from - pad), Math.round(to + pad)];
}

/** @typedef {{axis: import('#app/axis').Axis, extent: Window, width: number}} View */

/** @param {App} app @param {HTMLElement[]} handles @param {View} view */
function placeHandles(app, handles, { axis, extent }) {
  const { window: days, lang } = app.store.state();
  handles.forEach((handle, side) => {
    handle.style.left = `${axis.x(days[side])}px`;
    const day = side === 0 ? days[0] : days[1] - 1;
    handle.setAttribute('aria-label', app.t(side === 0 ? 'time.first' : 'time.last'));
    handle.setAttribute('aria-valuemin', String(extent[0]));
    handle.setAttribute('aria-valuemax', String(extent[1]));
    handle.setAttribute('aria-valuenow', String(day));
    handle.setAttribute('aria-valuetext', dateText(day, lang));
    handle.dataset.day = toIso(day);
  });
}

/** @param {App} app @param {HTMLElement} node @param {HTMLElement[]} handles @param {View} view
 * @param {{step: (n: number) => void, stop: () => void, toggle: () => void}} player */
function listen(app, node, handles, view, player) {
  /** @type {{side: number, at: number, window: Window} | null} side 0, 1, 2 = whole, 3 = new */
  let drag = null;
  const dayAt = (/** @type {PointerEvent} */ event) =>
    view.axis.day(event.clientX - node.getBoundingClientRect().left);
  node.addEventListener('pointerdown', (event) => {
    player.stop();
    const { window: days } = app.store.state();
    const x = event.clientX - node.getBoundingClientRect().left;
    const side = sideAt(
      x,
      days.map(view.axis.x),
      /** @type {HTMLElement} */ (event.target),
      handles,
    );
    drag = { side, at: dayAt(event), window: [...days] };
    node.setPointerCapture(event.pointerId);
    handles[side === 0 ? 0 : 1].focus({ preventScroll: true });
    event.preventDefault();
  });
  node.addEventListener('pointermove', (event) => {
    if (drag) app.store.set({ window: dragged(drag, dayAt(event), view.extent) });
  });
  const end = (/** @type {PointerEvent} */ event) => {
    if (drag && drag.side === 3 && dayAt(event) === drag.at)
      app.store.set({ window: centred(drag.window, drag.at) });
    drag = null;
  };
  node.addEventListener('pointerup', end);
  node.addEventListener('pointercancel', () => {
    drag = null;
  });
  handles.forEach((handle, side) =>
    handle.addEventListener('keydown', (event) => {
      const next = keyed(app, side, event);
      if (!next) return;
      player.stop();
      app.store.set({ window: next });
      event.preventDefault();
      event.stopPropagation();
    }),
  );
}

/** @param {number} x @param {number[]} edges @param {HTMLElement} target
 * @param {HTMLElement[]} handles */
function sideAt(x, edges, target, handles) {
  const handle = handles.findIndex((known) => known.contains(target));
  if (handle >= 0) return handle;
  return x > edges[0] + 4 && x < edges[1] - 4 ? 2 : 3;
}

/** @param {{side: number, at: number, window: Window}} drag @param {number} day
 * @param {Window} extent
 * @returns {Window} */
export function dragged({ side, at, window: [from, to] }, day, extent) {
  if (side === 0) return [Math.max(extent[0], Math.min(day, to - 1)), to];
  if (side === 1) return [from, Math.min(extent[1], Math.max(day, from + 1))];
  if (side === 3) return day === at ? [from, to] : [Math.min(at, day), Math.max(at, day)];
  const move = Math.max(extent[0] - from, Math.min(extent[1] - to, day - at));
  return [from + move, to + move];
}

/** @param {Window} window @param {number} day @returns {Window} */
const centred = ([from, to], day) => {
  const start = day - Math.floor((to - from) / 2);
  return [start, start + (to - from)];
};

/** @param {App} app @param {number} side @param {KeyboardEvent} event @returns {Window | null} */
function keyed(app, side, event) {
  const {
    window: [from, to],
  } = app.store.state();
  const { unit } = app.ui.state();
  const extent = extentOf(app);
  const now = side === 0 ? from : to;
  /** @type {Record<string, () => number>} */
  const moves = {
    ArrowLeft: () => addUnit(now, unit, -1),
    ArrowDown: () => addUnit(now, unit, -1),
    ArrowRight: () => addUnit(now, unit, 1),
    ArrowUp: () => addUnit(now, unit, 1),
    PageDown: () => addUnit(now, 'year', -1),
    PageUp: () => addUnit(now, 'year', 1),
    Home: () => (side === 0 ? extent[0] : from + 1),
    End: () => (side === 0 ? to - 1 : extent[1]),
  };
  const move = moves[event.key];
  if (!move) return null;
  return side === 0 ? [Math.min(move(), to - 1), to] : [from, Math.max(move(), from + 1)];
}
