/** A small map of the whole area that shows where the view is. */
/** @import {App} from '#app/types' */
import { el, svg } from '#app/ui/dom';

const SIZE = 116;

/** @param {App} app @param {L.Map} map */
export function createLocator(app, map) {
  const outline = outlineOf(app);
  const node = el('div', { class: 'cm-locator', 'aria-hidden': 'true', hidden: true });
  if (!outline) return node;
  const { project, picture } = outline;
  const frame = svg('rect', { class: 'cm-locator-view' });
  picture.append(frame);
  node.append(picture);
  const update = () => {
    const bounds = map.getBounds();
    const [x0, y0] = project(bounds.getWest(), bounds.getNorth());
    const [x1, y1] = project(bounds.getEast(), bounds.getSouth());
    const [width, height] = [outline.width, outline.height];
    const all = x1 - x0 > 0.7 * width && y1 - y0 > 0.7 * height;
    node.hidden = all || map.getSize().x < 620 || map.getSize().y < 380;
    const left = Math.max(0, x0);
    const top = Math.max(0, y0);
    frame.setAttribute('x', left.toFixed(1));
    frame.setAttribute('y', top.toFixed(1));
    frame.setAttribute('width', Math.max(3, Math.min(width, x1) - left).toFixed(1));
    frame.setAttribute('height', Math.max(3, Math.min(height, y1) - top).toFixed(1));
  };
  map.on('moveend resize', update);
  update();
  return node;
}

/** The outlines of land and sea, once, thinned to what shows at this size.
 * @param {App} app */
function outlineOf({ data }) {
  const wanted = [...data.features.values()].filter(({ layer, feature }) =>
    ['land', 'sea', 'lake'].includes(layer.role) && feature.geometry.type.endsWith('Polygon'),
  );
  const rings = wanted.map(({ feature, layer }) => ({
    role: layer.role,
    rings: /** @type {number[][][]} */ (
      feature.geometry.type === 'Polygon'
        ? feature.geometry.coordinates
        : feature.geometry.coordinates.flat()
    ),
  }));
  const box = boxOf(rings.flatMap((entry) => entry.rings));
  if (!box) return null;
  const [west, south, east, north] = box;
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const scale = SIZE / Math.max((east - west) * squeeze, 1e-6);
  const [width, height] = [SIZE, Math.min(90, (north - south) * scale)];
  const project = (/** @type {number} */ lon, /** @type {number} */ lat) => [
    (lon - west) * squeeze * scale,
    (north - lat) * scale,
  ];
  const picture = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const entry of rings) {
    const d = entry.rings.map((ring) => pathOf(ring, project)).join('');
    picture.append(svg('path', { d, class: `cm-locator-${entry.role}` }));
  }
  return { project, picture, width, height };
}

/** @param {number[][][]} rings @returns {[number, number, number, number] | null} */
function boxOf(rings) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [lon, lat] of ring) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return west < east ? [west, south, east, north] : null;
}

/** @param {number[][]} ring @param {(lon: number, lat: number) => number[]} project */
export function pathOf(ring, project) {
  let last = [-9, -9];
  const points = [];
  for (const [lon, lat] of ring) {
    const [x, y] = project(lon, lat);
    if (Math.abs(x - last[0]) + Math.abs(y - last[1]) < 1) continue;
    last = [x, y];
    points.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
  }
  return points.length > 2 ? `M${points.join('L')}Z` : '';
}
