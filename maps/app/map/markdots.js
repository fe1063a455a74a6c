/** Dots in place of marks, where more events are in view than can have a shape each. */
/** @import {Mark} from '#app/marks/markstyle' */
/** @import {App} from '#app/types' */
import { CELL, DotGrid } from '#app/marks/dotgrid';
import { DotPainter, dotRadius, groundOf, LIMIT, SPOTS } from '#app/marks/dots';
import { familyRows } from '#app/marks/families';
import { sideOf } from '#app/marks/hexground';
import { binsOfGrid } from '#app/marks/hexstyle';
import { drawOne, markOf } from '#app/marks/markstyle';
import { countedBy, inHexagons } from '#app/marks/counted';
import { lazyMember } from '#app/util/lazy';

/** @typedef {{x: number, y: number, pad: number}} Size of the view */

const PAUSE_MS = 200;

export class MarkDots {
  /** @param {App} app @param {L.Map} map @param {() => void} later draw again */
  constructor(app, map, later) {
    this.app = app;
    this.map = map;
    this.later = later;
    this.grid = new DotGrid(app.data.columns, familyRows(app), app.data.start.length);
    this.painter = new DotPainter();
    this.view = { on: false, pad: 0, at: 0, timer: 0 };
    this.picked = {
      at: -1, key: '', rows: /** @type {number[]} */ ([]), mark: /** @type {Mark} */ ({}),
    };
  }

  /** So few events that each can have its shape, or none at all. */
  isFew() {
    return this.app.store.state().compare !== null || this.app.data.columns.rows <= LIMIT;
  }

  /** While a window moves, only what is in view is painted; the rest when it stops. */
  isRunning() {
    const { painter: { shown }, grid, view } = this;
    return shown.ground === grid.key && shown.rows !== grid.rows &&
      performance.now() - view.at < PAUSE_MS;
  }

  /** @returns {number[]} the rows to draw one by one */
  rows() {
    if (this.app.store.state().compare) return [];
    return this.isFew() ? this.app.rows() : this.grid.rowsIn(() => true);
  }

  /** @param {Size} size @returns {Iterable<void>} */
  prepare(size) {
    if (!this.isFew()) this.grid.weigh(countedBy(this.app));
    return this.isFew() ? [] : this.grid.prepare(groundOf(this.map, size), this.app.rows);
  }

  /** @param {CanvasRenderingContext2D} context @param {Size} size
   * @returns {boolean} whether dots were drawn */
  draw(context, size) {
    this.view.on = false;
    if (this.isFew()) return false;
    const { app, grid } = this;
    grid.weigh(countedBy(app));
    const moved = grid.place(groundOf(this.map, size));
    if (moved || grid.rows !== app.rows()) grid.show(app.rows());
    const loose = grid.spots <= SPOTS && grid.inView <= 4 * LIMIT;
    if (inHexagons(app) || grid.inView <= LIMIT || loose) return false;
    this.view.on = true;
    this.view.pad = size.pad;
    this.paint(context, size);
    return true;
  }

  /** @param {CanvasRenderingContext2D} context @param {Size} size */
  paint(context, size) {
    const { view } = this;
    const { width, height } = context.canvas;
    const ratio = width / (size.x + 2 * size.pad);
    const edge = this.isRunning() ? size.pad : 0;
    if (!this.painter.paint(context, this.grid, { width, height, ratio }, edge)) return;
    view.at = performance.now();
    clearTimeout(view.timer);
    if (edge > 0) view.timer = setTimeout(this.later, PAUSE_MS);
  }

  /** @param {number} pad @returns {Mark[] | null} */
  hexagons(pad) {
    if (this.isFew() || !inHexagons(this.app)) return null;
    return binsOfGrid(this.map, this.grid, pad, sideOf(this.app.data.columns));
  }

  /** @param {CanvasRenderingContext2D} context @param {Set<string>} ids */
  drawActive(context, ids) {
    const { app } = this;
    for (const id of ids) {
      const row = app.data.index.get(id);
      const at = row === undefined ? -1 : this.grid.at(row);
      if (row === undefined || at < 0) continue;
      drawOne(context, app, markOf(app, { ...this.centre(at), rows: [row] }), true);
    }
  }

  /** @param {{x: number, y: number}} point @param {number} slack @returns {Mark | null} */
  pick(point, slack) {
    const { grid, picked, view } = this;
    if (!view.on) return null;
    const at = grid.near(point.x + view.pad, point.y + view.pad, slack, dotRadius);
    if (at < 0) return null;
    const same = picked.at === at && picked.rows === grid.rows && picked.key === grid.key;
    if (same) return picked.mark;
    const count = grid.counts[at];
    const mark = { ...this.centre(at), count, radius: dotRadius(count), cells: new Set([at]) };
    lazyMember(mark, 'rows', () => grid.rowsIn((cell) => cell === at));
    this.picked = { at, key: grid.key, rows: grid.rows, mark: /** @type {any} */ (mark) };
    return this.picked.mark;
  }

  /** Of a cell, in container pixels. @param {number} at */
  centre(at) {
    const { columns } = this.grid.ground;
    return {
      x: ((at % columns) + 0.5) * CELL - this.view.pad,
      y: (Math.floor(at / columns) + 0.5) * CELL - this.view.pad,
    };
  }
}
