import assert from 'node:assert/strict';
import test from 'node:test';
import { onLandOf, takeControls } from '../../../../maps/app/map/labels/obstacles.js';
import { LabelBoxes } from '../../../../maps/app/map/labels/placement.js';

const at = (left, top, width, height) => ({
  getBoundingClientRect: () => ({ left, top, width, height, right: left + width, bottom: top + height }),
});
const square = (x0, y0, x1, y1) => ({
  type: 'Polygon', coordinates: [[[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]],
});

test('controls take their room, and what covers the map does not', () => {
  const container = at(100, 50, 1000, 600);
  container.parentElement = { children: [container, at(100, 50, 1000, 600), at(112, 62, 236, 300), at(300, 300, 0, 0)] };
  const places = new LabelBoxes();
  takeControls(places, container);
  assert.equal(places.free([12, 12, 20, 20]), false);
  assert.equal(places.free([240, 300, 248, 311]), false);
  assert.equal(places.free([249, 12, 400, 300]), true);
  assert.equal(places.free([195, 313, 260, 400]), true);
});

test('a name stays on the land of its place and off the ground that was held', () => {
  const layer = (id, role) => ({ id, role });
  const frame = {
    app: { data: {
      spec: { layers: [layer('lands', 'land'), layer('raions', 'district')] },
      layers: new Map([
        ['lands', { features: [{ geometry: square(0, 0, 100, 100) }, { geometry: square(100, 0, 300, 100) }] }],
        ['raions', { features: [{ geometry: square(60, 0, 100, 40) }] }],
      ]),
    } },
    map: { containerPointToLatLng: ([x, y]) => ({ lng: x, lat: y }) },
  };
  const fits = onLandOf(frame, 50, 50);
  assert.equal(fits([10, 45, 90, 55]), true);
  assert.equal(fits([60, 45, 140, 55]), false, 'reaches into the next land');
  assert.equal(fits([10, 15, 90, 25]), true, 'asked to keep off nothing');
  assert.equal(onLandOf(frame, 50, 50, ['district'])([10, 15, 90, 25]), false);
  assert.equal(onLandOf(frame, 500, 500)([0, 0, 1000, 1000]), true, 'no land is known there');
});
