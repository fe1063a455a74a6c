import assert from 'node:assert/strict';
import test from 'node:test';
import { evenAxis } from '../../../maps/app/time/axis.js';
import { dragged } from '../../../maps/app/time/timepointer.js';

test('an edge goes as far as the pointer, wherever it was taken', () => {
  const view = { axis: evenAxis([0, 1000], 500), extent: [0, 1000] };
  const edge = (side, grab, by) =>
    dragged({ side, x: 100, grab, window: [100, 200] }, 100 + by, view);
  for (const grab of [-13, -5, 0, 5, 13]) {
    const still = { axis: { ...view.axis }, extent: view.extent };
    const at = (by) => dragged({ side: 1, x: 100 - grab, grab, window: [100, 200] }, 100 - grab + by, still);
    assert.deepEqual(at(0), [100, 200]);
    assert.deepEqual(at(1), [100, 202]);
    assert.deepEqual(at(-1), [100, 198]);
  }
  assert.deepEqual(edge(0, -50, 1), [102, 200]);
  assert.deepEqual(edge(0, -50, 400), [199, 200]);
});

test('a drag over empty time takes the days under both its ends', () => {
  const view = { axis: evenAxis([0, 100], 1000), extent: [0, 100] };
  const drag = (from, to) => dragged({ side: 3, x: from, grab: 0, window: [0, 1] }, to, view);
  assert.deepEqual(drag(105, 289), [10, 29]);
  assert.deepEqual(drag(289, 105), [10, 29]);
  assert.deepEqual(drag(105, 5000), [10, 100]);
});
