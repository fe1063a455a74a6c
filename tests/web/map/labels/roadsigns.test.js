/** Signs of the road beside what else is drawn. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { LabelBoxes } from '../../../../maps/app/map/labels/placement.js';
import { roadSigns } from '../../../../maps/app/map/labels/roadsigns.js';

globalThis.document = { documentElement: { dataset: {} } };
globalThis.getComputedStyle = () => ({ getPropertyValue: () => '' });

/** The corners of the boxes of the signs that are drawn. */
function drawn(marks) {
  const corners = [];
  const context = {
    beginPath() {}, fill() {}, stroke() {}, rect: (x, y) => corners.push([x + 4, y + 4]),
  };
  const at = (x, y) => ({
    layer: { id: 'road', role: 'corridor-point' },
    feature: { properties: { from: null, to: null }, geometry: { type: 'Point', coordinates: [x, y] } },
  });
  roadSigns({
    app: {
      data: { features: new Map([['a', at(100, 100)], ['b', at(140, 100)]]) },
      store: { state: () => ({ layers: { road: true }, marks, window: [0, 9], day: 5, lang: 'en' }) },
    },
    map: { getZoom: () => 9, latLngToContainerPoint: ([y, x]) => ({ x, y }) },
    context, places: new LabelBoxes(), marks: [{ x: 103, y: 98, radius: 9 }],
  });
  return corners;
}

test('no sign of the road lies on the number of a hexagon; a single event leaves it', () => {
  assert.deepEqual(drawn('hex'), [[140, 100]]);
  assert.deepEqual(drawn('auto'), [[100, 100], [140, 100]]);
});
