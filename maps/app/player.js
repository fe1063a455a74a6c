/** Play, pause and step: the only place where time moves by itself. */
/** @import {App, Window} from '#app/types' */
import { nextFrame, stepWindow } from '#app/clock';

/** The time axis: the map's own span, wider when a window outside it is set.
 * @param {App} app @returns {Window} */
export function extentOf({ data: { spec }, store }) {
  const { window } = store.state();
  return [Math.min(spec.extent[0], window[0]), Math.max(spec.extent[1], window[1])];
}

/** @param {App} app */
export function createPlayer(app) {
  /** @type {number | undefined} */
  let timer;
  const stop = () => {
    clearInterval(timer);
    if (app.ui.state().playing) app.ui.set({ playing: false });
  };
  const tick = () => {
    const { unit, growing } = app.ui.state();
    const next = nextFrame(app.store.state().window, unit, growing, extentOf(app));
    if (next) app.store.set({ window: next });
    else stop();
  };
  const play = () => {
    const { unit, growing, speed } = app.ui.state();
    const extent = extentOf(app);
    if (!nextFrame(app.store.state().window, unit, growing, extent)) rewind(app, extent);
    clearInterval(timer);
    timer = setInterval(tick, 1000 / speed);
    app.ui.set({ playing: true });
  };
  let speed = app.ui.state().speed;
  app.ui.on((ui) => {
    if (ui.playing && ui.speed !== speed) {
      clearInterval(timer);
      timer = setInterval(tick, 1000 / ui.speed);
    }
    speed = ui.speed;
  });
  return {
    toggle: () => (app.ui.state().playing ? stop() : play()),
    stop,
    /** @param {number} n steps, negative back */
    step(n) {
      stop();
      const { unit, growing } = app.ui.state();
      app.store.set({ window: stepWindow(app.store.state().window, unit, n, growing) });
    },
  };
}

/** From the end back to the start, as long as before.
 * @param {App} app @param {Window} extent */
function rewind(app, extent) {
  const [from, to] = app.store.state().window;
  const whole = to - from >= extent[1] - extent[0];
  const { unit, growing } = app.ui.state();
  const first = stepWindow([extent[0], extent[0]], unit, 1, true);
  app.store.set({ window: whole || growing ? first : [extent[0], extent[0] + (to - from)] });
}
