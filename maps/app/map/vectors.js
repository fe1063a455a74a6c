/** Areas and lines: one SVG path per feature, always there, shown or hidden by the clock. */
/** @import {App, Feature, LayerInfo, State, Window} from '#app/types' */
import { applyStyle, styleOf } from '#app/map/authorstyle';
import { softenBorders } from '#app/map/softborders';
import { svgPane } from '#app/map/svgpane';
import { TWICE } from '#app/map/swipe';
import { anchorPatterns, patterns } from '#app/marks/patterns';
import { inTime, overlaid, standing, stripes, unstated } from '#app/rules/standing';
import { groundsOf } from '#app/util/clock';
import { reportFault } from '#app/util/faults';

/** @type {Record<string, string>} role → pane */
const PANE_OF = {
  land: 'land',
  sea: 'water',
  lake: 'water',
  river: 'water',
  border: 'border',
  province: 'outline',
  district: 'control',
  control: 'control',
  'contact-line': 'line',
  strip: 'control',
  town: 'outline',
  road: 'line',
  'road-status': 'line',
  sector: 'outline',
  user: 'outline',
};

/** @param {string} role data's word: never looked up in an object's prototype */
const paneOf = (role) => (Object.hasOwn(PANE_OF, role) ? PANE_OF[role] : 'outline');
/** Within a pane the first is below. */
const ORDER = [
  'district', 'control', 'strip', 'province', 'sector', 'town', 'sea', 'lake', 'river', 'border',
  'road', 'road-status', 'contact-line', 'user',
];
const CASED = new Set(['road', 'contact-line']);
/** Of these only the state of the last day is drawn: districts leave their stripes. */
const LAST_ONLY = ['district', 'road-status'];

/** `before` is the same area again, striped: shown where it is what the ground was before.
 * @typedef {{layer: LayerInfo, feature: Feature, nodes: Element[], before?: Element}} Drawn */

/** @param {App} app @param {L.Map} map */
export function createVectors(app, map) {
  const defs = patterns('-map');
  map.getContainer().append(patterns(), defs);
  map.on('viewreset zoomend', () => anchorPatterns(defs, map.getPixelOrigin()));
  map.whenReady(() => anchorPatterns(defs, map.getPixelOrigin()));
  const first = drawAll(app, map, '', () => true);
  /** @type {Drawn[] | null} the other side of the divider, made when it is first asked for */
  let second = null;
  const over = overlaid(first);
  const soften = softenBorders(map, () => [...first, ...(second ?? [])]);
  app.watch(
    ({ window, day, layers, compare }) => [window, day, layers, compare],
    (state) => {
      const [before, after] = groundsOf(state);
      show(first, before, state.layers, over);
      if (after && !second) {
        for (const name of TWICE) {
          const pane = map.createPane(`cm-${name}-b`);
          pane.style.zIndex = /** @type {HTMLElement} */ (map.getPane(`cm-${name}`)).style.zIndex;
        }
        second = drawAll(app, map, '-b', (pane) => TWICE.includes(pane));
        soften();
        app.ui.set({ split: app.ui.state().split + 1e-6 }); // the new panes are to be clipped
      }
      if (after && second) show(second, after, state.layers, () => []);
    },
  );
}

/** @param {App} app @param {L.Map} map @param {string} suffix of the panes
 * @param {(pane: string) => boolean} wanted @returns {Drawn[]} */
function drawAll(app, map, suffix, wanted) {
  /** @type {Map<string, L.SVG>} */
  const renderers = new Map();
  const rendererOf = (/** @type {string} */ pane) => {
    const known = renderers.get(pane) ?? svgPane(`cm-${pane}${suffix}`);
    renderers.set(pane, known);
    return known;
  };
  const drawn = [];
  for (const { feature, layer } of inOrder(app)) {
    if (!wanted(paneOf(layer.role))) continue;
    const nodes = drawOne(app, map, feature, layer, rendererOf);
    if (nodes.length) drawn.push({ layer, feature, nodes });
  }
  if (suffix === '') addStripes(drawn, map, rendererOf('control'));
  return drawn;
}

/** The nodes of one feature; none when it cannot be drawn, which is said: the others go on.
 * @param {App} app @param {L.Map} map @param {Feature} feature @param {LayerInfo} layer
 * @param {(pane: string) => L.SVG} rendererOf @returns {SVGElement[]} */
function drawOne(app, map, feature, layer, rendererOf) {
  /** @type {L.Path[]} */
  let paths = [];
  try {
    paths = pathsOf(feature, layer, rendererOf);
    for (const path of paths) path.addTo(map);
    const nodes = paths.map((path) => /** @type {SVGElement} */ (path.getElement()));
    for (const node of nodes) dress(app, node, feature, layer);
    return nodes;
  } catch (error) {
    reportFault('shapes', error, feature.id);
    for (const path of paths) if (map.hasLayer(path)) path.remove();
    return [];
  }
}

/** A day has no before: only the windows of the first side have stripes.
 * @param {Drawn[]} drawn @param {L.Map} map @param {L.SVG} renderer */
function addStripes(drawn, map, renderer) {
  for (const one of inTime(drawn)) {
    const path = areaPath(one.feature, renderer, `cm-stripes-${one.feature.properties.control}`);
    path.addTo(map);
    one.before = path.getElement();
  }
}

/** @param {Feature} feature @param {L.SVG} renderer @param {string} word data's: checked */
function areaPath({ geometry: { type, coordinates } }, renderer, word) {
  const className = `cm-shape ${/^[\w-]+$/.test(word) ? word : ''} cm-none`;
  const points = latLngs(coordinates, type === 'Polygon' ? 1 : 2);
  return L.polygon(points, { renderer, interactive: false, smoothFactor: 0.7, className });
}

/** An author's own colours, and the words that go with a feature.
 * @param {App} app @param {SVGElement} node @param {Feature} feature @param {LayerInfo} layer */
function dress(app, node, feature, layer) {
  applyStyle(node, styleOf(feature, layer), node.classList.contains('cm-area'));
  const { tooltip, popup } = feature.properties;
  if (!tooltip && !popup) return;
  node.classList.add('cm-speaks');
  node.addEventListener('pointerenter', () => app.ui.set({ over: feature.id }));
  node.addEventListener('pointerleave', () => app.ui.set({ over: null }));
}

/** @param {App} app */
function inOrder({ data }) {
  const rank = (/** @type {LayerInfo} */ layer) => ORDER.indexOf(layer.role);
  return [...data.features.values()].sort((a, b) => rank(a.layer) - rank(b.layer));
}

/** @param {Feature} feature @param {LayerInfo} layer @param {(pane: string) => L.SVG} rendererOf
 * @returns {L.Path[]} */
function pathsOf(feature, layer, rendererOf) {
  const { type, coordinates } = feature.geometry;
  if (type.endsWith('Point')) return layer.role === 'user' ? dots(feature, layer, rendererOf) : [];
  const area = type.endsWith('Polygon');
  const renderer = rendererOf(paneOf(layer.role));
  const depth = { Polygon: 1, MultiPolygon: 2, LineString: 0, MultiLineString: 1 }[type] ?? 0;
  const points = latLngs(coordinates, depth);
  const make = (/** @type {string} */ extra) => {
    const options = {
      renderer,
      interactive: false,
      smoothFactor: 0.7,
      noClip: false,
      className: classOf(feature, layer, area) + extra,
    };
    return area ? L.polygon(points, options) : L.polyline(points, options);
  };
  return CASED.has(layer.role) && !area ? [make(' cm-casing'), make('')] : [make('')];
}

/** @param {any} coordinates longitude first @param {number} depth of lists of points
 * @returns {any} */
const latLngs = (coordinates, depth) =>
  coordinates.map((/** @type {any} */ part) =>
    depth > 0 ? latLngs(part, depth - 1) : L.latLng(part[1], part[0]),
  );

/** Points of an author's own layer.
 * @param {Feature} feature @param {LayerInfo} layer @param {(pane: string) => L.SVG} rendererOf
 * @returns {L.Path[]} */
function dots(feature, layer, rendererOf) {
  const { type, coordinates } = feature.geometry;
  const points = type === 'Point' ? [coordinates] : coordinates;
  return points.map((/** @type {number[]} */ [lon, lat]) =>
    L.circleMarker([lat, lon], {
      renderer: rendererOf('outline'),
      interactive: false,
      radius: styleOf(feature, layer).radius ?? 5,
      className: `${classOf(feature, layer, true)} cm-spot`,
    }),
  );
}

/** Only words of the contract become class names.
 * @param {Feature} feature @param {LayerInfo} layer @param {boolean} area */
function classOf({ properties }, layer, area) {
  const words = [
    ['role', layer.role],
    ['control', properties.control],
    ['status', properties.status],
    ['layer', layer.id],
  ];
  if (layer.role === 'border' && properties.delimited === false)
    words.push(['border', 'undelimited']);
  if (layer.role === 'land') {
    const lands = layer.id === 'countries' ? landsOf(properties) : ['far'];
    words.push(...lands.map((word) => ['land', word]));
  }
  const safe = words.filter(([, word]) => word && /^[\w-]+$/.test(word));
  return [
    'cm-shape',
    area ? 'cm-area' : 'cm-line',
    ...safe.map(([kind, word]) => `cm-${kind}-${word}`),
  ].join(' ');
}

/** The countries of the conflict have a tint each, their neighbours are the ground around them.
 * @param {Feature['properties']} properties */
function landsOf({ country, name }) {
  if (/^(AM|ARM)$/.test(country ?? '') || /^Armenia\b/.test(name)) return ['near', 'armenia'];
  if (/^(AZ|AZE)$/.test(country ?? '') || /^Azerbaijan\b/.test(name))
    return ['near', 'azerbaijan'];
  return ['far'];
}

/** @param {Drawn[]} drawn @param {Window} window @param {State['layers']} layers
 * @param {(one: Drawn) => Drawn[]} over */
function show(drawn, window, layers, over) {
  const on = drawn.filter(({ layer }) => layers[layer.id]);
  const striped = new Set(stripes(on, window, over));
  const silent = new Set(unstated(on, window));
  for (const one of drawn) {
    const { from, to } = one.feature.properties;
    const how = layers[one.layer.id] ? standing(from, to, window) : 'none';
    const past = how === 'none' || (how === 'was' && LAST_ONLY.includes(one.layer.role));
    const hidden = past && !silent.has(one);
    for (const node of one.nodes) {
      node.classList.toggle('cm-unstated', silent.has(one));
      node.classList.toggle('cm-none', hidden);
      node.classList.toggle('cm-was', how === 'was');
    }
    one.before?.classList.toggle('cm-none', !striped.has(one));
  }
}
