/** Many events drawn as dots: one for each place on the screen, larger for more events, in the
 * colour of the family that most of them belong to. Written as pixels, not as shapes. */
/** @import {DotGrid} from '#app/dotgrid' */
import { CELL } from '#app/dotgrid';
import { cssColour, FAMILIES } from '#app/palette';

/** Least counts of the sizes of dots, and their radii in pixels. */
export const DOTS = [
  { least: 1, radius: 2.4 },
  { least: 10, radius: 3.3 },
  { least: 100, radius: 4.6 },
  { least: 1000, radius: 6.4 },
];

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
    /** @type {Stamp[]} */
    this.stamps = [];
    /** @type {Map<string, Uint32Array>} */
    this.inks = new Map();
  }

  /** @param {CanvasRenderingContext2D} context @param {DotGrid} grid @param {Size} size */
  paint(context, grid, size) {
    this.prepare(context, size);
    this.pixels.fill(0);
    const { counts, ground } = grid;
    /** @type {number[][]} */
    const bySize = DOTS.map(() => []);
    for (let at = 0; at < counts.length; at += 1)
      if (counts[at] > 0) bySize[sizeOf(counts[at])].push(at);
    const families = FAMILIES.map((name) => channels(context, cssColour(`family-${name}`)));
    const paper = channels(context, cssColour('paper'));
    const edge = Math.ceil((DOTS[3].radius + 1.5) * size.ratio);
    bySize.forEach((cells, kind) => {
      const inks = families.map((colour) => this.inksOf(kind, colour, paper));
      for (const at of cells) {
        const x = Math.round(((at % ground.columns) + 0.5) * CELL * size.ratio);
        const y = Math.round((Math.floor(at / ground.columns) + 0.5) * CELL * size.ratio);
        if (x < edge || y < edge || x >= size.width - edge || y >= size.height - edge) continue;
        this.stamp(this.stamps[kind], inks[grid.kindOf(at)], y * size.width + x);
      }
    });
    context.putImageData(/** @type {ImageData} */ (this.image), 0, 0);
  }

  /** @param {CanvasRenderingContext2D} context */
  again(context) {
    if (this.image) context.putImageData(this.image, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} context @param {Size} size */
  prepare(context, { width, height, ratio }) {
    const key = `${width} ${height} ${ratio}`;
    if (key === this.key) return;
    this.key = key;
    this.image = context.createImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.inks.clear();
    this.stamps = DOTS.map(({ radius }) => stampOf(radius * ratio, 0.9 * ratio, width));
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
    for (let i = 0; i < offsets.length; i += 1) {
      const to = at + offsets[i];
      const [below, share] = [pixels[to], cover[i]];
      if (share === 255 || below === 0) pixels[to] = ink[i];
      else pixels[to] = mixed(below, ink[i], share);
    }
  }
}

/** A pixel over another one: two channels at a time; the result covers as much as either.
 * @param {number} below @param {number} above @param {number} share 0 to 255 */
function mixed(below, above, share) {
  const part = share + 1;
  const [b0, b1] = [below & 0xff00ff, (below >>> 8) & 0xff];
  const [a0, a1] = [above & 0xff00ff, (above >>> 8) & 0xff];
  const red = (((b0 * (256 - part)) / 256 + (a0 * part) / 256) >>> 0) & 0xff00ff;
  const green = ((b1 * (256 - part) + a1 * part) >>> 8) & 0xff;
  const alpha = Math.max(below >>> 24, above >>> 24);
  return ((alpha << 24) | red | (green << 8)) >>> 0;
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
