import assert from 'node:assert/strict';
import test from 'node:test';
import { shownAt } from '../../../maps/app/state/storywalk.js';

test('a step of a story keeps what it does not say', () => {
  const step = (more) => ({
    title: '', text: '', window: null, view: null, select: null, events: [], layers: {}, ...more,
  });
  const story = {
    id: 's',
    title: '',
    steps: [
      step({ window: [1, 2], layers: { a: false } }),
      step({ select: 'x', layers: { b: true } }),
    ],
  };
  assert.deepEqual(shownAt(story, 1, { a: true, b: false, c: true }), {
    story: { id: 's', step: 1 },
    select: 'x',
    compare: null,
    window: [1, 2],
    layers: { a: false, b: true, c: true },
  });
  assert.equal(shownAt(story, 0, { a: true }).select, null);
});

test('a step may have a day of its own, which a later window ends', () => {
  const step = { view: null, select: null, layers: {} };
  const story = {
    id: 's',
    steps: [
      { ...step, window: [1, 9], day: 4 },
      { ...step, window: null, day: null },
      { ...step, window: null, day: 0 },
      { ...step, window: [2, 8], day: null },
    ],
  };
  assert.deepEqual([0, 1, 2].map((at) => shownAt(story, at, {}).day), [4, 4, 0]);
  assert.ok(!('day' in shownAt(story, 3, {})));
});
