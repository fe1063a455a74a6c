/** What is read for every event on each change: numbers and codes in one block of memory each.
 * The same for events that came as readable lists and for packed ones. */
/** @import {EventColumns, Hot, Num} from '#app/types' */
/** @import {Coded, Packed} from '#app/unpack' */
import { fold, matches } from '#app/search';
import { textColumn } from '#app/unpacktext';

/** @param {ArrayLike<number>} lat @param {ArrayLike<number>} lon degrees; NaN without a place
 * @returns {{x: Float64Array, y: Float64Array}} in widths of the world, y down, 0 at 0° 0° */
function projected(lat, lon) {
  const [x, y] = [new Float64Array(lat.length), new Float64Array(lat.length)];
  for (let row = 0; row < lat.length; row += 1) {
    const north = Math.max(-85.0511287798, Math.min(85.0511287798, lat[row]));
    x[row] = lon[row] / 360;
    y[row] = -Math.log(Math.tan(Math.PI / 4 + (north * Math.PI) / 360)) / (2 * Math.PI);
  }
  return { x, y };
}

/** @param {Num[]} values */
const known = (values) => Float64Array.from(values, (value) => value ?? NaN);

/** @param {EventColumns} events @param {() => string[]} haystack @returns {Hot} */
export function hotOf(events, haystack) {
  /** @type {Map<string, Coded>} */
  const made = new Map();
  const points = projected(known(events.lat), known(events.lon));
  return {
    ...points,
    rows: events.id.length,
    number: (name) => known(/** @type {any} */ (events)[name]),
    codes(name) {
      const found = made.get(name) ?? coded(/** @type {any} */ (events)[name]);
      made.set(name, found);
      return found;
    },
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

/** @param {Packed} packed @param {{lat: Float64Array, lon: Float64Array}} points
 * @param {EventColumns} events @param {(text: string) => string} names further names of a place
 * @returns {Hot} */
export function hotOfPacked(packed, points, events, names) {
  const kindOf = (/** @type {string} */ name) => packed.head.columns[name].k;
  /** @type {Map<string, Coded>} */
  const made = new Map();
  return {
    ...projected(points.lat, points.lon),
    rows: packed.rows,
    number: (name) => packed.number(name),
    codes(name) {
      if (kindOf(name) === 'dict') return packed.codes(name);
      const found = made.get(name) ?? coded(/** @type {any} */ (events)[name]);
      made.set(name, found);
      return found;
    },
    search(query) {
      const all = new Uint8Array(packed.rows).fill(1);
      for (const word of fold(query).split(' ')) {
        const one = wordRows(packed, events, word, names);
        for (let row = 0; row < all.length; row += 1) all[row] &= one[row];
      }
      return all;
    },
  };
}

/** Rows in which a word of the query stands: in the title, the actors, the places, or the id.
 * @param {Packed} packed @param {EventColumns} events @param {string} word folded
 * @param {(text: string) => string} names @returns {Uint8Array} */
function wordRows(packed, events, word, names) {
  const marks = new Uint8Array(packed.rows);
  const { columns } = packed.head;
  for (const name of ['title', 'place', 'place_hy', 'place_az', 'actor_a', 'actor_b', 'id']) {
    if (columns[name].k === 'text') {
      textColumn(packed, name).search((text) => fold(text).includes(word), marks);
    } else if (columns[name].k === 'numbered') {
      markIds(packed, events.id, word, marks);
    } else {
      const { codes, texts } = packed.codes(name);
      const found = Uint8Array.from(texts, (text) =>
        Number((fold(text) + (name.startsWith('place') ? names(text) : '')).includes(word)),
      );
      if (!found.includes(1)) continue;
      for (let row = 0; row < codes.length; row += 1) marks[row] |= found[codes[row]];
    }
  }
  return marks;
}

/** Ids are put together only for a word that one of them may hold.
 * @param {Packed} packed @param {string[]} ids @param {string} word @param {Uint8Array} marks */
function markIds(packed, ids, word, marks) {
  const heads = packed.texts.id.map(fold);
  if (!/\d/.test(word) && !heads.some((head) => head.includes(word))) return;
  for (let row = 0; row < marks.length; row += 1)
    if (!marks[row] && fold(ids[row]).includes(word)) marks[row] = 1;
}
