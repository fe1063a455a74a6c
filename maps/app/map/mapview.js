/** The Leaflet map: panes, view, and the link between its view and the state. */
/** @import {App, State} from '#app/types' */
import { keyRoom } from '#app/map/labels/labels';
import { el, fill } from '#app/ui/dom';

/** Panes from below; each vector pane has its own renderer. */
export const PANES = ['land', 'control', 'relief', 'outline', 'water', 'border', 'line', 'labels', 'marks'];

/** What the wheel's zooms are multiples of. */
const SNAP = 0.25;
/** Below this width the short key lies across the map, about so high. */
const [NARROW, SHORT_KEY] = [600, 68];

/** More than a continent: such a map must be able to show the whole world.
 * @param {[number, number, number, number]} bounds */
const isWide = ([west, south, east, north]) => east - west > 50 || north - south > 40;

/** @param {App} app @param {HTMLElement} node @returns {L.Map} */
export function createMap(app, node) {
  const { spec } = app.data;
  const map = L.map(node, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: SNAP,
    zoomDelta: 0.5,
    minZoom: isWide(spec.bounds) ? 1 : 3,
    maxZoom: 14,
    wheelPxPerZoomLevel: 120,
    fadeAnimation: false,
    preferCanvas: false,
    zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  PANES.forEach((name, i) => {
    const pane = map.createPane(`cm-${name}`);
    pane.style.zIndex = String(210 + 10 * i);
  });
  const { view } = app.store.state();
  setView(map, app, view);
  linkView(map, app);
  if (!hasRoom(map)) whenSeen(node, map, () => setView(map, app, view));
  if (spec.tiles) addTiles(map, app, spec.tiles.url);
  return map;
}

/** A page that starts out of sight, as a notebook's cell may, has no room yet.
 * @param {L.Map} map */
function hasRoom(map) {
  const { x, y } = map.getSize();
  return x > 0 && y > 0;
}

/** Act once the map has room.
 * @param {HTMLElement} node @param {L.Map} map @param {() => void} act */
function whenSeen(node, map, act) {
  const seen = new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (!hasRoom(map)) return;
    seen.disconnect();
    act();
  });
  seen.observe(node);
}

/** @param {L.Map} map @param {App} app @param {State['view']} view */
function setView(map, app, view) {
  const { spec } = app.data;
  const opening = spec.opening?.bounds;
  if (view) exactly(map, () => map.setView(view.center, view.zoom, { animate: false }));
  else if (spec.center && spec.zoom !== null)
    map.setView(spec.center, spec.zoom, { animate: false });
  else if (opening) exactly(map, () => fit(map, app, opening, 2));
  // A box round the events themselves would cut the outermost in half.
  else fit(map, app, spec.bounds, spec.layers.some(({ group }) => group === 'control') ? 4 : 40);
}

/** Do what sets a view without rounding its zoom to what the wheel stops at.
 * @param {L.Map} map @param {() => void} act */
function exactly(map, act) {
  map.options.zoomSnap = 0;
  act();
  map.options.zoomSnap = SNAP;
}

/** Show a box beside, or on a narrow map below, the key.
 * @param {L.Map} map @param {App} app @param {number[]} box west, south, east, north
 * @param {number} margin pixels */
function fit(map, app, box, margin) {
  const [west, south, east, north] = box;
  const { x } = map.getSize();
  const top = x < NARROW && app.data.spec.opening?.bounds ? SHORT_KEY : 0;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    {
      animate: false,
      paddingTopLeft: [keyRoom(app, x) + margin, margin + top],
      paddingBottomRight: [margin + (margin > 4 ? 50 : 0), margin],
    },
  );
}

/** The state's view is what was asked for, to the digits of the address, so that a link opens the
 * view it was copied from; the map itself rounds to whole pixels.
 * @param {L.Map} map @param {App} app */
function linkView(map, app) {
  const viewOf = () => {
    const { lat, lng } = map.getCenter();
    return {
      center: /** @type {[number, number]} */ ([rounded(lat, 4), rounded(lng, 4)]),
      zoom: rounded(map.getZoom(), 2),
    };
  };
  const follow = () => {
    const { view } = app.store.state();
    if (!view || !isShown(map, view)) app.store.set({ view: viewOf() });
  };
  map.on('moveend', follow);
  app.store.on(({ view }, before) => {
    if (view !== before.view && !(view && isShown(map, view))) setView(map, app, view);
  });
  follow();
}

/** @param {number} value @param {number} digits */
const rounded = (value, digits) => Number(value.toFixed(digits));

/** Is the map where the view says, within two pixels?
 * @param {L.Map} map @param {NonNullable<State['view']>} view */
function isShown(map, { center, zoom }) {
  if (Math.abs(map.getZoom() - zoom) > 0.01) return false;
  const { x, y } = map.getSize();
  const at = map.latLngToContainerPoint(center);
  return Math.hypot(at.x - x / 2, at.y - y / 2) <= 2;
}

/** Online tiles only when the map's author asked for them; the page's policy names the host. They
 * lie above land and water; where none comes, these stay in sight, and a line says so.
 * @param {L.Map} map @param {App} app @param {string} url */
function addTiles(map, app, url) {
  const pane = map.createPane('cm-tiles');
  const below = /** @type {HTMLElement} */ (map.getPane('cm-water'));
  pane.style.zIndex = String(Number(below.style.zIndex) + 5);
  pane.style.pointerEvents = 'none';
  const note = el('p', { class: 'cm-tiles-missing', role: 'status' });
  note.hidden = true;
  map.getContainer().append(note);
  app.watch(({ lang }) => [lang], () => fill(note, app.t('tiles.missing')));
  let came = false;
  const tiles = L.tileLayer(url, { maxZoom: 18, pane: 'cm-tiles' });
  tiles.on('tileload', () => {
    came = true;
    note.hidden = true;
  });
  tiles.on('tileerror', () => {
    note.hidden = came;
  });
  tiles.addTo(map);
}
