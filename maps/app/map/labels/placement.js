/** Greedy label placement: who comes first keeps the place; pure. */
/** @import {App, Feature, LayerInfo} from '#app/types' */
import { cssColour } from '#app/marks/palette';
import { standingIn } from '#app/rules/standing';
import { groundsOf } from '#app/util/clock';

/** @typedef {[number, number, number, number]} Box x0, y0, x1, y1 */

/** A set of boxes that refuses overlaps, on a coarse grid. */
export class LabelBoxes {
  /** @param {number} cell grid size in pixels */
  constructor(cell = 64) {
    this.cell = cell;
    /** @type {Map<string, Box[]>} */
    this.grid = new Map();
  }

  /** @param {Box} box @returns {string[]} */
  _cells([x0, y0, x1, y1]) {
    const keys = [];
    for (let x = Math.floor(x0 / this.cell); x <= Math.floor(x1 / this.cell); x += 1) {
      for (let y = Math.floor(y0 / this.cell); y <= Math.floor(y1 / this.cell); y += 1)
        keys.push(`${x},${y}`);
    }
    return keys;
  }

  /** @param {Box} box */
  free([x0, y0, x1, y1]) {
    return this._cells([x0, y0, x1, y1]).every((key) =>
      (this.grid.get(key) ?? []).every(
        (other) => x1 <= other[0] || other[2] <= x0 || y1 <= other[1] || other[3] <= y0,
      ),
    );
  }

  /** @param {Box} box */
  take(box) {
    for (const key of this._cells(box)) {
      const boxes = this.grid.get(key);
      if (boxes) boxes.push(box);
      else this.grid.set(key, [box]);
    }
  }

  /** Take the first free box; -1 when none is.
   * @param {Box[]} boxes @returns {number} */
  first(boxes) {
    const index = boxes.findIndex((box) => this.free(box));
    if (index >= 0) this.take(boxes[index]);
    return index;
  }
}

/** @typedef {{x: number, y: number, radius: number}} Obstacle */

/** @typedef {{context: CanvasRenderingContext2D, app: App, map: L.Map, places: LabelBoxes,
 *   box: Box, view: Box, edge: Box,
 *   marks: Obstacle[], done?: Set<string>, anchors: Map<string, number>,
 *   before: Map<string, number>}} Frame `box` is drawn, `edge` is the map's own, `view` what the key
 * leaves of it; names by id and where around their point they stand, now and
 * before */

/** Features of some roles that the clock and the switches show.
 * @param {App} app @param {string[]} roles @returns {{feature: Feature, layer: LayerInfo}[]} */
export function visibleFeatures({ data, store }, roles) {
  const { layers } = store.state();
  const windows = groundsOf(store.state());
  return [...data.features.values()].filter(
    ({ feature: { properties }, layer }) =>
      roles.includes(layer.role) &&
      layers[layer.id] &&
      standingIn(properties.from, properties.to, windows) !== 'none',
  );
}

/** @param {[number, number, number, number]} box @param {Obstacle} mark */
export const touches = ([x0, y0, x1, y1], { x, y, radius }) =>
  x + radius > x0 && x - radius < x1 && y + radius > y0 && y - radius < y1;

/** Right, left, above, below, and the corners between.
 * @param {number} x @param {number} y @param {number} width @param {number} size
 * @param {number} gap
 * @returns {{x: number, y: number, align: CanvasTextAlign, box: [number, number, number,
 * number]}[]} */
export function spotsAround(x, y, width, size, gap) {
  const h = size * 0.62;
  const spot = (
    /** @type {number} */ left,
    /** @type {number} */ middle,
    /** @type {CanvasTextAlign} */ align,
  ) => ({
    x: align === 'left' ? left : align === 'right' ? left + width : left + width / 2,
    y: middle,
    align,
    box: /** @type {[number, number, number, number]} */ ([
      left - 2,
      middle - h,
      left + width + 2,
      middle + h,
    ]),
  });
  return [
    spot(x + gap, y, 'left'),
    spot(x - gap - width, y, 'right'),
    spot(x - width / 2, y - gap - h, 'center'),
    spot(x - width / 2, y + gap + h, 'center'),
    spot(x + gap * 0.7, y - gap - h * 0.4, 'left'),
    spot(x + gap * 0.7, y + gap + h * 0.4, 'left'),
    spot(x - gap * 0.7 - width, y - gap - h * 0.4, 'right'),
    spot(x - gap * 0.7 - width, y + gap + h * 0.4, 'right'),
  ];
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align @param {string} colour */
export function haloText(context, words, x, y, align, colour) {
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3.2;
  context.strokeStyle = cssColour('halo');
  // At whole pixels a name looks alike wherever the map rests.
  const [left, middle] = [Math.round(x), Math.round(y)];
  context.strokeText(words, left, middle);
  context.fillStyle = colour;
  context.fillText(words, left, middle);
}

/** Does the edge of a view cut no part of a box off?
 * @param {Box} view @param {Box} box */
export const isWhole = ([left, top, right, bottom], [x0, y0, x1, y1]) =>
  x1 <= left || x0 >= right || y1 <= top || y0 >= bottom ||
  (x0 >= left && x1 <= right && y0 >= top && y1 <= bottom);

/** Is a point in a box?
 * @param {Box} box @param {{x: number, y: number}} point */
export const holds = ([x0, y0, x1, y1], { x, y }) => x >= x0 && y >= y0 && x <= x1 && y <= y1;

/** How words are written; `height` of a line.
 * @typedef {{spacing: number, height: number, colour: string}} Form */

/** Write centred words at the first of some shifts from a point where they stand clear of marks;
 * where every shift lies over one, at a free one of the first NEED.
 * @param {Frame} frame @param {string[]} lines @param {Form} form
 * @param {{x: number, y: number}} spot @param {number[][]} shifts @param {number} [need]
 * @param {(box: Box) => boolean} [fits] @returns {Box | null} where they stand */
export function writeCentred(
  { context, places, marks, edge }, lines, form, spot, shifts, need = 1, fits = () => true,
) {
  const width = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 3;
  const half = (form.height * lines.length) / 2;
  const all = shifts.map(([dx, dy]) => {
    const [x, y] = [spot.x + dx, spot.y + dy];
    return /** @type {Box} */ ([x - width, y - half, x + width, y + half]);
  });
  const boxes = all.filter((box) => isWhole(edge, box) && fits(box));
  const clear = boxes.filter((box) => marks.every((mark) => !touches(box, mark)));
  const list = clear.length ? clear : boxes.slice(0, need);
  const at = places.first(list);
  if (at < 0) return null;
  const [x0, y0, x1] = list[at];
  lines.forEach((line, i) => {
    const y = y0 + form.height * (i + 0.5);
    haloText(context, line, (x0 + x1) / 2 + form.spacing / 2, y, 'center', form.colour);
  });
  return list[at];
}
