import assert from 'node:assert/strict';
import test from 'node:test';
import { keySizes, LARGEST, radiusOf, shapePoints, SMALLEST } from '../../../maps/app/marks/shapes.js';

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

test('the numbers of a key of sizes never overprint each other, however small the largest toll', () => {
  for (const top of [10, 12, 25, 60, 200, 1000]) {
    const found = keySizes(top);
    const foot = found.map(({ r, y }) => Math.round(y + 2 * r));
    assert.equal(new Set(foot).size, 1, 'the circles stand on one line');
    for (let i = 1; i < found.length; i += 1) {
      assert.ok(found[i].toll < found[i - 1].toll);
      assert.ok(found[i].line - found[i - 1].line > 12.9, `${top}: ${JSON.stringify(found)}`);
    }
  }
});
