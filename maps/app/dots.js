/** Many events drawn as dots: one for each place on the screen, larger for more events, in the
 * colour of the family that most of them belong to. Written as pixels, not as shapes. */
/** @import {DotGrid} from '#app/dotgrid' */
import { CELL } from '#app/dotgrid';
import { el, svg } from '#app/dom';
import { numberText } from '#app/format';
import { keyFigure } from '#app/keyfigure';
import { cssColour, FAMILIES } from '#app/palette';

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

/** @typedef {{offsets: Int32Array, cover: Uint8Array, rim: Uint8Array}} Stamp pixels of a dot:
 *  where, how much of the pixel, and how much of that is rim */

/** @param {number} radius device pixels @param {number} rim @param {number} width of the picture
 * @returns {Stamp} */
function stampOf(radius, rim, width) {
  const [offsets, cover, rims] = [[], [], []].map(() => /** @type {number[]} */ ([]));
  const most = Math.ceil(radius + rim);
  for (let y = -most; y <= most; y += 1) {
    for (let x = -most; x <= most; x += 1) {
      const far = Math.hypot(x, y);
      const share = Math.max(0, Math.min(1, radius + rim + 0.5 - far));
      if (share === 0) continue;
      offsets.push(y * width + x);
      cover.push(Math.round(share * 255));
      rims.push(Math.round(Math.max(0, Math.min(1, far - radius + 0.5)) * 255));
    }
  }
  return {
    offsets: Int32Array.from(offsets), cover: Uint8Array.from(cover), rim: Uint8Array.from(rims),
  };
}

/** The same without soft edges: each pixel is covered or left out.
 * @param {Stamp} stamp @returns {Stamp} */
function solid({ offsets, cover, rim }) {
  const kept = [...offsets.keys()].filter((i) => cover[i] >= 128);
  return {
    offsets: Int32Array.from(kept, (i) => offsets[i]), cover: new Uint8Array(kept.length).fill(255),
    rim: Uint8Array.from(kept, (i) => rim[i]),
  };
}

/** The pixels of a colour, opaque: as they lie in memory.
 * @param {CanvasRenderingContext2D} context @param {string} colour @returns {number[]} r, g, b */
function channels(context, colour) {
  const probe = document.createElement('canvas').getContext('2d') ?? context;
  probe.fillStyle = '#777';
  probe.fillStyle = colour;
  const hex = /^#(..)(..)(..)/.exec(probe.fillStyle);
  return hex ? hex.slice(1, 4).map((part) => parseInt(part, 16)) : [119, 119, 119];
}

/** @typedef {{width: number, height: number, ratio: number}} Size of the canvas, device pixels */

export class DotPainter {
  constructor() {
    /** @type {ImageData | null} */
    this.image = null;
    this.pixels = new Uint32Array(0);
    this.key = '';
    this.box = { x: 0, y: 0, width: 0, height: 0 };
    /** @type {Stamp[]} */
    this.stamps = [];
    /** @type {Map<string, Uint32Array>} */
    this.inks = new Map();
  }

  /** @param {CanvasRenderingContext2D} context @param {DotGrid} grid @param {Size} size
   * @param {number} edge pixels of the canvas at each side that are left out */
  paint(context, grid, size, edge) {
    this.prepare(context, size);
    const box = boxOf(size, edge);
    for (let y = box.y; y < box.y + box.height; y += 1)
      this.pixels.fill(0, y * size.width + box.x, y * size.width + box.x + box.width);
    this.dots(context, grid, size, edge);
    this.box = box;
    this.again(context);
  }

  /** @param {CanvasRenderingContext2D} context @param {DotGrid} grid @param {Size} size
   * @param {number} skip pixels of the canvas at each side that are left out */
  dots(context, grid, size, skip) {
    const { ground } = grid;
    const bySize = cellsBySize(grid, Math.max(0, Math.floor(skip / CELL) - 3));
    const families = FAMILIES.map((name) => channels(context, cssColour(`family-${name}`)));
    const paper = channels(context, cssColour('paper'));
    const edge = Math.ceil((DOTS[3].radius + 1.5) * size.ratio);
    const dense = bySize[0].length + bySize[1].length > DENSE;
    bySize.forEach((cells, size_) => {
      const kind = dense && size_ < 2 ? DOTS.length + size_ : size_;
      const inks = families.map((colour) => this.inksOf(kind, colour, paper));
      for (const at of cells) {
        const x = Math.round(((at % ground.columns) + 0.5) * CELL * size.ratio);
        const y = Math.round((Math.floor(at / ground.columns) + 0.5) * CELL * size.ratio);
        if (x < edge || y < edge || x >= size.width - edge || y >= size.height - edge) continue;
        this.stamp(this.stamps[kind], inks[grid.kindOf(at)], y * size.width + x);
      }
    });
  }

  /** @param {CanvasRenderingContext2D} context */
  again(context) {
    const { x, y, width, height } = this.box;
    if (this.image) context.putImageData(this.image, 0, 0, x, y, width, height);
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
      ...DOTS.map(({ radius }) => stampOf(radius * ratio, 0.9 * ratio, width)),
      ...[1.4, 2].map((radius) => solid(stampOf(radius * ratio, 0, width))),
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

/** @param {Size} size @param {number} edge */
function boxOf({ width, height, ratio }, edge) {
  const cut = Math.floor(edge * ratio);
  return { x: cut, y: cut, width: width - 2 * cut, height: height - 2 * cut };
}

/** The occupied cells, those with few events first.
 * @param {DotGrid} grid @param {number} skip cells at each side that are left out */
function cellsBySize({ counts, ground: { columns, lines } }, skip) {
  /** @type {number[][]} */
  const found = DOTS.map(() => []);
  for (let line = skip; line < lines - skip; line += 1) {
    const last = (line + 1) * columns - skip;
    for (let at = line * columns + skip; at < last; at += 1)
      if (counts[at] > 0) found[sizeOf(counts[at])].push(at);
  }
  return found;
}

/** A pixel over another one: two channels at a time; the result covers as much as either.
 * @param {number} below @param {number} above @param {number} share 0 to 255 */
function mixed(below, above, share) {
  const part = share + 1;
  const rest = 256 - part;
  const red = ((below & 0xff) * rest + (above & 0xff) * part) >> 8;
  const green = ((below >>> 8) & 0xff) * rest + ((above >>> 8) & 0xff) * part;
  const blue = ((below >>> 16) & 0xff) * rest + ((above >>> 16) & 0xff) * part;
  const alpha = Math.max(below >>> 24, above >>> 24);
  return ((alpha << 24) | red | (green & 0xff00) | ((blue & 0xff00) << 8)) >>> 0;
}

/** The ground below a canvas.
 * @param {L.Map} map @param {{x: number, y: number, pad: number}} size
 * @returns {import('#app/dotgrid').Ground} */
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
