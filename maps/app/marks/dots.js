/** Many events drawn as dots: one for each place on the screen, larger for more events, in the
 * colour of the family that most of them belong to. Written as pixels, not as shapes. */
/** @import {DotGrid} from '#app/marks/dotgrid' */
import { CELL } from '#app/marks/dotgrid';
import { cssColour, FAMILIES } from '#app/marks/palette';
import { channels, mixed, solid, spriteOf } from '#app/marks/sprites';
import { numberText } from '#app/text/format';
import { el, svg } from '#app/ui/dom';
import { keyFigure } from '#app/ui/keyfigure';

/** @typedef {import('#app/marks/sprites').Stamp} Stamp */

/** Least counts of the sizes of dots, and their radii in pixels. */
export const DOTS = [
  { least: 1, radius: 2.4 },
  { least: 10, radius: 3.3 },
  { least: 100, radius: 4.6 },
  { least: 1000, radius: 6.4 },
];

/** With more places than this, small dots are smaller still and have no rim. */
const DENSE = 12000;

/** @param {number} count */
const sizeOf = (count) => (count >= 1000 ? 3 : count >= 100 ? 2 : count >= 10 ? 1 : 0);
/** @param {number} count */
export const dotRadius = (count) => DOTS[sizeOf(count)].radius;

/** @typedef {{width: number, height: number, ratio: number}} Size of the canvas, device pixels */

export class DotPainter {
  constructor() {
    /** @type {ImageData | null} */
    this.image = null;
    this.pixels = new Uint32Array(0);
    this.key = '';
    this.box = { x: 0, y: 0, width: 0, height: 0 };
    /** What the picture shows, by name; while all of it stays, so does the picture. */
    this.shown = { ground: '', rows: /** @type {number[]} */ ([]), canvas: '', colours: '', edge: 0 };
    /** @type {Stamp[]} */
    this.stamps = [];
    /** @type {Map<string, Uint32Array>} */
    this.inks = new Map();
    /** of cells, by size; kept from frame to frame */
    this.room = DOTS.map(() => new Int32Array(1024));
  }

  /** Put the picture of a grid on a canvas. It is painted anew unless it shows that very grid.
   * @param {CanvasRenderingContext2D} context @param {DotGrid} grid @param {Size} size
   * @param {number} edge pixels of the canvas at each side that are left out
   * @returns {boolean} whether it was painted anew */
  paint(context, grid, size, edge) {
    this.prepare(context, size);
    const inks = inksNow();
    const now = { ground: grid.key, rows: grid.rows, canvas: this.key, colours: String(inks), edge };
    const stale = !same(now, this.shown);
    if (stale) {
      this.box = boxOf(size, edge);
      this.clear(size.width);
      this.dots(grid, size, edge, inks);
      this.shown = now;
    }
    const { x, y, width, height } = this.box;
    if (this.image) context.putImageData(this.image, 0, 0, x, y, width, height);
    return stale;
  }

  /** @param {number} row pixels in a row of the picture */
  clear(row) {
    const { x, y, width, height } = this.box;
    for (let line = y; line < y + height; line += 1)
      this.pixels.fill(0, line * row + x, line * row + x + width);
  }

  /** @param {DotGrid} grid @param {Size} size
   * @param {number} skip pixels of the canvas at each side that are left out
   * @param {number[][]} inks of the families, and of the paper */
  dots(grid, size, skip, inks) {
    const { ground } = grid;
    const bySize = this.cellsBySize(grid, Math.max(0, Math.floor(skip / CELL) - 3));
    const [families, paper] = [inks.slice(0, -1), inks[inks.length - 1]];
    const edge = Math.ceil((DOTS[3].radius + 1.5) * size.ratio);
    const dense = bySize[0].length + bySize[1].length > DENSE;
    bySize.forEach((cells, size_) => {
      const kind = dense && size_ < 2 ? DOTS.length + size_ : size_;
      const filled = families.map((colour) => this.inksOf(kind, colour, paper));
      const stamp = this.stamps[kind];
      for (let i = 0; i < cells.length; i += 1) {
        const at = cells[i];
        const line = Math.floor(at / ground.columns);
        const x = Math.round((at - line * ground.columns + 0.5) * CELL * size.ratio);
        const y = Math.round((line + 0.5) * CELL * size.ratio);
        if (x < edge || y < edge || x >= size.width - edge || y >= size.height - edge) continue;
        this.stamp(stamp, filled[grid.kindOf(at)], y * size.width + x);
      }
    });
  }

  /** The occupied cells, those with few events first.
   * @param {DotGrid} grid @param {number} skip cells at each side that are left out
   * @returns {Int32Array[]} */
  cellsBySize({ counts, ground: { columns, lines } }, skip) {
    const { room } = this;
    const found = DOTS.map(() => 0);
    for (let line = skip; line < lines - skip; line += 1) {
      const last = (line + 1) * columns - skip;
      for (let at = line * columns + skip; at < last; at += 1) {
        const count = counts[at];
        if (count <= 0) continue;
        const size = count >= 100 ? (count >= 1000 ? 3 : 2) : count >= 10 ? 1 : 0;
        if (found[size] === room[size].length) room[size] = doubled(room[size]);
        room[size][found[size]] = at;
        found[size] += 1;
      }
    }
    return room.map((cells, size) => cells.subarray(0, found[size]));
  }

  /** @param {CanvasRenderingContext2D} context @param {Size} size */
  prepare(context, { width, height, ratio }) {
    const key = `${width} ${height} ${ratio}`;
    if (key === this.key) return;
    this.key = key;
    this.image = context.createImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.inks.clear();
    this.stamps = [
      ...DOTS.map(({ radius }) => spriteOf(radius * ratio, 0.9 * ratio, width)),
      ...[1.4, 2].map((radius) => solid(spriteOf(radius * ratio, 0, width))),
    ];
  }

  /** Each pixel of a stamp in one colour.
   * @param {number} kind @param {number[]} colour @param {number[]} paper */
  inksOf(kind, colour, paper) {
    const key = `${kind} ${colour} ${paper}`;
    const known = this.inks.get(key);
    if (known) return known;
    const { cover, rim } = this.stamps[kind];
    const bytes = new Uint8Array(cover.length * 4);
    for (let i = 0; i < cover.length; i += 1) {
      for (let c = 0; c < 3; c += 1)
        bytes[4 * i + c] = Math.round(colour[c] + ((paper[c] - colour[c]) * rim[i]) / 255);
      bytes[4 * i + 3] = cover[i];
    }
    const ink = new Uint32Array(bytes.buffer);
    this.inks.set(key, ink);
    return ink;
  }

  /** @param {Stamp} stamp @param {Uint32Array} ink @param {number} at */
  stamp({ offsets, cover }, ink, at) {
    const { pixels } = this;
    const { length } = offsets;
    for (let i = 0; i < length; i += 1) {
      const to = at + offsets[i];
      const below = pixels[to];
      const share = cover[i];
      if (share === 255 || below === 0) pixels[to] = ink[i];
      else pixels[to] = mixed(below, ink[i], share);
    }
  }
}

/** The colours of the families, and of the paper, in the theme of now. */
const inksNow = () =>
  [...FAMILIES.map((name) => `family-${name}`), 'paper'].map((name) => channels(cssColour(name)));

/** @param {Record<string, unknown>} a @param {Record<string, unknown>} b */
const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);

/** @param {Int32Array} cells */
function doubled(cells) {
  const found = new Int32Array(2 * cells.length);
  found.set(cells);
  return found;
}

/** @param {Size} size @param {number} edge */
function boxOf({ width, height, ratio }, edge) {
  const cut = Math.floor(edge * ratio);
  return { x: cut, y: cut, width: width - 2 * cut, height: height - 2 * cut };
}

/** The ground below a canvas.
 * @param {L.Map} map @param {{x: number, y: number, pad: number}} size
 * @returns {import('#app/marks/dotgrid').Ground} */
export function groundOf(map, { x, y, pad }) {
  const zero = map.latLngToContainerPoint([0, 0]);
  return {
    scale: 256 * 2 ** map.getZoom(),
    left: zero.x + pad,
    top: zero.y + pad,
    columns: Math.ceil((x + 2 * pad) / CELL),
    lines: Math.ceil((y + 2 * pad) / CELL),
  };
}

/** With more events than this in view, they are dots; with fewer, each has its shape. */
export const LIMIT = 1500;
/** Up to four times as many have a shape where they lie on so few spots. */
export const SPOTS = 400;

/** What the sizes of dots mean, for the key.
 * @param {import('#app/types').App} app */
export function dotKey(app) {
  const { lang } = app.store.state();
  const marks = DOTS.flatMap(({ least, radius }, i) => [
    svg('circle', { cx: 22 + i * 46, cy: 11, r: radius, class: 'cm-dot' }),
    svg(
      'text',
      { x: 22 + i * 46, y: 32, 'text-anchor': 'middle', class: 'cm-size-text' },
      `${numberText(least, lang)}${i ? '+' : ''}`,
    ),
  ]);
  const more = el('p', { class: 'cm-aside' }, app.t('key.dots.more'));
  return keyFigure(app.t('key.dots'), 0, 36, marks, more);
}
