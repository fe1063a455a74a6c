import assert from 'node:assert/strict';
import test from 'node:test';
import { LARGEST, radiusOf, shapePoints, SMALLEST } from '../../../maps/app/marks/shapes.js';

test('marks grow in area with the toll, and all shapes have the same area', () => {
  assert.ok(Math.abs((radiusOf(400) / radiusOf(100)) ** 2 - 4) < 1e-9);
  assert.equal(radiusOf(0), SMALLEST);
  assert.equal(radiusOf(1e6), LARGEST);
  for (const name of ['circle', 'square', 'burst', 'bar', 'plate', 'chevron', 'lens', 'hourglass', 'drop', 'arrow', 'gate',
    'bolt', 'half']) {
    const points = shapePoints(name);
    const area =
      points.reduce(
        (sum, [x, y], i) =>
          sum + x * points[(i + 1) % points.length][1] - points[(i + 1) % points.length][0] * y,
        0,
      ) / 2;
    assert.ok(Math.abs(Math.abs(area) - Math.PI) < 1e-6, name);
  }
});
