/** What mouse and touch do to the timeline: move an edge or the window, choose days, zoom. */
/** @import {View} from '#app/time/axiszoom' */
/** @import {Player} from '#app/time/player' */
/** @import {App, Window} from '#app/types' */
import { daysAt, moved, zoomed } from '#app/time/axiszoom';
import { extentOf } from '#app/time/player';

/** Pixels that a finger or a mouse may slip in a click. */
const SLIP = { touch: 8, mouse: 3 };

/** `side`: 0 and 1 an edge, 2 the window, 3 new days; `grab`: from the pointer to the edge.
 * @typedef {{side: number, x: number, grab: number, window: Window, slip: number, moved: boolean
 * }} Drag */
/** @typedef {{extent: Window, day: number, apart: number}} Pinch */

/** What the pointers touch, and what they are doing.
 * @typedef {{app: App, node: HTMLElement, handles: HTMLElement[], view: View, player: Player,
 *   tip: Tip, pointers: Map<number, number>, drag: Drag | null, pinch: Pinch | null}} Brush
 * @typedef {ReturnType<typeof import('#app/time/timetip').createTimeTip>} Tip */

/** @param {App} app @param {HTMLElement} node @param {HTMLElement[]} handles @param {View} view
 * @param {Player} player @param {Tip} tip */
export function listenPointer(app, node, handles, view, player, tip) {
  /** @type {Brush} */
  const brush = {
    app, node, handles, view, player, tip, pointers: new Map(), drag: null, pinch: null,
  };
  node.addEventListener('pointerdown', (event) => press(brush, event));
  node.addEventListener('pointermove', (event) => move(brush, event));
  node.addEventListener('pointerup', (event) => release(brush, event));
  node.addEventListener('pointercancel', (event) => release(brush, event));
  node.addEventListener('pointerleave', tip.hide);
  node.addEventListener('wheel', (event) => wheel(app, event, xOf(node, event), view), {
    passive: false,
  });
}

/** @param {HTMLElement} node @param {MouseEvent} event */
const xOf = (node, event) => event.clientX - node.getBoundingClientRect().left;

/** What was dragged goes back to where it was.
 * @param {Brush} brush */
function forget(brush) {
  if (brush.drag?.moved) brush.app.store.set({ window: brush.drag.window });
  brush.drag = null;
}

/** @param {Brush} brush @param {PointerEvent} event */
function press(brush, event) {
  if (event.button !== 0) return;
  const { app, node, handles, view, pointers } = brush;
  const x = xOf(node, event);
  brush.player.stop();
  brush.tip.hide();
  pointers.set(event.pointerId, x);
  node.setPointerCapture(event.pointerId);
  event.preventDefault();
  if (pointers.size > 1) {
    forget(brush);
    brush.pinch = pinchOf([...pointers.values()], view);
    return;
  }
  brush.drag = dragOf(app, event, x, handles, view);
  handles[brush.drag.side === 0 ? 0 : 1].focus({ preventScroll: true });
}

/** @param {Brush} brush @param {PointerEvent} event */
function move({ app, node, view, tip, pointers, drag, pinch }, event) {
  const x = xOf(node, event);
  if (pointers.has(event.pointerId)) pointers.set(event.pointerId, x);
  if (pinch && pointers.size > 1) pinched(app, pinch, [...pointers.values()], view);
  else if (drag) {
    drag.moved ||= Math.abs(x - drag.x) > drag.slip;
    if (drag.moved) app.store.set({ window: dragged(drag, x, view) });
  } else if (event.pointerType !== 'touch') tip.show(view, x);
}

/** @param {Brush} brush @param {PointerEvent} event */
function release(brush, event) {
  const { app, view, pointers, drag } = brush;
  pointers.delete(event.pointerId);
  if (event.type === 'pointercancel') forget(brush);
  else if (drag && !drag.moved && drag.side > 1)
    app.store.set({ window: daysAt(view.axis, drag.x, app.ui.state().unit) });
  brush.drag = null;
  if (pointers.size === 0) brush.pinch = null;
}

/** @param {App} app @param {PointerEvent} event @param {number} x @param {HTMLElement[]} handles
 * @param {View} view @returns {Drag} */
function dragOf(app, event, x, handles, { axis, extent, width }) {
  const { window } = app.store.state();
  const edges = window.map((day) => Math.max(0, Math.min(width, axis.x(day))));
  const drag = { x, window: /** @type {Window} */ ([...window]), moved: false };
  const handle = handles.findIndex((known) => known.contains(/** @type {Node} */ (event.target)));
  if (handle >= 0) return { ...drag, side: handle, grab: edges[handle] - x, slip: 0 };
  const covers = window[0] <= extent[0] && window[1] >= extent[1];
  const inside = !covers && x > edges[0] && x < edges[1];
  const slip = event.pointerType === 'touch' ? SLIP.touch : SLIP.mouse;
  return { ...drag, side: inside ? 2 : 3, grab: 0, slip };
}

/** The window that a drag makes: an edge goes as far as the pointer goes, wherever it was taken.
 * @param {Pick<Drag, 'side' | 'x' | 'grab' | 'window'>} drag @param {number} x
 * @param {Pick<View, 'axis' | 'extent'>} view @returns {Window} */
export function dragged({ side, x: x0, grab, window: [from, to] }, x, { axis, extent }) {
  const day = axis.day(x + grab);
  if (side === 0) return [Math.max(Math.min(extent[0], from), Math.min(day, to - 1)), to];
  if (side === 1) return [from, Math.min(Math.max(extent[1], to), Math.max(day, from + 1))];
  if (side === 2) {
    const by = axis.day(x) - axis.day(x0);
    const move = Math.max(Math.min(0, extent[0] - from), Math.min(Math.max(0, extent[1] - to), by));
    return [from + move, to + move];
  }
  const [one, two] = [axis.at(Math.min(x0, x)), axis.at(Math.max(x0, x))];
  return [Math.max(extent[0], one), Math.min(extent[1], two + 1)];
}

/** @param {number[]} at @param {View} view @returns {Pinch} */
const pinchOf = ([one, two], { axis, extent }) => ({
  extent,
  day: axis.at((one + two) / 2),
  apart: Math.max(10, Math.abs(one - two)),
});

/** The day between the fingers stays between them.
 * @param {App} app @param {Pinch} pinch @param {number[]} at @param {View} view */
function pinched(app, { extent, day, apart }, [one, two], { width }) {
  const still = { day, share: (one + two) / 2 / width };
  const factor = apart / Math.max(10, Math.abs(one - two));
  app.ui.set({ span: zoomed(extent, still, factor, extentOf(app)) });
}

/** The wheel zooms, and moves the axis when it is turned sideways. What changes nothing is left
 * to the page, which scrolls.
 * @param {App} app @param {WheelEvent} event @param {number} x @param {View} view */
function wheel(app, event, x, { axis, extent, width }) {
  const whole = extentOf(app);
  const { across, down } = turnOf(event);
  const still = { day: axis.at(x), share: x / width };
  const span = Math.abs(across) >= Math.abs(down)
    ? moved(extent, (across * (extent[1] - extent[0])) / width, whole)
    : zoomed(extent, still, 2 ** (down / (event.ctrlKey ? 60 : 240)), whole);
  const now = span ?? whole;
  if (now[0] === extent[0] && now[1] === extent[1]) return;
  event.preventDefault();
  app.ui.set({ span });
}

/** How far the wheel was turned, in pixels; with the Shift key always sideways.
 * @param {WheelEvent} event */
function turnOf({ deltaMode, deltaX, deltaY, shiftKey }) {
  const unit = deltaMode === 0 ? 1 : 16;
  return shiftKey
    ? { across: (deltaX || deltaY) * unit, down: 0 }
    : { across: deltaX * unit, down: deltaY * unit };
}
