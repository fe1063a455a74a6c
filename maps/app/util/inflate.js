/** Deflate with the check of zlib, read at once: for small pieces that are needed now. Big ones go to
 * the browser's own `DecompressionStream`. RFC 1950 and 1951; pure. */

const LENGTH = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
  115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5,
  5, 0];
const FAR = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
  1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const FAR_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12,
  12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MOST = 15;
/** First byte of a stream of zlib; the largest prime below 2 ** 16, and the bytes that are summed
 * before the sums grow too large. */
const [ZLIB, PRIME, RUN] = [0x78, 65521, 3800];

const broken = () => new Error('A packed block of this page is broken.');

/** @typedef {{table: Uint16Array, bits: number}} Tree each entry: symbol * 16 + length of code */

/** A table that is looked up with the next bits of the stream.
 * @param {ArrayLike<number>} lengths @returns {Tree} */
function treeOf(lengths) {
  let bits = 1;
  const count = new Uint16Array(MOST + 1);
  for (let i = 0; i < lengths.length; i += 1) {
    count[lengths[i]] += 1;
    if (lengths[i] > bits) bits = lengths[i];
  }
  count[0] = 0;
  const next = new Uint16Array(MOST + 2);
  for (let i = 1; i <= MOST; i += 1) next[i + 1] = (next[i] + count[i]) << 1;
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol];
    if (length === 0) continue;
    let code = next[length];
    next[length] += 1;
    let turned = 0;
    for (let i = 0; i < length; i += 1, code >>= 1) turned = (turned << 1) | (code & 1);
    for (let at = turned; at < table.length; at += 1 << length) table[at] = symbol * 16 + length;
  }
  return { table, bits };
}

/** The bits of a stream, low bits first. */
class Bits {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.count = 0;
  }

  /** @param {number} n at most 16 */
  fill(n) {
    while (this.count < n) {
      this.held |= (this.bytes[this.at] ?? 0) << this.count;
      if (this.at > this.bytes.length + 4) throw new Error('A packed block of this page is cut off.');
      this.at += 1;
      this.count += 8;
    }
  }

  /** @param {number} n */
  take(n) {
    this.fill(n);
    const found = this.held & ((1 << n) - 1);
    this.held >>>= n;
    this.count -= n;
    return found;
  }

  /** @param {Tree} tree */
  symbol({ table, bits }) {
    this.fill(bits);
    const entry = table[this.held & ((1 << bits) - 1)];
    const length = entry & 15;
    if (length === 0) throw broken();
    this.held >>>= length;
    this.count -= length;
    return entry >> 4;
  }
}

const FIXED = [
  treeOf(Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  treeOf(new Uint8Array(30).fill(5)),
];

/** @param {Bits} bits @returns {Tree[]} of lengths and literals, of distances */
function readTrees(bits) {
  const [literals, fars, lengths] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const own = new Uint8Array(19);
  for (let i = 0; i < lengths; i += 1) own[ORDER[i]] = bits.take(3);
  const tree = treeOf(own);
  const all = new Uint8Array(literals + fars);
  for (let i = 0; i < all.length;) {
    const symbol = bits.symbol(tree);
    if (symbol < 16) {
      all[i] = symbol;
      i += 1;
      continue;
    }
    const value = symbol === 16 ? all[i - 1] : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    all.fill(value, i, i + times);
    i += times;
  }
  return [treeOf(all.subarray(0, literals)), treeOf(all.subarray(literals))];
}

/** @param {Uint8Array} bytes a stream of zlib @returns {Uint8Array} what its sum says it holds */
export function inflate(bytes) {
  const bits = new Bits(bytes);
  if (bits.take(8) !== ZLIB) throw broken();
  bits.take(8);
  const out = { bytes: new Uint8Array(Math.max(1024, bytes.length * 4)), length: 0 };
  for (let last = 0; !last;) {
    last = bits.take(1);
    const kind = bits.take(2);
    if (kind === 0) stored(bits, out);
    else coded(bits, out, kind === 1 ? FIXED : readTrees(bits));
  }
  const found = out.bytes.subarray(0, out.length);
  bits.take(bits.count & 7);
  const sum = [8, 8, 8, 8].reduce((all, n) => all * 256 + bits.take(n), 0);
  if (sum !== adler(found)) throw broken();
  return found;
}

/** The sum at the end of a stream of zlib. @param {Uint8Array} bytes */
function adler(bytes) {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length; a %= PRIME, b %= PRIME) {
    for (const end = Math.min(at + RUN, bytes.length); at < end; at += 1) {
      a += bytes[at];
      b += a;
    }
  }
  return b * 65536 + a;
}

/** @param {{bytes: Uint8Array, length: number}} out @param {number} more */
function room(out, more) {
  if (out.length + more <= out.bytes.length) return;
  const larger = new Uint8Array(2 * out.bytes.length + more);
  larger.set(out.bytes);
  out.bytes = larger;
}

/** @param {Bits} bits @param {{bytes: Uint8Array, length: number}} out */
function stored(bits, out) {
  bits.take(bits.count & 7);
  const length = bits.take(16);
  if ((bits.take(16) ^ length) !== 0xffff) throw broken();
  room(out, length);
  for (let i = 0; i < length; i += 1) out.bytes[out.length + i] = bits.take(8);
  out.length += length;
}

/** The loop in which the time goes: the state of the stream is held in variables of its own.
 * @param {Bits} bits @param {{bytes: Uint8Array, length: number}} out @param {Tree[]} trees */
function coded(bits, out, [literals, fars]) {
  const from = bits.bytes;
  const [table, width] = [literals.table, literals.bits];
  let { held, count, at } = bits;
  let { bytes, length } = out;
  for (;;) {
    while (count < width) {
      if (at > from.length + 4) throw new Error('A packed block of this page is cut off.');
      held |= (from[at] | 0) << count; // zeros behind the end
      at += 1;
      count += 8;
    }
    const entry = table[held & ((1 << width) - 1)];
    const size = entry & 15;
    if (size === 0) throw broken();
    held >>>= size;
    count -= size;
    const symbol = entry >> 4;
    if (length + 258 > bytes.length) {
      Object.assign(out, { bytes, length });
      room(out, 258);
      bytes = out.bytes;
    }
    if (symbol < 256) {
      bytes[length] = symbol;
      length += 1;
      continue;
    }
    Object.assign(bits, { held, count, at });
    if (symbol === 256) break;
    length = copied(bits, bytes, length, symbol - 257, fars);
    ({ held, count, at } = bits);
  }
  Object.assign(out, { bytes, length });
}

/** Copy what was said before.
 * @param {Bits} bits @param {Uint8Array} bytes @param {number} end @param {number} symbol
 * @param {Tree} fars @returns {number} the new end */
function copied(bits, bytes, end, symbol, fars) {
  const length = LENGTH[symbol] + bits.take(LENGTH_BITS[symbol]);
  const far = bits.symbol(fars);
  const from = end - FAR[far] - bits.take(FAR_BITS[far]);
  if (!(from >= 0 && length > 0)) throw broken();
  for (let i = 0; i < length; i += 1) bytes[end + i] = bytes[from + i];
  return end + length;
}

/** @param {string} text base64 @returns {Uint8Array} */
export function bytesOf(text) {
  const quick = /** @type {any} */ (Uint8Array).fromBase64; // newer browsers
  try {
    if (quick) return quick(text);
    const found = atob(text);
    const bytes = new Uint8Array(found.length);
    for (let i = 0; i < found.length; i += 1) bytes[i] = found.charCodeAt(i);
    return bytes;
  } catch {
    throw broken();
  }
}

/** The browser's own inflating, for the big streams at the start; ours where it has none.
 * @param {string} text base64 of a stream of zlib @returns {Promise<Uint8Array>} */
export async function inflateFast(text) {
  const bytes = bytesOf(text);
  const stream = ownStream();
  if (!stream) return inflate(bytes);
  try {
    const from = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(stream);
    return new Uint8Array(await new Response(from).arrayBuffer());
  } catch {
    throw broken();
  }
}

/** Null before Chrome 80, Firefox 113 and Safari 16.4. */
function ownStream() {
  try {
    return new DecompressionStream('deflate');
  } catch {
    return null;
  }
}
