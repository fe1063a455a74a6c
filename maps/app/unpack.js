/** Packed events of a big page: the columns that `#app/types` describes, made when they are read.
 * Each event's texts stay packed until somebody reads them. */
/** @import {EventColumns, Num} from '#app/types' */
import { toIso } from '#app/clock';
import { bytesOf, inflate, inflateFast } from '#app/inflate';
import { lazyList, lazyMember } from '#app/lazy';
import { textColumn } from '#app/unpacktext';
import { joinsColumn } from '#app/unpackjoins';

/** @typedef {Uint8Array | Uint16Array | Uint32Array | Float64Array} Ints */
/** @typedef {{codes: Ints, texts: string[]}} Coded */

/** Columns that are read for every event, not only for those that somebody looks at. */
const SCANNED = ['type', 'role', 'status', 'part_of', 'where', 'low', 'best', 'high', 'start', 'end'];

/** Columns whose texts are lists. */
const LISTS = ['where', 'sources', 'article'];
/** @param {string} text */
const items = (text) => text.split(/\s+/).filter(Boolean);

/** The packed blocks of a page, as they come out of it. */
export class Packed {
  /** @param {any} head @param {Uint8Array} core @param {Record<string, string[]>} texts
   * @param {(name: string) => string} block base64 of a block by name */
  constructor(head, core, texts, block) {
    this.head = head;
    this.rows = /** @type {number} */ (head.rows);
    this.core = core;
    this.texts = texts;
    this.block = block;
    /** @type {Map<string, Float64Array>} */
    this.numbers = new Map();
    /** @type {Map<string, Coded>} */
    this.coded = new Map();
    this.place = this.ints(head.columns.point.code);
  }

  /** Whole numbers from 0 up, in the smallest array that holds them.
   * @param {{at: number, w: number, n: number}} where @returns {Ints} */
  ints({ at, w, n }) {
    if (w === 0) return new Uint8Array(n);
    if (w === 1) return this.core.subarray(at, at + n);
    const found = w === 2 ? new Uint16Array(n) : w <= 4 ? new Uint32Array(n) : new Float64Array(n);
    for (let plane = w - 1; plane >= 0; plane -= 1) {
      const from = at + plane * n;
      for (let i = 0; i < n; i += 1) found[i] = found[i] * 256 + this.core[from + i];
    }
    return found;
  }

  /** A column of numbers; NaN is not known.
   * @param {string} name @returns {Float64Array} */
  number(name) {
    const known = this.numbers.get(name);
    if (known) return known;
    const made = this.read(this.head.columns[name]);
    this.numbers.set(name, made);
    return made;
  }

  /** @param {any} column @returns {Float64Array} */
  read(column) {
    const raw = this.ints(column);
    const found = new Float64Array(column.k === 'steps' ? this.rows : raw.length);
    if (column.k === 'int') {
      for (let i = 0; i < raw.length; i += 1) found[i] = raw[i] ? raw[i] + column.base - 1 : NaN;
    } else if (column.k === 'steps') {
      found.fill(NaN);
      let sum = column.first;
      for (let i = 0; i < raw.length; i += 1) {
        sum += raw[i];
        found[column.head + i] = sum;
      }
    } else {
      const other = this.number(column.of);
      for (let i = 0; i < raw.length; i += 1) {
        const step = raw[i] % 2 ? -(raw[i] - 1) / 2 : (raw[i] - 2) / 2;
        const from = Number.isNaN(other[i]) ? 0 : other[i];
        found[i] = raw[i] === 0 ? other[i] : raw[i] === 1 ? NaN : from + step;
      }
    }
    return found;
  }

  /** A text column as numbers of its texts.
   * @param {string} name @returns {Coded} */
  codes(name) {
    const known = this.coded.get(name);
    if (known) return known;
    const column = this.head.columns[name];
    let codes = this.ints(column.code);
    if (column.usual) {
      const [usual, own] = [this.ints(column.usual), codes];
      codes = new (this.texts[name].length > 65535 ? Uint32Array : Uint16Array)(own.length);
      for (let i = 0; i < own.length; i += 1) codes[i] = own[i] ? own[i] - 1 : usual[this.place[i]];
    }
    const made = { codes, texts: this.texts[name] };
    this.coded.set(name, made);
    return made;
  }
}

/** @param {any} head @param {(name: string) => string} block @returns {Promise<Packed>} */
export async function openPacked(head, block) {
  const [core, texts] = await Promise.all([inflateFast(block('core')), inflateFast(block('texts'))]);
  return new Packed(head, core, JSON.parse(new TextDecoder().decode(texts)), block);
}

/** The same without the browser's streams, for tests.
 * @param {any} head @param {(name: string) => string} block */
export function openPackedNow(head, block) {
  const [core, texts] = ['core', 'texts'].map((name) => inflate(bytesOf(block(name))));
  return new Packed(head, core, JSON.parse(new TextDecoder().decode(texts)), block);
}

/** Coordinates in degrees by row; NaN without a place.
 * @param {Packed} packed @returns {{lat: Float64Array, lon: Float64Array}} */
export function degrees({ head, place, rows, ints, core }) {
  const { point } = head.columns;
  const [lat, lon] = /** @type {const} */ (['lat', 'lon']).map((key) => {
    const values = ints.call({ core }, point[key]);
    const { base, unit } = point[key];
    const found = new Float64Array(rows);
    let own = point.shared;
    for (let row = 0; row < rows; row += 1) {
      const code = place[row];
      if (code === 1) found[row] = NaN;
      else {
        const at = code === 0 ? own : code - 2;
        if (code === 0) own += 1;
        found[row] = (values[at] * unit + base) / 1e6 - (key === 'lat' ? 90 : 180);
      }
    }
    return found;
  });
  return { lat, lon };
}

/** @param {Packed} packed @param {{lat: Float64Array, lon: Float64Array}} points
 * @returns {EventColumns} */
export function columnsOf(packed, points) {
  const { rows, head } = packed;
  const events = /** @type {any} */ ({});
  const one = (/** @type {number} */ value) =>
    Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6;
  events.lat = lazyList(rows, (row) => one(points.lat[row]));
  events.lon = lazyList(rows, (row) => one(points.lon[row]));
  for (const [name, column] of Object.entries(head.columns)) {
    if (name !== 'point') lazyMember(events, name, () => columnOf(packed, name, column));
  }
  lazyMember(events, 'joins', () => joinsColumn(packed));
  return events;
}

/** @param {Packed} packed @param {string} name @param {any} column @returns {unknown[]} */
function columnOf(packed, name, column) {
  const isList = LISTS.includes(name);
  if (column.k === 'text') {
    const { list } = textColumn(packed, name);
    return isList ? lazyList(packed.rows, (row) => items(list[row])) : list;
  }
  if (column.k === 'numbered') return idColumn(packed).list;
  if (column.k === 'when') return whenColumn(packed, column);
  if (column.k === 'dict') {
    const { codes, texts } = packed.codes(name);
    const values = isList ? texts.map(items) : texts;
    if (!SCANNED.includes(name)) return lazyList(packed.rows, (row) => values[codes[row]]);
    const found = new Array(packed.rows);
    for (let row = 0; row < found.length; row += 1) found[row] = values[codes[row]];
    return found;
  }
  const numbers = packed.number(name);
  if (!SCANNED.includes(name))
    return lazyList(packed.rows, (row) => (Number.isNaN(numbers[row]) ? null : numbers[row]));
  /** @type {Num[]} */
  const found = new Array(packed.rows);
  for (let row = 0; row < found.length; row += 1)
    found[row] = Number.isNaN(numbers[row]) ? null : numbers[row];
  return found;
}

/** Ids that are a text and a number; ROW_OF finds the row of one.
 * @param {Packed} packed */
export function idColumn(packed) {
  const { number: at, width } = packed.head.columns.id;
  const { codes, texts } = packed.codes('id');
  const raw = packed.ints(at);
  const numbers = new Float64Array(raw.length);
  let sum = 0;
  for (let i = 0; i < raw.length; i += 1) {
    if (at.steps) sum += raw[i] % 2 ? -(raw[i] + 1) / 2 : raw[i] / 2;
    numbers[i] = at.steps ? sum : raw[i];
  }
  const idOf = (/** @type {number} */ row) =>
    texts[codes[row]] + String(numbers[row]).padStart(width, '0');
  return {
    list: lazyList(packed.rows, idOf),
    /** @param {string} id @returns {number | undefined} */
    rowOf(id) {
      const digits = /\d{1,15}$/.exec(id)?.[0] ?? '';
      for (let n = digits.length; n > 0; n -= 1) {
        const number = Number(id.slice(-n));
        for (let row = numbers.indexOf(number); row >= 0; row = numbers.indexOf(number, row + 1))
          if (idOf(row) === id) return row;
        if (width) break;
      }
      return undefined;
    },
  };
}

/** @param {Packed} packed @param {any} column */
function whenColumn(packed, column) {
  const [start, end, kinds] = [packed.number('start'), packed.number('end'), packed.ints(column.kind)];
  const { codes, texts } = packed.codes('when');
  return lazyList(packed.rows, (row) => {
    if (kinds[row] === 2) return texts[codes[row]];
    const first = toIso(start[row]);
    return kinds[row] === 0 ? first : `${first}/${toIso(end[row] - 1)}`;
  });
}

