/** Where many events lie on the screen: a grid of small cells, and how many of each family are in
 * each. A window that moves adds the events that enter and takes away those that leave; pure. */
/** @import {Columns} from '#app/types' */
import { allEvents } from '#app/rules/weights';

/** Side of a cell in pixels. */
export const CELL = 2;
export const KINDS = 6;
/** Rows or places that are taken at once. */
const STEP = 150000;

/** @typedef {import('#app/util/lazy').Parts} Parts */
/** @typedef {{scale: number, left: number, top: number, columns: number, lines: number}} Ground
 *   width of the world in pixels, where 0° 0° is, and the size of the grid */

export class DotGrid {
  /** @param {Columns} columns @param {Uint8Array} family by row
   * @param {number} dated rows, which come first */
  constructor(columns, family, dated) {
    this.columns = columns;
    this.family = family;
    this.dated = dated;
    /** by place; -1 off the ground */
    this.cell = new Int32Array(columns.x.length);
    this.weights = columns.weights();
    /** Cells hold numbers of events, which rows that are totals may make large. */
    this.Counts = allEvents(columns) < 2 ** 31 ? Int32Array : Float64Array;
    this.key = '';
    this.ground = { scale: 0, left: 0, top: 0, columns: 0, lines: 0 };
    this.counts = new this.Counts(0);
    this.kinds = new this.Counts(0);
    /** @type {number[]} */
    this.rows = [];
    /** rows, not events */
    this.inView = 0;
    /** occupied cells */
    this.spots = 0;
  }

  /** Count by other weights from now on.
   * @param {import('#app/types').Weights} weights by row */
  weigh(weights) {
    if (weights === this.weights) return;
    this.weights = weights;
    this.Counts = Float64Array;
    this.counts = new Float64Array(0);
    this.key = '';
  }

  /** Put all places on a new piece of ground.
   * @param {Ground} ground @returns {boolean} whether it is new */
  place(ground) {
    const key = Object.values(ground).join(' ');
    if (key === this.key) return false;
    this.key = key;
    this.ground = ground;
    this.clear(ground.columns * ground.lines);
    this.locate(0, this.cell.length);
    return true;
  }

  /** The same, and the rows counted, in steps that are short.
   * @param {Ground} ground @param {() => number[]} rows @returns {Generator<void>} */
  *prepare(ground, rows) {
    this.key = '';
    this.ground = ground;
    this.clear(ground.columns * ground.lines);
    for (let at = 0; at < this.cell.length; at += STEP) {
      this.locate(at, Math.min(at + STEP, this.cell.length));
      yield;
    }
    this.key = Object.values(ground).join(' ');
    const shown = rows();
    for (let at = 0; at < shown.length; at += STEP) {
      this.add(/** @type {any} */ (shown).subarray(at, at + STEP), 1);
      yield;
    }
    this.rows = shown;
  }

  /** @param {number} from @param {number} to places */
  locate(from, to) {
    const { ground } = this;
    const { left, top, columns, lines } = ground;
    const scale = ground.scale / CELL;
    const [x0, y0] = [left / CELL, top / CELL];
    const { cell, columns: { x, y } } = this;
    for (let i = from; i < to; i += 1) {
      const column = Math.floor(x0 + x[i] * scale);
      const line = Math.floor(y0 + y[i] * scale);
      const inside = column >= 0 && line >= 0 && column < columns && line < lines;
      cell[i] = inside ? line * columns + column : -1;
    }
  }

  /** @param {number} size cells */
  clear(size) {
    if (this.counts.length !== size) {
      this.counts = new this.Counts(size);
      this.kinds = new this.Counts(size * KINDS);
    }
    this.empty();
  }

  empty() {
    this.counts.fill(0);
    this.kinds.fill(0);
    this.rows = [];
    this.inView = 0;
    this.spots = 0;
  }

  /** Count the rows shown. Of two windows over the same rows only the difference is counted.
   * @param {number[]} rows in ascending order */
  show(rows) {
    const [before, after] = [partsOf(this.rows), partsOf(rows)];
    const few = before && after && before.of === after.of && changes(before, after) < rows.length;
    if (few) this.move(before, after);
    else {
      this.empty();
      this.add(rows, 1);
    }
    this.rows = rows;
  }

  /** @param {Parts} before @param {Parts} after */
  move(before, after) {
    const { of } = after;
    const [a, b, c, d] = [before.from, before.to, after.from, after.to];
    this.add(after.early, 1);
    this.add(before.early, -1);
    const apart = c >= b || a >= d;
    this.add(of.subarray(c, apart ? d : Math.max(c, Math.min(a, d))), 1);
    if (!apart) this.add(of.subarray(Math.max(b, c), Math.max(b, d)), 1);
    this.add(of.subarray(a, apart ? b : Math.min(Math.max(c, a), b)), -1);
    if (!apart) this.add(of.subarray(Math.min(Math.max(d, a), b), b), -1);
  }

  /** @param {ArrayLike<number>} rows @param {number} by */
  add(rows, by) {
    const { cell, counts, kinds, family, dated, weights, columns: { place } } = this;
    let inView = 0;
    let spots = 0;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i];
      const at = row < dated && place[row] >= 0 ? cell[place[row]] : -1;
      if (at < 0) continue;
      const events = weights === null ? by : by * weights[row];
      if (counts[at] === 0) spots += 1;
      counts[at] += events;
      if (counts[at] === 0) spots -= 1;
      kinds[at * KINDS + family[row]] += events;
      inView += by;
    }
    this.inView += inView;
    this.spots += spots;
  }

  /** The cell of a row; -1 when it is off the ground, without a place, or undated.
   * @param {number} row */
  at(row) {
    const place = row < this.dated ? this.columns.place[row] : -1;
    return place < 0 ? -1 : this.cell[place];
  }

  /** The rows shown in some cells.
   * @param {(cell: number) => boolean} wanted @returns {number[]} */
  rowsIn(wanted) {
    const found = [];
    const { rows } = this;
    for (let i = 0; i < rows.length; i += 1) {
      const at = this.at(rows[i]);
      if (at >= 0 && wanted(at)) found.push(rows[i]);
    }
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

/** @param {number[]} rows @returns {Parts | null} */
const partsOf = (rows) => /** @type {any} */ (rows).parts ?? null;

/** @param {Parts} a @param {Parts} b @returns {number} rows that are not in both, at most */
const changes = (a, b) =>
  Math.min(Math.abs(a.from - b.from) + Math.abs(a.to - b.to), a.to - a.from + b.to - b.from) +
  a.early.length + b.early.length;
