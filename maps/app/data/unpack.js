/** Packed events of a big page: the columns that `#app/types` describes, made when they are read.
 * Each event's texts stay packed until somebody reads them. */
/** @import {Coded, EventColumns, Ints, NumberedIds, Numbers, Packed} from '#app/types' */
import { joinsColumn, joinsOfLayer } from '#app/data/unpackjoins';
import { fillLike, fillPlain, fillSteps } from '#app/data/unpacknumbers';
import { textColumn } from '#app/data/unpacktext';
import { toIso } from '#app/util/clock';
import { bytesOf, inflate, inflateFast } from '#app/util/inflate';
import { lazyList, lazyMember, once } from '#app/util/lazy';

/** Columns whose texts are lists. */
const LISTS = ['where', 'sources', 'article'];
/** @param {string} text */
const items = (text) => text.split(/\s+/).filter(Boolean);

/** The packed blocks of a page, as they come out of it.
 * @implements {Packed} */
class PackedBlocks {
  /** @param {any} head @param {Uint8Array} core @param {Record<string, string[]>} texts
   * @param {(name: string) => string} block base64 of a block by name */
  constructor(head, core, texts, block) {
    this.head = head;
    this.rows = /** @type {number} */ (head.rows);
    this.core = core;
    this.texts = texts;
    this.block = block;
    /** @type {Map<string, Numbers>} */
    this.numbers = new Map();
    /** @type {Map<string, Coded>} */
    this.coded = new Map();
    this.place = this.ints(head.columns.point.code);
    /** @type {() => NumberedIds} */
    this.ids = once(() => idColumn(this));
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

  /** The same, of one row.
   * @param {{at: number, w: number, n: number}} where @param {number} i */
  int({ at, w, n }, i) {
    let found = 0;
    for (let plane = w - 1; plane >= 0; plane -= 1) found = found * 256 + this.core[at + plane * n + i];
    return found;
  }

  /** Where events lie in layers: read anew each time, and not kept. */
  joins() {
    return this.head.joins.map((/** @type {any} */ layer) => joinsOfLayer(this, layer));
  }

  /** A column of numbers; NaN is not known.
   * @param {string} name @returns {Numbers} */
  number(name) {
    const known = this.numbers.get(name);
    if (known) return known;
    const made = this.read(this.head.columns[name]);
    this.numbers.set(name, made);
    return made;
  }

  /** @param {any} column @returns {Numbers} */
  read(column) {
    if (column.k === 'like' && column.w === 0) return this.number(column.of); // the same in each row
    const length = column.k === 'steps' ? this.rows : column.n;
    const small = new Float32Array(length);
    return this.fill(column, small) ? small : this.whole(column, new Float64Array(length));
  }

  /** @param {any} column @param {Float64Array} into */
  whole(column, into) {
    this.fill(column, into);
    return into;
  }

  /** Read a column into an array.
   * @param {any} column @param {Numbers} into
   * @returns {boolean} whether the array holds every number as it is */
  fill(column, into) {
    const raw = this.ints(column);
    if (column.k === 'int') return fillPlain(raw, column.base, into);
    if (column.k === 'steps') return fillSteps(raw, column, into);
    return fillLike(raw, this.number(column.of), into);
  }

  /** The number of a row's text. @param {any} column @param {number} row */
  code(column, row) {
    const own = this.int(column.code, row);
    if (!column.usual) return own;
    return own ? own - 1 : this.int(column.usual, this.place[row]);
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
  return new PackedBlocks(head, core, JSON.parse(new TextDecoder().decode(texts)), block);
}

/** The same without the browser's streams, for tests.
 * @param {any} head @param {(name: string) => string} block @returns {Packed} */
export function openPackedNow(head, block) {
  const [core, texts] = ['core', 'texts'].map((name) => inflate(bytesOf(block(name))));
  return new PackedBlocks(head, core, JSON.parse(new TextDecoder().decode(texts)), block);
}

/** The places of packed events: which of them each row has, -1 for none, and where they are.
 * @param {Packed} packed
 * @returns {{place: Int32Array, count: number, lat: (place: number) => number,
 *   lon: (place: number) => number}} degrees by place */
export function placesOf(packed) {
  const { point } = packed.head.columns;
  const place = new Int32Array(packed.rows);
  let own = point.shared;
  for (let row = 0; row < place.length; row += 1) {
    const code = packed.place[row];
    place[row] = code === 0 ? own : code - 2; // 1, without a place, gives -1
    if (code === 0) own += 1;
  }
  const degrees = (/** @type {any} */ column, /** @type {number} */ zero) =>
    (/** @type {number} */ i) => (packed.int(column, i) * column.unit + column.base) / 1e6 - zero;
  return { place, count: point.lat.n, lat: degrees(point.lat, 90), lon: degrees(point.lon, 180) };
}

/** @param {Packed} packed @param {ReturnType<typeof placesOf>} places
 * @returns {EventColumns} */
export function columnsOf(packed, { place, lat, lon }) {
  const { rows, head } = packed;
  const events = /** @type {any} */ ({});
  const one = (/** @type {(place: number) => number} */ of, /** @type {number} */ at) =>
    at < 0 ? null : Math.round(of(at) * 1e6) / 1e6;
  events.lat = lazyList(rows, (row) => one(lat, place[row]));
  events.lon = lazyList(rows, (row) => one(lon, place[row]));
  for (const [name, column] of Object.entries(head.columns)) {
    if (name !== 'point') lazyMember(events, name, () => columnOf(packed, name, column));
  }
  lazyMember(events, 'joins', () => joinsColumn(packed));
  if (head.extra) {
    const named = (/** @type {string} */ name, /** @type {number} */ i) => [name, events[`extra-${i}`]];
    lazyMember(events, 'extra', () => head.extra.map(named));
  }
  return events;
}

/** @param {Packed} packed @param {string} name @param {any} column @returns {unknown[]} */
function columnOf(packed, name, column) {
  const isList = LISTS.includes(name);
  if (column.k === 'text') {
    const { list } = textColumn(packed, name);
    return isList ? lazyList(packed.rows, (row) => items(list[row])) : list;
  }
  if (column.k === 'numbered') return packed.ids().list;
  if (column.k === 'when') return whenColumn(packed, column);
  if (column.k === 'dict') {
    const texts = packed.texts[name];
    const values = isList ? texts.map(items) : texts;
    return lazyList(packed.rows, (row) => values[packed.code(column, row)]);
  }
  const numbers = packed.number(name);
  return lazyList(packed.rows, (row) => (Number.isNaN(numbers[row]) ? null : numbers[row]));
}

/** Ids that are a text and a number; ROW_OF finds the row of one.
 * @param {Packed} packed */
function idColumn(packed) {
  const { number: at, width } = packed.head.columns.id;
  const { codes, texts } = packed.codes('id');
  const raw = packed.ints(at);
  const numbers = at.steps ? summed(raw) : raw;
  const idOf = (/** @type {number} */ row) =>
    texts[codes[row]] + String(numbers[row]).padStart(width, '0');
  return {
    list: lazyList(packed.rows, idOf),
    heads: texts,
    codes,
    numbers,
    width,
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

/** @param {Ints} steps @returns {Float64Array} */
function summed(steps) {
  const found = new Float64Array(steps.length);
  let sum = 0;
  for (let i = 0; i < steps.length; i += 1) {
    sum += steps[i] % 2 ? -(steps[i] + 1) / 2 : steps[i] / 2;
    found[i] = sum;
  }
  return found;
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
