/** Greedy label placement: who comes first keeps the place; pure. */

/** @typedef {[number, number, number, number]} Box x0, y0, x1, y1 */

/** A set of boxes that refuses overlaps, on a coarse grid. */
export class Places {
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
