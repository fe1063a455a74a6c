/** The timeline: plot, brush with two sliders, and what the keys do to it. */
/** @import {View} from '#app/time/axiszoom' */
/** @import {Player} from '#app/time/player' */
/** @import {App, Window} from '#app/types' */
import { rowSet } from '#app/rules/filter';
import { dateText } from '#app/text/format';
import { denseAxis, evenAxis } from '#app/time/axis';
import { around, closeUp, following, zoomed } from '#app/time/axiszoom';
import { createContext } from '#app/time/context';
import { createDayCursor } from '#app/time/daycursor';
import { extentOf } from '#app/time/player';
import { drawPlot, HEIGHT } from '#app/time/timeplot';
import { listenPointer } from '#app/time/timepointer';
import { createTimeTip } from '#app/time/timetip';
import { el } from '#app/ui/dom';
import { addUnit, toIso } from '#app/util/clock';

/** @param {App} app @param {Player} player */
export function createTimeline(app, player) {
  const canvas = el('canvas', { class: 'cm-plot', 'aria-hidden': 'true' });
  const handles = [0, 1].map((side) =>
    el('div', { class: `cm-handle cm-handle-${side}`, role: 'slider', tabindex: 0 }),
  );
  const tip = createTimeTip(app);
  /** @type {View} */
  const view = { axis: evenAxis([0, 1], 1), extent: [0, 1], width: 0, span: null, window: [0, 1] };
  const [context, cursor] = [createContext(app, player), createDayCursor(app, view, player.stop)];
  const node = el('div', { class: 'cm-brush' }, canvas, ...tip.nodes, ...handles, cursor.node);
  let known = '';
  const draw = () => {
    view.width = node.clientWidth;
    if (!view.width) return;
    view.extent = axisExtent(app, view);
    const key = `${app.ui.state().axis} ${view.extent} ${view.width}`;
    if (key !== known) {
      known = key;
      view.axis = axisOf(app, view);
      tip.hide();
    }
    const { rows } = rowSet(app.data, app.store.state().filters);
    drawPlot(sized(canvas, view.width), app, view.axis, view.extent, view.width, rows);
    placeHandles(app, handles, view);
    cursor.place();
    context.draw(view.extent);
  };
  goes(app, canvas);
  app.watch(
    ({ window, day, filters, lang, compare }, ui) => [
      window, day, filters, lang, compare, ui.axis, ui.span, ui.dark,
    ],
    draw,
  );
  new ResizeObserver(draw).observe(node);
  listenPointer(app, node, handles, view, player, tip);
  listenKeys(app, handles, view, player);
  return el('div', { class: 'cm-axes' }, node, context.node);
}

/** What a striped bar means; and a step of a story takes the axis to its own days.
 * @param {App} app @param {HTMLElement} canvas */
function goes(app, canvas) {
  app.watch(({ lang }) => [lang], () => {
    canvas.title = app.t('time.maybe');
  });
  app.watch(({ story }) => [story], ({ story, window }) => {
    if (story) app.ui.set({ span: around(window, extentOf(app)) });
  });
}

/** @param {App} app @param {HTMLElement[]} handles @param {View} view @param {Player} player */
function listenKeys(app, handles, view, player) {
  handles.forEach((handle, side) =>
    handle.addEventListener('keydown', (event) => {
      if (!keyed(app, side, event, view)) return;
      player.stop();
      event.preventDefault();
      event.stopPropagation();
    }),
  );
}

/** @param {HTMLCanvasElement} canvas @param {number} width */
function sized(canvas, width) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** @param {App} app @param {View} view */
const axisOf = (app, { extent, width }) =>
  app.ui.state().axis === 'dense'
    ? denseAxis(extent, width, app.data.start, app.data.columns.weights())
    : evenAxis(extent, width);

/** The days of the axis. One that the reader zoomed stays, until the window leaves it.
 * @param {App} app @param {View} view as it was drawn last @returns {Window} */
function axisExtent(app, view) {
  const whole = extentOf(app);
  const { window: days } = app.store.state();
  const { axis, span } = app.ui.state();
  const [zoom, window] = [view.span, view.window];
  [view.span, view.window] = [span, days];
  if (!span) return axis === 'near' ? closeUp(view.extent, days, whole) : whole;
  if (span !== zoom) return span;
  return days === window ? view.extent : following(view.extent, days, whole);
}

/** @param {App} app @param {HTMLElement[]} handles @param {View} view */
function placeHandles(app, handles, { axis, extent, width }) {
  const { window: days, lang } = app.store.state();
  handles.forEach((handle, side) => {
    handle.style.left = `${Math.max(0, Math.min(width, axis.x(days[side])))}px`;
    const day = side === 0 ? days[0] : days[1] - 1;
    handle.setAttribute('aria-label', app.t(side === 0 ? 'time.first' : 'time.last'));
    handle.setAttribute('aria-valuemin', String(extent[0]));
    handle.setAttribute('aria-valuemax', String(extent[1]));
    handle.setAttribute('aria-valuenow', String(day));
    handle.setAttribute('aria-valuetext', dateText(day, lang));
    handle.dataset.day = toIso(day);
  });
}

/** @param {App} app @param {number} side @param {KeyboardEvent} event @param {View} view
 * @returns {boolean} whether the key does something */
function keyed(app, side, event, { extent, axis, width }) {
  const { window: days } = app.store.state();
  const nearer = { '+': 0.5, '=': 0.5, '-': 2 }[event.key];
  if (nearer) {
    const still = { day: days[side], share: axis.x(days[side]) / width };
    app.ui.set({ span: zoomed(extent, still, nearer, extentOf(app)) });
    return true;
  }
  const next = keyedWindow(app, side, event.key);
  if (next) app.store.set({ window: next });
  return next !== null;
}

/** @param {App} app @param {number} side @param {string} key @returns {Window | null} */
function keyedWindow(app, side, key) {
  const {
    window: [from, to],
  } = app.store.state();
  const unit = app.ui.state().unit === 'auto' ? 'day' : app.ui.state().unit;
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
  const move = moves[key];
  if (!move) return null;
  return side === 0 ? [Math.min(move(), to - 1), to] : [from, Math.max(move(), from + 1)];
}
