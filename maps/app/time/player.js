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
  const reel = createReel(app);
  let [timer, due] = [0, 0];
  const stop = () => {
    clearTimeout(timer);
    const { playing, gap } = app.ui.state();
    if (playing || gap) app.ui.set({ playing: false, gap: 0 });
  };
  /** By the clock, so that a film takes as long where frames are slow. */
  const wait = (/** @type {number} */ ms) => {
    clearTimeout(timer);
    due += ms / app.ui.state().speed;
    timer = setTimeout(tick, due - performance.now());
  };
  const tick = () => {
    const gap = reel.gap();
    const ms = reel.ms() / app.ui.state().speed;
    const late = Math.floor((performance.now() - due) / ms);
    if (late > MOST_LATE) due = performance.now();
    if (reel.ended()) stop();
    else if (gap && !app.ui.state().gap) {
      app.ui.set({ gap });
      wait(CARD);
    } else {
      if (gap) app.ui.set({ gap: 0 });
      const frames = gap ? 1 : Math.min(1 + Math.max(0, Math.min(MOST_LATE, late)), reel.ahead());
      reel.go(frames);
      wait(frames * reel.ms());
    }
  };
  const play = () => {
    if (app.store.state().compare) return;
    reel.start();
    app.ui.set({ playing: true });
    due = performance.now();
    wait(reel.ms());
  };
  app.store.on(({ compare }) => {
    if (app.ui.state().playing && (compare || !reel.shows())) stop();
  });
  return {
    toggle: () => (app.ui.state().playing ? stop() : play()),
    stop,
    /** @param {number} n steps, negative back */
    step(n) {
      stop();
      if (app.store.state().compare) return;
      if (reel.shows() && reel.go(n)) return;
      if (isWhole(app)) reel.start(n < 0);
      else step(app, n);
    },
  };
}

/** The film that runs, and where it is.
 * @param {App} app */
function createReel(app) {
  /** @type {Made} */
  let film = { frames: [], gaps: new Map(), ms: 0, of: [] };
  /** @type {Window} */
  let period = [0, 0];
  let at = 0;
  const show = (/** @type {number} */ frame) => {
    at = frame;
    app.store.set({ window: film.frames[at] });
  };
  const shows = () => film.frames.length > 0 && same(film.frames[at], app.store.state().window);
  /** Filters, step or mode have changed: another film, from the same day on. */
  const renew = () => {
    const of = madeOf(app);
    if (of.every((value, i) => value === film.of[i])) return;
    const [, end] = film.frames[at];
    film = { ...made(app, period), of };
    at = Math.max(0, film.frames.findIndex((frame) => frame[1] >= end));
  };
  return {
    shows,
    ms: () => film.ms,
    ended: () => at >= film.frames.length - 1,
    gap: () => film.gaps.get(at + 1) ?? 0,
    /** How many frames follow without a gap; each shows what those before it do. */
    ahead() {
      const { frames, gaps } = film;
      const most = Math.min(frames.length - 1, at + 1 + MOST_LATE);
      let to = at + 1;
      while (to < most && !gaps.has(to + 1) && frames[to + 1][0] <= frames[at][1]) to += 1;
      return to - at;
    },
    start(last = false) {
      const goesOn = shows() && at < film.frames.length - 1;
      if (goesOn) return renew();
      if (!shows()) period = app.store.state().window;
      film = { ...made(app, period), of: madeOf(app) };
      show(last ? film.frames.length - 1 : 0);
    },
    /** @param {number} n frames @returns {boolean} whether there is such a frame */
    go(n) {
      renew();
      const there = at + n >= 0 && at + n < film.frames.length;
      if (there) show(at + n);
      return there;
    },
  };
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
