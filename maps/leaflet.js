/** What the page uses of Leaflet, from its sources as published: a map with its hands, and SVG.
 * Built into `leaflet.bundle.js`; pages with programs or tiles of others have the whole library. */
import { setTransform } from 'leaflet/src/dom/DomUtil.js';
import { Point, toPoint as point } from 'leaflet/src/geometry/Point.js';
import { LatLng, toLatLng as latLng } from 'leaflet/src/geo/LatLng.js';
import { toLatLngBounds as latLngBounds } from 'leaflet/src/geo/LatLngBounds.js';
import { ImageOverlay } from 'leaflet/src/layer/ImageOverlay.js';
import { svgOverlay } from 'leaflet/src/layer/SVGOverlay.js';
import { Layer } from 'leaflet/src/layer/Layer.js';
import { CircleMarker, circleMarker } from 'leaflet/src/layer/vector/CircleMarker.js';
import { Path } from 'leaflet/src/layer/vector/Path.js';
import { polygon } from 'leaflet/src/layer/vector/Polygon.js';
import { polyline } from 'leaflet/src/layer/vector/Polyline.js';
import { SVG, svg } from 'leaflet/src/layer/vector/SVG.js';
import { Map as LeafletMap, createMap as map } from 'leaflet/src/map/Map.js';
import 'leaflet/src/map/handler/Map.BoxZoom.js';
import 'leaflet/src/map/handler/Map.DoubleClickZoom.js';
import 'leaflet/src/map/handler/Map.Drag.js';
import 'leaflet/src/map/handler/Map.Keyboard.js';
import 'leaflet/src/map/handler/Map.ScrollWheelZoom.js';
import 'leaflet/src/map/handler/Map.TouchZoom.js';

// Every path of the page names its renderer: there is no canvas to choose instead.
LeafletMap.include({
  getRenderer({ options: { renderer } }) {
    if (!this.hasLayer(renderer)) this.addLayer(renderer);
    return renderer;
  },
});

Object.defineProperty(window, 'L', {
  value: Object.freeze({
    DomUtil: { setTransform },
    CircleMarker, ImageOverlay, LatLng, Layer, Map: LeafletMap, Path, Point, SVG,
    circleMarker, latLng, latLngBounds, map, point, polygon, polyline, svg, svgOverlay,
    version: '1.9.4',
  }),
});
