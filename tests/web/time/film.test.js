import assert from 'node:assert/strict';
import test from 'node:test';
import { toDay } from '../../../maps/app/util/clock.js';
import { CARD, filmOf, gapAt } from '../../../maps/app/time/film.js';

const day = (text) => toDay(text);

/** @param {[number, number][]} spans of events, by start */
const daysOf = (spans) => {
  let most = -Infinity;
  return {
    start: Int32Array.from(spans, ([start]) => start),
    maxEnd: Int32Array.from(spans, ([, end]) => (most = Math.max(most, end))),
  };
};

const NONE = daysOf([]);

const EXTENT = [day('1988-01-01'), day('2026-01-01')];

const wish = (more) => ({
  unit: 'auto', mode: 'inside', window: EXTENT, extent: EXTENT, days: NONE, ...more,
});

const lasts = ({ frames, gaps, ms }) => frames.length * ms + gaps.size * CARD;

test('a film of the whole period, and of a war, takes about half a minute', () => {
  for (const window of [EXTENT, [day('2020-09-27'), day('2020-11-10')], [0, 1000], [0, 300000]]) {
    const film = filmOf(wish({ window, extent: window[1] > EXTENT[1] ? window : EXTENT }));
    assert.ok(lasts(film) > 29000 && lasts(film) < 31000, `${window}: ${lasts(film)}`);
    assert.ok(film.frames.length <= 240 && film.ms >= 60);
  }
});

test('a film stays in its period, its last frame ends where that does, and no day is left out', () => {
  for (const mode of ['inside', 'growing'])
    for (const window of [[day('2020-09-27'), day('2020-11-10')], EXTENT, [0, 500]]) {
      const { frames } = filmOf(wish({ window, mode }));
      assert.equal(frames[0][0], window[0]);
      assert.equal(frames.at(-1)[1], window[1]);
      frames.forEach(([from, to], i) => {
        assert.ok(from < to && from >= window[0] && to <= window[1]);
        if (i > 0) assert.ok(from <= frames[i - 1][1], 'a gap between frames');
        if (mode === 'growing') assert.equal(from, window[0]);
      });
    }
});

test('an episode of weeks is played day by day', () => {
  const { frames } = filmOf(wish({ window: [day('2020-09-27'), day('2020-11-10')] }));
  assert.equal(frames.length, 44);
  assert.ok(frames.every(([from, to]) => to - from === 1));
});

test('a film begins at the first event and skips what is empty, saying how long', () => {
  const days = daysOf([[100, 101], [105, 110], [400, 401]]);
  const { frames, gaps } = filmOf(wish({ window: [0, 1000], extent: [0, 1000], days }));
  assert.equal(frames[0][0], 100);
  assert.deepEqual([...gaps.values()], [4, 290, 599]);
  for (const [frame, length] of gaps) assert.ok(frames[frame][1] - frames[frame - 1][1] >= length - 5);
  const shown = (at) => frames.some(([from, to]) => from <= at && at < to);
  assert.ok([100, 105, 109, 400].every(shown) && !shown(250));
});

test('without events nothing is skipped', () => {
  const { frames, gaps } = filmOf(wish({ window: [0, 1000], extent: [0, 1000] }));
  assert.equal(gaps.size, 0);
  assert.equal(frames[0][0], 0);
});

test('a window that moves on keeps its length and ends at the end of time', () => {
  const film = filmOf(wish({ mode: 'moving', window: [0, 30], extent: [0, 400] }));
  assert.deepEqual(film.frames[0], [0, 30]);
  assert.deepEqual(film.frames.at(-1), [370, 400]);
  assert.ok(film.frames.every(([from, to]) => to - from === 30));
});

test('a window of a day has nothing to be played through and moves on', () => {
  const film = filmOf(wish({ window: [0, 1], extent: [0, 400] }));
  assert.deepEqual([film.frames[0], film.frames.at(-1)], [[0, 1], [399, 400]]);
});

test('a step that the reader chose is kept', () => {
  const film = filmOf(wish({ unit: 'week', mode: 'moving', window: [0, 7], extent: [0, 30] }));
  assert.deepEqual(film.frames.map(([, end]) => end), [7, 14, 21, 28, 30]);
  assert.deepEqual(film.frames.at(-1), [23, 30]);
});

test('the empty days round a day are those between two events', () => {
  const days = daysOf([[0, 20], [5, 6], [30, 31]]);
  assert.equal(gapAt(days, 5), null);
  assert.equal(gapAt(days, 19), null);
  assert.deepEqual(gapAt(days, 20), [20, 30]);
  assert.deepEqual(gapAt(days, -1), [-Infinity, 0]);
  assert.deepEqual(gapAt(days, 31), [31, Infinity]);
});
