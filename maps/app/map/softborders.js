/** Near, a border that is known to some kilometres is no line: it is drawn as wide as it may be off,
 * on both sides. Districts stay lines: most of them part ground of one holder. */
/** @import {Feature, LayerInfo} from '#app/types' */
import { pixelsOf } from '#app/util/groundscale';

/** From this zoom on; and narrower than this, in pixels, a border stays a line. */
const [NEAR, LEAST] = [9.75, 6];
const ROLES = ['control', 'strip', 'border'];

/** @param {L.Map} map @param {() => {layer: LayerInfo, feature: Feature, nodes: Element[]}[]} drawn */
export function softenBorders(map, drawn) {
  const draw = () => {
    for (const { layer, feature, nodes } of drawn()) {
      if (!ROLES.includes(layer.role) || feature.properties.style) continue;
      const error = feature.properties.positional_error_m ?? 0;
      const wide = 2 * pixelsOf(error, map.getCenter().lat, map.getZoom());
      const soft = map.getZoom() >= NEAR && wide >= LEAST;
      for (const node of /** @type {SVGElement[]} */ (nodes)) {
        node.classList.toggle('cm-soft', soft);
        node.style.strokeWidth = soft ? `${Math.round(wide)}px` : '';
      }
    }
  };
  map.on('zoomend viewreset', draw);
  draw();
  return draw;
}
