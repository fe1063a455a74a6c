import assert from 'node:assert/strict';
import test from 'node:test';
import { NO_FILTERS } from '../../../maps/app/rules/filter.js';
import { createPlayer } from '../../../maps/app/time/player.js';

const DAYS = 400;

/** What holds a state and tells of its changes. */
function held(state) {
  const heard = [];
  return {
    state: () => state, on: (go) => heard.push(go),
    set(more) {
      state = { ...state, ...more };
      for (const go of heard) go(state);
    },
  };
}

/** A page with an event on each day, and a clock that a test moves. */
function playing(t) {
  let [now, next] = [0, null];
  t.mock.method(performance, 'now', () => now);
  t.mock.method(globalThis, 'setTimeout', (go, wait) => (next = { go, at: now + Math.max(0, wait) }));
  t.mock.method(globalThis, 'clearTimeout', () => (next = null));
  const start = Int32Array.from({ length: DAYS }, (_, day) => day);
  const end = start.map((day) => day + 1);
  const data = { spec: { extent: [0, DAYS] }, columns: { rows: DAYS }, start, end, maxEnd: end };
  const store = held({ window: [0, DAYS], filters: NO_FILTERS, compare: false });
  const ui = held({ unit: 'day', mode: 'growing', speed: 1, playing: false, gap: 0 });
  const windows = [];
  store.on(({ window }) => windows.push(window[1]));
  createPlayer({ data, store, ui }).toggle();
  return {
    ui, windows,
    /** The timer that waits rings, LATE ms after it should. */
    ring(late = 0) {
      const { go, at } = next;
      [now, next] = [at + late, null];
      go();
    },
    /** Frames by which the last of the windows went on. */
    went: () => windows.at(-1) - windows.at(-2),
    waits: () => next.at - now,
  };
}

test('a timer in time goes on by one step', (t) => {
  const film = playing(t);
  film.ring();
  film.ring();
  assert.ok(film.went() > 0);
  assert.ok(film.waits() > 50);
  assert.equal(film.ui.state().playing, true);
});

test('in a background tab, whose timers ring once a second, Play keeps up, by few frames at a time', (t) => {
  const film = playing(t);
  film.ring();
  film.ring();
  const step = film.went();
  for (let i = 0; i < 10; i += 1) {
    film.ring(1000);
    assert.ok(film.went() > step && film.went() <= 7 * step, `${film.went()} of ${step}`);
  }
});

test('after a night asleep Play does not run off: seven frames at most, then as fast as ever', (t) => {
  const film = playing(t);
  film.ring();
  film.ring();
  const [step, wait] = [film.went(), film.waits()];
  film.ring(8 * 3600 * 1000);
  assert.ok(film.went() <= 7 * step, `${film.went()} of ${step}`);
  assert.ok(film.waits() >= wait, 'the next frame waits its time');
  film.ring();
  assert.equal(film.went(), step);
  assert.equal(film.ui.state().playing, true);
});
