/** Where many events lie on the screen: a grid of small cells, and how many of each family are in
 * each. A window that moves adds the events that enter and takes away those that leave; pure. */
/** @import {Hot} from '#app/types' */

/** Side of a cell in pixels. */
export const CELL = 2;
export const KINDS = 6;

/** @typedef {{scale: number, left: number, top: number, columns: number, lines: number}} Ground
 *   width of the world in pixels, where 0° 0° is, and the size of the grid */

export class DotGrid {
  /** @param {Hot} hot @param {Uint8Array} family by row */
  constructor(hot, family) {
    this.hot = hot;
    this.family = family;
    this.cell = new Int32Array(hot.rows);
    this.key = '';
    this.ground = { scale: 0, left: 0, top: 0, columns: 0, lines: 0 };
    this.counts = new Int32Array(0);
    this.kinds = new Int32Array(0);
    /** @type {Int32Array} */
    this.rows = new Int32Array(0);
    this.inView = 0;
    /** occupied cells */
    this.spots = 0;
  }

  /** Put all events on a new piece of ground.
   * @param {Ground} ground @returns {boolean} whether it is new */
  place(ground) {
    const key = Object.values(ground).join(' ');
    if (key === this.key) return false;
    const { scale, left, top, columns, lines } = ground;
    const { x, y } = this.hot;
    for (let row = 0; row < this.cell.length; row += 1) {
      const column = Math.floor((left + x[row] * scale) / CELL);
      const line = Math.floor((top + y[row] * scale) / CELL);
      const inside = column >= 0 && line >= 0 && column < columns && line < lines;
      this.cell[row] = inside ? line * columns + column : -1;
    }
    this.key = key;
    this.ground = ground;
    const size = columns * lines;
    if (this.counts.length !== size) {
      this.counts = new Int32Array(size);
      this.kinds = new Int32Array(size * KINDS);
    }
    this.empty();
    return true;
  }

  empty() {
    this.counts.fill(0);
    this.kinds.fill(0);
    this.rows = new Int32Array(0);
    this.inView = 0;
    this.spots = 0;
  }

  /** Count the rows shown. Of two windows over one block of memory only the difference is counted.
   * @param {Int32Array} rows in ascending order */
  show(rows) {
    const before = this.rows;
    const same = before.length > 0 && before.buffer === rows.buffer;
    const [a, b] = [before.byteOffset / 4, before.byteOffset / 4 + before.length];
    const [c, d] = [rows.byteOffset / 4, rows.byteOffset / 4 + rows.length];
    const changed = Math.abs(a - c) + Math.abs(b - d);
    if (same && c < b && a < d && changed < rows.length) {
      const all = new Int32Array(rows.buffer);
      this.add(all.subarray(c, Math.max(c, Math.min(a, d))), 1);
      this.add(all.subarray(Math.max(b, c), Math.max(b, d)), 1);
      this.add(all.subarray(a, Math.min(Math.max(a, c), b)), -1);
      this.add(all.subarray(Math.min(Math.max(d, a), b), b), -1);
    } else {
      this.empty();
      this.add(rows, 1);
    }
    this.rows = rows;
  }

  /** @param {Int32Array} rows @param {number} by */
  add(rows, by) {
    const { cell, counts, kinds, family } = this;
    const undated = this.hot.number('start');
    let inView = 0;
    let spots = 0;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i];
      const at = cell[row];
      if (at < 0 || Number.isNaN(undated[row])) continue;
      if (counts[at] === 0) spots += 1;
      counts[at] += by;
      if (counts[at] === 0) spots -= 1;
      kinds[at * KINDS + family[row]] += by;
      inView += by;
    }
    this.inView += inView;
    this.spots += spots;
  }

  /** The rows shown in some cells.
   * @param {Set<number>} cells @returns {number[]} */
  rowsIn(cells) {
    const undated = this.hot.number('start');
    return Array.from(this.rows).filter(
      (row) => cells.has(this.cell[row]) && !Number.isNaN(undated[row]),
    );
  }

  /** The rows shown in a cell.
   * @param {number} at @returns {number[]} */
  rowsAt(at) {
    const found = [];
    const { cell, rows } = this;
    const undated = this.hot.number('start');
    for (let i = 0; i < rows.length; i += 1)
      if (cell[rows[i]] === at && !Number.isNaN(undated[rows[i]])) found.push(rows[i]);
    return found;
  }

  /** The family that most events of a cell belong to.
   * @param {number} at */
  kindOf(at) {
    let best = 0;
    for (let kind = 1; kind < KINDS; kind += 1)
      if (this.kinds[at * KINDS + kind] > this.kinds[at * KINDS + best]) best = kind;
    return best;
  }

  /** The cell with most events near a point, large dots reaching further.
   * @param {number} x @param {number} y in the pixels of the grid @param {number} slack
   * @param {(count: number) => number} radius @returns {number} -1 when there is none */
  near(x, y, slack, radius) {
    const { columns, lines } = this.ground;
    const [column, line] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const reach = Math.ceil((10 + slack) / CELL);
    let [best, most] = [-1, -Infinity];
    for (let l = Math.max(0, line - reach); l <= Math.min(lines - 1, line + reach); l += 1) {
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c += 1) {
        const count = this.counts[l * columns + c];
        if (count <= 0) continue;
        const far = Math.hypot((c + 0.5) * CELL - x, (l + 0.5) * CELL - y);
        if (far > radius(count) + slack) continue;
        const worth = Math.log2(count + 1) - far;
        if (worth > most) [best, most] = [l * columns + c, worth];
      }
    }
    return best;
  }
}
