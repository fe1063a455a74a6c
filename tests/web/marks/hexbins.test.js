import assert from 'node:assert/strict';
import test from 'node:test';
import { hexbins, stepOf, STEPS, stepsTo, topOf } from '../../../maps/app/marks/hexbins.js';

test('every event is in one hexagon, and the one whose centre is nearest', () => {
  const points = Array.from({ length: 300 }, (_, row) => ({
    row,
    x: (row * 97) % 400,
    y: (row * 61) % 300,
  }));
  const bins = hexbins(points, 26);
  assert.deepEqual(
    bins.flatMap(({ rows }) => rows).sort((a, b) => a - b),
    points.map(({ row }) => row),
  );
  for (const bin of bins)
    for (const row of bin.rows) {
      const away = (other) => Math.hypot(other.x - points[row].x, other.y - points[row].y);
      assert.ok(bins.every((other) => away(bin) <= away(other) + 1e-9));
    }
  assert.deepEqual(
    STEPS.map((count) => stepOf(count, STEPS)),
    [0, 1, 2, 3, 4],
  );
});

test('the ramp goes up to the fullest hexagon, in round numbers that change seldom', () => {
  assert.deepEqual([0, 50, 51, 180, 800, 20000, 1e6].map(topOf), [50, 50, 100, 200, 1000, 20000, 1e6]);
  assert.deepEqual(stepsTo(topOf(30)), STEPS);
  assert.deepEqual(stepsTo(1000), [1, 5, 20, 100, 500]);
  for (let top = 50; top < 1e7; top = topOf(top + 1)) {
    const steps = stepsTo(top);
    assert.ok(steps.every((least, i) => i === 0 || least > steps[i - 1]), String(steps));
    assert.ok(steps[4] <= top && steps[4] * 5 >= top, String([top, steps]));
    for (const least of steps) assert.match(String(least), /^(25|[125]0*)$/);
  }
});
