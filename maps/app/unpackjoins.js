/** Where events lie in the layers, from packed columns; pure. */
/** @import {Join, LayerJoins} from '#app/types' */
/** @import {Packed} from '#app/unpack' */
import { firstAbove } from '#app/clock';
import { lazyList } from '#app/lazy';

/** @param {Packed} packed @returns {Join[][]} */
export function joinsColumn(packed) {
  return lazyList(packed.rows, (row) =>
    packed.joins().flatMap((/** @type {LayerJoins} */ layer) => joinOf(layer, row) ?? []),
  );
}

/** The joins of one layer: their rows, in order, and what they say.
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
    share: packed.ints(layer.share),
    chainage: along('chainage_m'),
    offset: along('offset_m'),
  };
}

/** @param {string} text @returns {LayerJoins['kinds'][number]} */
function kindOf(text) {
  const [, area, certainty, border] = /^([^]*)\|(\w+)\|([01])$/.exec(text) ?? [];
  return { area, certainty: /** @type {any} */ (certainty), border: border === '1' };
}

/** @param {LayerJoins} layer @param {number} row @returns {Join | null} */
function joinOf({ layer, rows, codes, kinds, share, chainage, offset }, row) {
  const i = firstAbove(rows, row - 1);
  if (rows[i] !== row) return null;
  const { area, certainty, border } = kinds[codes[i]];
  /** @type {Join} */
  const join = { layer, area, certainty, share: (1000 - share[i]) / 1000, border_uncertain: border };
  if (chainage && !Number.isNaN(chainage[i])) join.chainage_m = chainage[i];
  if (offset && !Number.isNaN(offset[i])) join.offset_m = offset[i];
  return join;
}
