/** A small drawing in the key, with its heading: sizes, dots, the ramp of hexagons. */
import { el, svg } from '#app/ui/dom';

const WIDTH = 208;

/** @param {string} label @param {number} top of the box drawn in @param {number} height of the box
 * @param {Element[]} marks @param {Node[]} more what stands below */
export function keyFigure(label, top, height, marks, ...more) {
  const box = {
    width: WIDTH, height, viewBox: `0 ${top} ${WIDTH} ${height}`,
    role: 'img', 'aria-label': label,
  };
  return el('figure', { class: 'cm-sizes' }, el('figcaption', {}, label), svg('svg', box, ...marks), ...more);
}
