/** Areas and lines: one SVG path per feature, always there, shown or hidden by the clock. */
/** @import {App, Feature, LayerInfo, State} from '#app/types' */
import { held } from '#app/clock';
import { svg } from '#app/dom';
import { ownColour } from '#app/palette';

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
/** Within a pane the first is below. */
const ORDER = [
  'district',
  'control',
  'strip',
  'province',
  'sector',
  'town',
  'sea',
  'lake',
  'river',
  'border',
  'road',
  'road-status',
  'contact-line',
  'user',
];
const CASED = new Set(['road', 'contact-line']);

/** @param {App} app @param {L.Map} map */
export function createVectors(app, map) {
  /** @type {Map<string, L.SVG>} */
  const renderers = new Map();
  const rendererOf = (/** @type {string} */ pane) => {
    const known = renderers.get(pane) ?? L.svg({ pane: `cm-${pane}`, padding: 0.4 });
    renderers.set(pane, known);
    return known;
  };
  map.getContainer().append(patterns());
  /** @type {{layer: LayerInfo, feature: Feature, nodes: Element[]}[]} */
  const drawn = [];
  for (const { feature, layer } of inOrder(app)) {
    const paths = pathsOf(feature, layer, rendererOf);
    for (const path of paths) path.addTo(map);
    const nodes = paths.map((path) => /** @type {Element} */ (path.getElement()));
    const own = layer.role === 'user' ? ownColour(layer.color) : null;
    for (const node of nodes) if (own) paint(/** @type {SVGElement} */ (node), own);
    if (nodes.length) drawn.push({ layer, feature, nodes });
  }
  app.watch(
    ({ window, layers }) => [window, layers],
    (state) => show(drawn, state),
  );
}

/** An author's own layer in the author's colour.
 * @param {SVGElement} node @param {string} colour */
function paint(node, colour) {
  node.style.stroke = colour;
  if (node.classList.contains('cm-area')) node.style.fill = colour;
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
  if (type.endsWith('Point')) return [];
  const area = type.endsWith('Polygon');
  const renderer = rendererOf(PANE_OF[layer.role] ?? 'outline');
  const depth = { Polygon: 1, MultiPolygon: 2, LineString: 0, MultiLineString: 1 }[type] ?? 0;
  const points = L.GeoJSON.coordsToLatLngs(coordinates, depth);
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
  if (layer.role === 'land') words.push(['land', landOf(properties)]);
  const safe = words.filter(([, word]) => word && /^[\w-]+$/.test(word));
  return [
    'cm-shape',
    area ? 'cm-area' : 'cm-line',
    ...safe.map(([kind, word]) => `cm-${kind}-${word}`),
  ].join(' ');
}

/** The countries of the conflict are paper, their neighbours the ground around it.
 * @param {Feature['properties']} properties */
const landOf = ({ country, name }) =>
  /^(AM|AZ|ARM|AZE)$/.test(country ?? '') || /^(Armenia|Azerbaijan)\b/.test(name) ? 'near' : 'far';

/** @param {{layer: LayerInfo, feature: Feature, nodes: Element[]}[]} drawn @param {State} state */
function show(drawn, { window, layers }) {
  for (const {
    layer,
    feature: { properties },
    nodes,
  } of drawn) {
    const how = layers[layer.id] ? held(properties.from, properties.to, window) : 'none';
    for (const node of nodes) {
      node.classList.toggle('cm-none', how === 'none');
      node.classList.toggle('cm-part', how === 'part');
    }
  }
}

/** Hatching that needs no colour: divided areas and peacekeepers. */
function patterns() {
  const pattern = (
    /** @type {string} */ id,
    /** @type {number} */ size,
    /** @type {SVGElement[]} */ children,
  ) =>
    svg(
      'pattern',
      {
        id,
        width: size,
        height: size,
        patternUnits: 'userSpaceOnUse',
        patternTransform: id === 'cm-hatch' ? 'rotate(45)' : null,
      },
      ...children,
    );
  return svg(
    'svg',
    { width: 0, height: 0, class: 'cm-defs', 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      pattern('cm-hatch', 10, [
        svg('rect', { width: 5, height: 10, class: 'cm-swatch-armenian_forces' }),
        svg('rect', { x: 5, width: 5, height: 10, class: 'cm-swatch-azerbaijan' }),
      ]),
      pattern('cm-dots', 7, [
        svg('rect', { width: 7, height: 7, class: 'cm-swatch-russian_peacekeepers' }),
        svg('circle', { cx: 3.5, cy: 3.5, r: 1, class: 'cm-dot' }),
      ]),
    ),
  );
}
