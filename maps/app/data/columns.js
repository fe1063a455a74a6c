/** What is read for every event on each change: numbers and codes in one block of memory each.
 * The same for events that came as readable lists and for packed ones. */
/** @import {Coded, Columns, EventColumns, Join, LayerJoins, Num, Packed} from '#app/types' */
import { textColumn } from '#app/data/unpacktext';
import { fold, matches, typeText } from '#app/rules/search';
import { weightsOf } from '#app/rules/weights';
import { once } from '#app/util/lazy';

/** @param {number} count @param {(place: number) => number} lat
 * @param {(place: number) => number} lon degrees
 * @returns {{x: Float64Array, y: Float64Array}} in widths of the world, y down, 0 at 0° 0° */
function projected(count, lat, lon) {
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i += 1) {
    const north = Math.max(-85.0511287798, Math.min(85.0511287798, lat(i)));
    x[i] = lon(i) / 360;
    y[i] = -Math.log(Math.tan(Math.PI / 4 + (north * Math.PI) / 360)) / (2 * Math.PI);
  }
  return { x, y };
}

/** @param {Num[]} values */
const known = (values) => Float64Array.from(values, (value) => value ?? NaN);

/** The last value that was made for each key.
 * @template T @param {(key: string) => T} make @returns {(key: any) => T} */
function remembered(make) {
  /** @type {Map<string, T>} */
  const made = new Map();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}

/** @param {EventColumns} events @param {() => string[]} haystack @returns {Columns} */
export function columnsFrom(events, haystack) {
  const lists = /** @type {any} */ (events);
  return {
    ...projected(events.lat.length, (row) => events.lat[row] ?? NaN, (row) => events.lon[row] ?? NaN),
    place: Int32Array.from(events.lat, (lat, row) => (lat === null ? -1 : row)),
    rows: events.id.length,
    number: remembered((name) => known(lists[name])),
    weights: once(() => (events.stands_for ? weightsOf(events.stands_for) : null)),
    codes: remembered((name) => coded(lists[name])),
    joins: once(() => layerJoins(events.joins ?? [])),
    search: (query) => Uint8Array.from(haystack(), (text) => Number(matches(text, query))),
  };
}

/** @param {unknown[]} values texts, or lists of texts @returns {Coded} */
function coded(values) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const codes = Uint32Array.from(values, (value) => {
    const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
    const code = seen.get(text) ?? seen.size;
    seen.set(text, code);
    return code;
  });
  return { codes, texts: [...seen.keys()] };
}

/** Joins by layer, as typed columns.
 * @param {Join[][]} joins by row @returns {LayerJoins[]} */
function layerJoins(joins) {
  /** @type {Map<string, {row: number, join: Join}[]>} */
  const byLayer = new Map();
  for (const [row, found] of joins.entries()) {
    for (const join of found) {
      const known = byLayer.get(join.layer);
      if (known) known.push({ row, join });
      else byLayer.set(join.layer, [{ row, join }]);
    }
  }
  return [...byLayer].map(([layer, all]) => ({
    layer,
    rows: Int32Array.from(all, ({ row }) => row),
    codes: Uint32Array.from(all.keys()),
    kinds: all.map(({ join: { area, certainty, border_uncertain: border } }) => ({
      area, certainty, border: border === true,
    })),
    chainage: known(all.map(({ join }) => join.chainage_m ?? null)),
    offset: known(all.map(({ join }) => join.offset_m ?? null)),
  }));
}

/** @param {Packed} packed @param {ReturnType<typeof import('#app/data/unpack').placesOf>} places
 * @param {EventColumns} events @param {(text: string) => string} names further names of a place
 * @returns {Columns} */
export function columnsFromPacked(packed, places, events, names) {
  const own = remembered((name) => coded(/** @type {any} */ (events)[name]));
  return {
    ...projected(places.count, places.lat, places.lon),
    place: places.place,
    rows: packed.rows,
    number: (name) => packed.number(name),
    weights: once(() =>
      packed.head.columns.stands_for ? weightsOf(packed.number('stands_for')) : null,
    ),
    codes: (name) => (packed.head.columns[name]?.k === 'dict' ? packed.codes(name) : own(name)),
    joins: () => packed.joins(),
    ids: packed.head.columns.id.k === 'numbered' ? () => packed.ids() : undefined,
    ...searcher(packed, names),
  };
}

/** Masks of the last queries that are kept. */
const KEPT = 3;

/** @param {Packed} packed @param {(text: string) => string} names
 * @returns {Pick<Columns, 'search' | 'searching'>} */
function searcher(packed, names) {
  /** @type {Map<string, Uint8Array>} */
  const masks = new Map();
  function* searching(/** @type {string} */ query) {
    if (masks.has(query)) return;
    const all = new Uint8Array(packed.rows).fill(1);
    for (const word of fold(query).split(' ')) {
      const one = new Uint8Array(packed.rows);
      yield* markWord(packed, word, names, one);
      for (let row = 0; row < all.length; row += 1) all[row] &= one[row];
    }
    if (masks.size >= KEPT) masks.delete(/** @type {string} */ (masks.keys().next().value));
    masks.set(query, all);
  }
  return {
    searching,
    search(query) {
      for (const _ of searching(query)) void _;
      return /** @type {Uint8Array} */ (masks.get(query)).slice();
    },
  };
}

/** The columns that are searched. */
const SEARCHED = ['title', 'place', 'place_hy', 'place_az', 'actor_a', 'actor_b', 'id', 'type'];

/** Mark the rows in which a word stands: in the title, the actors, the places, the id or the type.
 * @param {Packed} packed @param {string} word folded
 * @param {(text: string) => string} names @param {Uint8Array} marks @returns {Generator<void>} */
function* markWord(packed, word, names, marks) {
  const { columns } = packed.head;
  for (const name of SEARCHED) {
    if (columns[name].k === 'text') {
      yield* textColumn(packed, name).search((text) => fold(text).includes(word), marks);
    } else if (columns[name].k === 'numbered') {
      markIds(packed, word, marks);
    } else {
      const { codes, texts } = packed.codes(name);
      const found = Uint8Array.from(texts, (text) =>
        Number(searchedText(name, text, names).includes(word)),
      );
      if (!found.includes(1)) continue;
      for (let row = 0; row < codes.length; row += 1) marks[row] |= found[codes[row]];
    }
    yield;
  }
}

/** @param {string} name @param {string} text @param {(text: string) => string} names */
function searchedText(name, text, names) {
  if (name === 'type') return typeText(text);
  return fold(text) + (name.startsWith('place') ? names(text) : '');
}

/** The beginnings of ids and their numbers are searched apart, and where they meet.
 * @param {Packed} packed @param {string} word @param {Uint8Array} marks */
function markIds(packed, word, marks) {
  const { heads, codes, numbers, width } = packed.ids();
  if (/^\d+$/.test(word)) markDigits(numbers, word, width, marks);
  const folded = heads.map((head) => fold(`${head}0`).slice(0, -1)); // a blank at its end stays
  const sure = folded.map((head) => head.includes(word));
  const rest = folded.map((head) => restsOf(head, word));
  if (!sure.includes(true) && rest.every((ends) => ends.length === 0)) return;
  const goesOn = (/** @type {number} */ row) => {
    const ends = rest[codes[row]];
    if (ends.length === 0) return false;
    const digits = String(numbers[row]).padStart(width, '0');
    return ends.some((end) => digits.startsWith(end));
  };
  for (let row = 0; row < marks.length; row += 1)
    if (!marks[row] && (sure[codes[row]] || goesOn(row))) marks[row] = 1;
}

/** What must follow a head so that a word stands at its end and goes on in the digits behind it.
 * @param {string} head @param {string} word */
function restsOf(head, word) {
  const found = [];
  for (let n = 1; n < word.length; n += 1)
    if (head.endsWith(word.slice(0, n)) && /^\d+$/.test(word.slice(n))) found.push(word.slice(n));
  return found;
}

/** Numbers in whose digits, filled up with zeros, a word of digits stands.
 * @param {ArrayLike<number>} numbers @param {string} word @param {number} width
 * @param {Uint8Array} marks */
function markDigits(numbers, word, width, marks) {
  const [unit, wanted] = [10 ** word.length, Number(word)];
  for (let row = 0; row < marks.length; row += 1) {
    let n = numbers[row];
    let left = 1;
    for (let power = 10; power <= n; power *= 10) left += 1;
    for (left = Math.max(left, width); left >= word.length && !marks[row]; left -= 1) {
      if (n - unit * Math.floor(n / unit) === wanted) marks[row] = 1; // a remainder takes longer
      n = Math.floor(n / 10);
    }
  }
}
