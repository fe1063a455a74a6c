/** Play, pause and step: the only place where time moves by itself. */
/** @import {App, Window} from '#app/types' */
import { rowSet } from '#app/rules/filter';
import { CARD, filmOf } from '#app/time/film';
import { stepWindow } from '#app/util/clock';

/** Where a machine is slow, as many frames at most are left out. */
const MOST_LATE = 6;

/** @typedef {import('#app/time/film').Film & {of: unknown[]}} Made a film, and what it was made of */

/** The time axis: the map's own span, wider when a window outside it is set.
 * @param {App} app @returns {Window} */
export function extentOf({ data: { spec }, store }) {
  const { window } = store.state();
  return [Math.min(spec.extent[0], window[0]), Math.max(spec.extent[1], window[1])];
}

/** Is the whole period in the window?
 * @param {App} app */
export function isWhole(app) {
  const [[from, to], extent] = [app.store.state().window, extentOf(app)];
  return from <= extent[0] && to >= extent[1];
}

/** @param {App} app */
export function createPlayer(app) {
  const [reel, timer] = [new Reel(app), createTimer(app)];
  const stop = () => {
    timer.stop();
    const { playing, gap } = app.ui.state();
    if (playing || gap) app.ui.set({ playing: false, gap: 0 });
  };
  const tick = () => {
    const gap = reel.gap();
    const late = timer.late(reel.film.ms);
    if (reel.ended()) stop();
    else if (gap && !app.ui.state().gap) {
      app.ui.set({ gap });
      timer.wait(CARD, tick);
    } else {
      if (gap) app.ui.set({ gap: 0 });
      const frames = gap ? 1 : Math.min(1 + late, reel.ahead());
      reel.go(frames);
      timer.wait(frames * reel.film.ms, tick);
    }
  };
  const play = () => {
    if (app.store.state().compare) return;
    reel.start();
    app.ui.set({ playing: true });
    timer.start();
    timer.wait(reel.film.ms, tick);
  };
  app.store.on(({ compare }) => {
    if (app.ui.state().playing && (compare || !reel.shows())) stop();
  });
  /** Steps of the film, negative back. @type {(n: number) => void} */
  const stepBy = (n) => {
    stop();
    if (app.store.state().compare || (reel.shows() && reel.go(n))) return;
    if (isWhole(app)) reel.start(n < 0);
    else step(app, n);
  };
  return { toggle: () => (app.ui.state().playing ? stop() : play()), stop, step: stepBy };
}

/** Waits by the clock, so that a film takes as long where frames are slow.
 * @param {App} app */
function createTimer(app) {
  let [timer, due] = [0, 0];
  return {
    start() {
      due = performance.now();
    },
    stop: () => clearTimeout(timer),
    /** @param {number} ms at the usual speed @param {() => void} then */
    wait(ms, then) {
      clearTimeout(timer);
      due += ms / app.ui.state().speed;
      timer = setTimeout(then, due - performance.now());
    },
    /** How many frames should have been shown by now; with too many of them time starts anew.
     * @param {number} ms of a frame */
    late(ms) {
      const late = Math.floor((performance.now() - due) / (ms / app.ui.state().speed));
      if (late > MOST_LATE) due = performance.now();
      return Math.max(0, Math.min(MOST_LATE, late));
    },
  };
}

/** The film that runs, and where it is. */
class Reel {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Made} */
    this.film = { frames: [], gaps: new Map(), ms: 0, of: [] };
    /** @type {Window} */
    this.period = [0, 0];
    this.at = 0;
  }

  /** @param {number} frame */
  show(frame) {
    this.at = frame;
    this.app.store.set({ window: this.film.frames[frame] });
  }

  shows() {
    const { frames } = this.film;
    return frames.length > 0 && same(frames[this.at], this.app.store.state().window);
  }

  ended() {
    return this.at >= this.film.frames.length - 1;
  }

  /** Days without an event before the next frame. */
  gap() {
    return this.film.gaps.get(this.at + 1) ?? 0;
  }

  /** How many frames follow without a gap; each shows what those before it do. */
  ahead() {
    const { film: { frames, gaps }, at } = this;
    const most = Math.min(frames.length - 1, at + 1 + MOST_LATE);
    let to = at + 1;
    while (to < most && !gaps.has(to + 1) && frames[to + 1][0] <= frames[at][1]) to += 1;
    return to - at;
  }

  /** Filters, step or mode have changed: another film, from the same day on. */
  renew() {
    const of = madeOf(this.app);
    if (of.every((value, i) => value === this.film.of[i])) return;
    const [, end] = this.film.frames[this.at];
    this.film = { ...made(this.app, this.period), of };
    this.at = Math.max(0, this.film.frames.findIndex((frame) => frame[1] >= end));
  }

  /** @param {boolean} [last] from its end */
  start(last = false) {
    if (this.shows() && !this.ended()) {
      this.renew();
      return;
    }
    if (!this.shows()) this.period = this.app.store.state().window;
    this.film = { ...made(this.app, this.period), of: madeOf(this.app) };
    this.show(last ? this.film.frames.length - 1 : 0);
  }

  /** @param {number} n frames @returns {boolean} whether there is such a frame */
  go(n) {
    this.renew();
    const there = this.at + n >= 0 && this.at + n < this.film.frames.length;
    if (there) this.show(this.at + n);
    return there;
  }
}

/** @param {App} app @returns {unknown[]} */
function madeOf(app) {
  const { unit, mode } = app.ui.state();
  return [rowSet(app.data, app.store.state().filters), unit, mode];
}

/** @param {App} app @param {Window} window to be played */
function made(app, window) {
  const { unit, mode } = app.ui.state();
  const days = rowSet(app.data, app.store.state().filters);
  return filmOf({ unit, mode, window, extent: app.data.spec.extent, days });
}

/** @param {Window} one @param {Window} other */
const same = (one, other) => one[0] === other[0] && one[1] === other[1];

/** @param {App} app @param {number} n */
function step(app, n) {
  const { unit, mode } = app.ui.state();
  const by = unit === 'auto' ? 'day' : unit;
  app.store.set({ window: stepWindow(app.store.state().window, by, n, mode === 'growing') });
}

/** @typedef {{step: (n: number) => void, stop: () => void, toggle: () => void}} Player */
