import assert from 'node:assert/strict';
import test from 'node:test';
import { merged, stacks } from '../../../maps/app/marks/stack.js';

test('coincident events are one stack, and no event is lost or doubled', () => {
  const points = Array.from({ length: 60 }, (_, row) => ({
    row,
    x: (row * 37) % 100,
    y: (row * 53) % 80,
  }));
  for (const found of [stacks(points, 9), merged(stacks(points, 9), () => 9)]) {
    assert.deepEqual(
      found.flatMap(({ rows }) => rows).sort((a, b) => a - b),
      points.map(({ row }) => row),
    );
  }
  assert.equal(
    stacks(
      [
        { row: 0, x: 5, y: 5 },
        { row: 1, x: 5, y: 5 },
      ],
      9,
    ).length,
    1,
  );
});
