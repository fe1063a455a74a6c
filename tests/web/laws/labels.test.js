import assert from 'node:assert/strict';
import { LabelBoxes, spotsAround, touches } from '../../../maps/app/map/labels/placement.js';
import { law } from './law.js';

const box = (fc) => fc.tuple(fc.integer({ min: -200, max: 900 }), fc.integer({ min: -200, max: 700 }),
  fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 40 }))
  .map(([x, y, width, height]) => [x, y, x + width, y + height]);
const apart = (a, b) => a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];

law('no name lies over another, and none is left out that had room', (fc) => [
  fc.array(fc.array(box(fc), { minLength: 1, maxLength: 4 }), { maxLength: 25 }), fc.integer({ min: 8, max: 200 }),
], (names, cell) => {
  const places = new LabelBoxes(cell);
  const taken = [];
  for (const spots of names) {
    const at = places.first(spots);
    const wanted = spots.findIndex((spot) => taken.every((other) => apart(spot, other)));
    assert.equal(at, wanted);
    if (at >= 0) taken.push(spots[at]);
  }
});

law('a name around its point never lies over the point, and stands near it', (fc) => [
  fc.integer({ min: -500, max: 900 }), fc.integer({ min: -500, max: 900 }), fc.integer({ min: 3, max: 300 }),
  fc.integer({ min: 9, max: 20 }), fc.integer({ min: 4, max: 30 }),
], (x, y, width, size, gap) => {
  const spots = spotsAround(x, y, width, size, gap);
  assert.equal(spots.length, 8);
  for (const { box: own, align, x: left } of spots) {
    assert.ok(!touches(own, { x, y, radius: 0.5 }), `${own} over ${[x, y]}`);
    assert.ok(touches(own, { x, y, radius: gap + size }));
    assert.ok(own[2] - own[0] >= width && left >= own[0] && left <= own[2]);
    assert.ok(['left', 'right', 'center'].includes(align));
  }
});
