/** Packed events are read as they were written, and no byte changes without a word. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { columnsOf, openPackedNow, placesOf } from '../../../maps/app/data/unpack.js';
import { bytesOf, inflate } from '../../../maps/app/util/inflate.js';
import { known, law } from './law.js';
import { packedBy } from './packer.js';

const BROKEN = /^A packed block of this page is (broken|cut off)\.$/;
const WORDS = Array.from({ length: 300 }, (_, i) => `w${i}`);
const big = (fc) => fc.oneof(fc.integer({ min: -300, max: 70000 }), fc.integer({ min: -(2 ** 40), max: 2 ** 40 }));
const spot = (fc) => fc.tuple(fc.integer({ min: -90e6, max: 90e6 }), fc.integer({ min: -180e6, max: 180e6 }));
const row = (fc) => fc.record({
  start: fc.integer({ min: -99999, max: 99999 }), end: known(fc, fc.integer({ min: -99999, max: 99999 })),
  best: known(fc, big(fc)), low: known(fc, big(fc)), type: fc.constantFrom('battle', 'mine', '', 'Լաչին'),
  title: fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom('rare', '"', '</script>', 'Şuşa', '\\')), { maxLength: 9 })
    .map((words) => words.join(' ')),
  head: fc.constantFrom('EV-', 'A'), number: fc.nat(99999), place: fc.oneof(fc.constant(null), fc.nat(1), spot(fc)),
});
const tables = (fc) => fc.tuple(
  fc.array(row(fc), { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 6 }), fc.nat(3), fc.nat(3),
  fc.tuple(spot(fc), spot(fc)),
);

/** The columns of rows, dated ones between rows with an open start and undated ones. */
function eventsOf(rows, before, after) {
  const sorted = [...rows].sort((a, b) => a.start - b.start);
  const open = (i) => i < before || i >= rows.length - after;
  const list = (key) => sorted.map((one) => one[key]);
  return {
    start: sorted.map(({ start }, i) => (open(i) ? null : start)), end: list('end'), best: list('best'), low: list('low'),
    type: list('type'), title: list('title'), place: list('place'), ids: sorted.map(({ head, number }) => [head, number]),
  };
}
const all = (list, rows) => Array.from({ length: rows }, (_, i) => list[i]);
const opened = ({ head, blocks }) => openPackedNow(head, (name) => blocks[name]);

law('what was packed is what is read, row by row', (fc) => [tables(fc)], ([rows, block, before, after, shared]) => {
  const events = eventsOf(rows, before, after);
  const made = packedBy(events, { words: WORDS, block, shared });
  const packed = opened(made);
  const read = columnsOf(packed, placesOf(packed));
  for (const key of ['start', 'end', 'best', 'low', 'type', 'title'])
    assert.deepEqual(all(read[key], rows.length), events[key], key);
  assert.deepEqual(all(read.id, rows.length), events.ids.map(([head, n]) => head + n));
  assert.deepEqual(all(read.where, rows.length), events.type.map((type, i) => `${type} ${i % 3}`.split(' ').filter(Boolean)));
  const places = events.place.map((one) => (one === null ? [null, null] : Array.isArray(one) ? one : shared[one]));
  for (const [axis, key] of [[0, 'lat'], [1, 'lon']])
    assert.deepEqual(all(read[key], rows.length).map((n) => (n === null ? null : Math.round(n * 1e6) + 0)),
      places.map((place) => (place[axis] === null ? null : place[axis] + 0)), key);
});

const [, CASE] = JSON.parse(readFileSync(new URL('../../parity/packed.json', import.meta.url)));
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const plainly = ({ head, blocks }) => {
  const packed = opened({ head, blocks });
  const read = columnsOf(packed, placesOf(packed));
  return Object.keys(read).map((key) => all(read[key], head.rows));
};
const WHOLE = plainly(CASE);

law('a character that is changed in a packed block is noticed, or changes nothing', (fc) => [
  fc.constantFrom(...Object.keys(CASE.blocks)), fc.nat(1e6), fc.constantFrom(...ALPHABET, '=', '<', ' '), fc.nat(40),
], (name, where, letter, cut) => {
  const block = CASE.blocks[name];
  const at = where % block.length;
  const changed = cut === 0 ? block.slice(0, at) : block.slice(0, at) + letter + block.slice(at + 1);
  if (changed === block) return;
  try {
    assert.deepEqual(plainly({ ...CASE, blocks: { ...CASE.blocks, [name]: changed } }), WHOLE);
  } catch (error) {
    assert.match(error.message, BROKEN);
  }
}, { runs: 500 });

law('bytes that are inflated are those that were deflated; others are refused', (fc) => [
  fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.array(fc.constantFrom(1, 2, 3), { maxLength: 9000 }).map((list) => Uint8Array.from(list))),
  fc.integer({ min: 0, max: 9 }), fc.nat(1e6), fc.integer({ min: 1, max: 255 }),
], (bytes, level, where, by) => {
  const packed = Uint8Array.from(deflateSync(bytes, { level }));
  assert.deepEqual(inflate(packed), bytes);
  const at = where % packed.length;
  packed[at] ^= by;
  try {
    assert.deepEqual(inflate(packed), bytes); // some bits say nothing of what is held
  } catch (error) {
    assert.match(error.message, BROKEN);
  }
});

law('any text is base64 or refused', (fc) => [fc.string({ unit: 'binary' })], (text) => {
  try {
    assert.ok(bytesOf(text) instanceof Uint8Array);
  } catch (error) {
    assert.match(error.message, BROKEN);
  }
});
