/** Colours and strokes that an author gives to a feature: checked again here, then set one by one. */
/** @import {Feature, LayerInfo} from '#app/types' */
import { ownColour } from '#app/marks/palette';

/** @typedef {{color?: string, fillColor?: string, weight?: number, opacity?: number,
 *   fillOpacity?: number, dashArray?: string, radius?: number, stroke?: boolean,
 *   fill?: boolean}} Style */

/** @type {Record<string, (value: any) => boolean>} */
const CHECKS = {
  color: (value) => typeof value === 'string' && ownColour(value) !== null,
  fillColor: (value) => typeof value === 'string' && ownColour(value) !== null,
  weight: (value) => isNumber(value, 200),
  radius: (value) => isNumber(value, 200),
  opacity: (value) => isNumber(value, 1),
  fillOpacity: (value) => isNumber(value, 1),
  dashArray: (value) => typeof value === 'string' && /^[\d., ]{1,60}$/.test(value),
  stroke: (value) => typeof value === 'boolean',
  fill: (value) => typeof value === 'boolean',
};

/** @param {unknown} value @param {number} most */
const isNumber = (value, most) => typeof value === 'number' && value >= 0 && value <= most;

/** What is allowed of a style; the rest is dropped.
 * @param {unknown} style @returns {Style} */
export function checkedStyle(style) {
  if (typeof style !== 'object' || style === null) return {};
  return Object.fromEntries(
    Object.entries(style).filter(
      ([name, value]) => Object.hasOwn(CHECKS, name) && CHECKS[name](value),
    ),
  );
}

/** The style of a feature over the colour of its layer.
 * @param {Feature} feature @param {LayerInfo} layer @returns {Style} */
export function styleOf({ properties }, layer) {
  const own = layer.role === 'user' ? ownColour(layer.color) : null;
  return { ...(own ? { color: own, fillColor: own } : {}), ...checkedStyle(properties.style) };
}

/** @param {SVGElement} node @param {Style} style @param {boolean} area has an inside */
export function applyStyle(node, style, area) {
  const set = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value !== undefined) node.style.setProperty(name, String(value));
  };
  set('stroke', style.stroke === false ? 'none' : style.color);
  set('stroke-width', style.weight);
  set('stroke-opacity', style.opacity);
  set('stroke-dasharray', style.dashArray);
  if (!area) return;
  set('fill', style.fill === false ? 'none' : (style.fillColor ?? style.color));
  set('fill-opacity', style.fillOpacity);
}
