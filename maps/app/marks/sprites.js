/** The pixels of a dot, and how they lie over others. */

/** @typedef {{offsets: Int32Array, cover: Uint8Array, rim: Uint8Array}} Stamp pixels of a dot:
 *  where, how much of the pixel, and how much of that is rim */

/** @param {number} radius device pixels @param {number} rim @param {number} width of the picture
 * @returns {Stamp} */
export function spriteOf(radius, rim, width) {
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
export function solid({ offsets, cover, rim }) {
  const kept = [...offsets.keys()].filter((i) => cover[i] >= 128);
  return {
    offsets: Int32Array.from(kept, (i) => offsets[i]), cover: new Uint8Array(kept.length).fill(255),
    rim: Uint8Array.from(kept, (i) => rim[i]),
  };
}

/** @type {Map<string, number[]>} */
const known = new Map();

/** The pixels of a colour, opaque: as they lie in memory.
 * @param {string} colour @returns {number[]} r, g, b */
export function channels(colour) {
  const found = known.get(colour) ?? channelsOf(colour);
  known.set(colour, found);
  return found;
}

/** @param {string} colour @returns {number[]} */
function channelsOf(colour) {
  const probe = /** @type {CanvasRenderingContext2D} */ (
    document.createElement('canvas').getContext('2d')
  );
  probe.fillStyle = '#777';
  probe.fillStyle = colour;
  const hex = /^#(..)(..)(..)/.exec(probe.fillStyle);
  return hex ? hex.slice(1, 4).map((part) => parseInt(part, 16)) : [119, 119, 119];
}

/** A pixel over another one: two channels at a time; the result covers as much as either.
 * @param {number} below @param {number} above @param {number} share 0 to 255 */
export function mixed(below, above, share) {
  const part = share + 1;
  const rest = 256 - part;
  const red = ((below & 0xff) * rest + (above & 0xff) * part) >> 8;
  const green = ((below >>> 8) & 0xff) * rest + ((above >>> 8) & 0xff) * part;
  const blue = ((below >>> 16) & 0xff) * rest + ((above >>> 16) & 0xff) * part;
  const alpha = Math.max(below >>> 24, above >>> 24);
  return ((alpha << 24) | red | (green & 0xff00) | ((blue & 0xff00) << 8)) >>> 0;
}
