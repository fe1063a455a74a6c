/** Free text of packed events: numbers of words, in pieces that are opened when they are read. */
/** @import {Packed} from '#app/types' */
import { bytesOf, inflate } from '#app/util/inflate';
import { lazyList } from '#app/util/lazy';

const SHORT = 192;
/** Pieces that stay open, of each column. */
const KEPT = 12;

/** @typedef {{starts: Uint32Array, codes: Uint16Array, rare: string[],
 *   rareBefore: Uint32Array | null}} Piece words of each row; 0 is the next rare word */

/** @param {Packed} packed @param {string} name */
export function textColumn(packed, name) {
  const { head, rows } = packed;
  const ends = [0];
  for (const length of head.columns[name].lengths) ends.push(ends[ends.length - 1] + length);
  const text = packed.block(`text-${name}`);
  /** @type {Map<number, Piece>} */
  const open = new Map();
  const piece = (/** @type {number} */ i) => {
    let found = open.get(i);
    if (!found) {
      const size = Math.min(head.block, rows - i * head.block);
      found = pieceOf(inflate(bytesOf(text.slice(ends[i], ends[i + 1]))), size);
      if (open.size >= KEPT) open.delete(/** @type {number} */ (open.keys().next().value));
      open.set(i, found);
    }
    return found;
  };
  const words = packed.texts.words;
  return {
    list: lazyList(rows, (row) =>
      textOf(piece(Math.floor(row / head.block)), row % head.block, words),
    ),
    /** Mark the rows whose text holds a piece of a word, piece by piece.
     * @param {(word: string) => boolean} holds @param {Uint8Array} marks
     * @returns {Generator<void>} */
    *search(holds, marks) {
      const known = Uint8Array.from([0, ...words.map((word) => Number(holds(word)))]);
      for (let i = 0; i < ends.length - 1; i += 1) {
        const size = Math.min(head.block, rows - i * head.block);
        const one = open.get(i) ?? pieceOf(inflate(bytesOf(text.slice(ends[i], ends[i + 1]))), size);
        searchPiece(one, known, holds, marks, i * head.block);
        yield;
      }
    },
  };
}

/** @param {Uint8Array} bytes @param {number} size rows @returns {Piece} */
function pieceOf(bytes, size) {
  const width = bytes[0];
  const starts = new Uint32Array(size + 1);
  let at = 1;
  for (let row = 0; row < size; row += 1, at += width) {
    let length = 0;
    for (let i = width - 1; i >= 0; i -= 1) length = length * 256 + bytes[at + i];
    starts[row + 1] = starts[row] + length;
  }
  const codes = new Uint16Array(starts[size]);
  let second = at + codes.length;
  for (let i = 0; i < codes.length; i += 1) {
    const first = bytes[at + i];
    if (first < SHORT) codes[i] = first;
    else {
      codes[i] = SHORT + (first - SHORT) * 256 + bytes[second];
      second += 1;
    }
  }
  const rare = JSON.parse(new TextDecoder().decode(bytes.subarray(second)));
  return { starts, codes, rare, rareBefore: null };
}

/** @param {Piece} piece @param {number} row in the piece @param {string[]} words */
function textOf(piece, row, words) {
  const { starts, codes, rare } = piece;
  let next = rareBefore(piece)[row];
  let text = '';
  for (let i = starts[row]; i < starts[row + 1]; i += 1) {
    if (i > starts[row]) text += ' ';
    if (codes[i]) text += words[codes[i] - 1];
    else {
      text += rare[next];
      next += 1;
    }
  }
  return text;
}

/** How many rare words stand before each row.
 * @param {Piece} piece */
function rareBefore(piece) {
  if (piece.rareBefore) return piece.rareBefore;
  const { starts, codes } = piece;
  const found = new Uint32Array(starts.length);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    found[row + 1] = found[row];
    for (let i = starts[row]; i < starts[row + 1]; i += 1) if (!codes[i]) found[row + 1] += 1;
  }
  piece.rareBefore = found;
  return found;
}

/** @param {Piece} piece @param {Uint8Array} known @param {(word: string) => boolean} holds
 * @param {Uint8Array} marks @param {number} from the first row */
function searchPiece({ starts, codes, rare }, known, holds, marks, from) {
  const found = rare.map(holds);
  let next = 0;
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let i = starts[row]; i < starts[row + 1]; i += 1) {
      if (codes[i] ? known[codes[i]] : found[next]) marks[from + row] = 1;
      if (!codes[i]) next += 1;
    }
  }
}
