/** Where events lie in the layers, from packed columns; pure. */
/** @import {Join, LayerJoins, Packed} from '#app/types' */
import { firstAbove } from '#app/util/clock';
import { lazyList } from '#app/util/lazy';

/** Steps between two rows of the index of a layer. */
const SKIP = 512;

/** @param {Packed} packed @returns {Join[][]} */
export function joinsColumn(packed) {
  const readers = packed.head.joins.map((/** @type {any} */ layer) => reader(packed, layer));
  return lazyList(packed.rows, (row) =>
    readers.flatMap((/** @type {(row: number) => Join | null} */ read) => read(row) ?? []),
  );
}

/** The joins of one layer, all of them: their rows, in order, and what they say.
 * @param {Packed} packed @param {any} layer @returns {LayerJoins} */
export function joinsOfLayer(packed, layer) {
  const steps = packed.ints(layer.row);
  const rows = new Int32Array(steps.length);
  let at = -1;
  for (let i = 0; i < steps.length; i += 1) {
    at += steps[i] + 1;
    rows[i] = at;
  }
  const along = (/** @type {string} */ key) => (layer[key] ? packed.read(layer[key]) : null);
  return {
    layer: layer.layer,
    rows,
    codes: packed.ints(layer.what),
    kinds: packed.texts[layer.texts].map(kindOf),
    chainage: along('chainage_m'),
    offset: along('offset_m'),
  };
}

/** @param {string} text @returns {LayerJoins['kinds'][number]} */
function kindOf(text) {
  const [, area, certainty, border] = /^([^]*)\|(\w+)\|([01])$/.exec(text) ?? [];
  return { area, certainty: /** @type {any} */ (certainty), border: border === '1' };
}

/** Reads the join of one row: nothing is kept but where each SKIP-th stands.
 * @param {Packed} packed @param {any} layer @returns {(row: number) => Join | null} */
function reader(packed, layer) {
  const { n } = layer.row;
  const marks = new Int32Array(Math.ceil(n / SKIP));
  let at = -1;
  for (let i = 0; i < n; i += 1) {
    at += packed.int(layer.row, i) + 1;
    if (i % SKIP === 0) marks[i / SKIP] = at;
  }
  return (row) => {
    const mark = firstAbove(marks, row) - 1;
    if (mark < 0) return null;
    let i = mark * SKIP;
    for (let found = marks[mark]; found < row; found += packed.int(layer.row, i) + 1) {
      i += 1;
      if (i === n) return null;
      if (found + packed.int(layer.row, i) + 1 > row) return null;
    }
    return joinAt(packed, layer, i);
  };
}

/** @param {Packed} packed @param {any} layer @param {number} i @returns {Join} */
function joinAt(packed, layer, i) {
  const { area, certainty, border } = kindOf(packed.texts[layer.texts][packed.int(layer.what, i)]);
  /** @type {Join} */
  const join = {
    layer: layer.layer, area, certainty, share: (1000 - packed.int(layer.share, i)) / 1000,
    border_uncertain: border,
  };
  for (const key of /** @type {const} */ (['chainage_m', 'offset_m'])) {
    const code = layer[key] ? packed.int(layer[key], i) : 0;
    if (code) join[key] = code + layer[key].base - 1;
  }
  return join;
}
