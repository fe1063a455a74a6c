/** The page's own deflate reader gives what zlib gives, and ends on whatever is broken. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { constants, deflateSync } from 'node:zlib';
import { inflate } from '../../../maps/app/util/inflate.js';

/** Numbers by chance, from a seed (mulberry32). */
function chance(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}

/** Bytes of few or many values, with or without repeats. */
function content(pick) {
  const bytes = new Uint8Array(pick(4) === 0 ? pick(70_000) : pick(600));
  const values = 1 + pick(256);
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = i > 40 && pick(3) ? bytes[i - 1 - pick(40)] : pick(values);
  return bytes;
}

const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_FILTERED,
  constants.Z_FIXED, constants.Z_RLE];

test('streams of every strategy and level are read as zlib reads them', () => {
  const pick = chance(1);
  for (let i = 0; i < 400; i += 1) {
    const bytes = content(pick);
    const packed = deflateSync(bytes, { level: pick(10), strategy: STRATEGIES[i % STRATEGIES.length] });
    assert.deepEqual(Buffer.from(inflate(packed)), Buffer.from(bytes), `stream ${i}`);
  }
});

// With the tables that deflate has for short texts, zeros behind the end would be read as its mark.
test('a stream with tables of its own that is cut off is refused', () => {
  const pick = chance(3);
  const words = Array.from({ length: 900 }, () => 'abcdefghijklmnopqrstuvwxyz'.slice(pick(20)).slice(0, 6));
  const packed = deflateSync(Buffer.from(words.join(' ')));
  for (let length = 0; length < packed.length - 8; length += 1)
    assert.throws(() => inflate(packed.subarray(0, length)), /A packed block of this page is/);
});

test('changed bytes end in bytes or in a refusal, soon', () => {
  const pick = chance(2);
  const began = performance.now();
  for (let i = 0; i < 600; i += 1) {
    const packed = Uint8Array.from(deflateSync(content(chance(i % 50))));
    if (packed.length) packed[pick(packed.length)] ^= 1 << pick(8);
    try {
      assert.ok(inflate(packed) instanceof Uint8Array);
    } catch (error) {
      assert.match(error.message, /A packed block of this page is/, `stream ${i}`);
    }
  }
  assert.ok(performance.now() - began < 60_000);
});
