/** Where events lie in the layers, from packed columns; pure. */
/** @import {Join} from '#app/types' */
/** @import {Packed} from '#app/unpack' */
import { firstAbove } from '#app/clock';
import { lazyList } from '#app/lazy';

/** @param {Packed} packed @returns {Join[][]} */
export function joinsColumn(packed) {
  const layers = packed.head.joins.map((/** @type {any} */ layer) => reader(packed, layer));
  return lazyList(packed.rows, (row) =>
    layers.map((/** @type {any} */ read) => read(row)).filter((/** @type {any} */ join) => join),
  );
}

/** @param {Packed} packed @param {any} layer @returns {(row: number) => Join | null} */
function reader(packed, layer) {
  const steps = packed.ints(layer.row);
  const rows = new Int32Array(steps.length);
  let at = -1;
  for (let i = 0; i < steps.length; i += 1) {
    at += steps[i] + 1;
    rows[i] = at;
  }
  const [what, share] = [packed.ints(layer.what), packed.ints(layer.share)];
  const texts = packed.texts[layer.texts];
  const along = ['chainage_m', 'offset_m']
    .filter((key) => layer[key])
    .map((key) => /** @type {const} */ ([key, packed.read(layer[key])]));
  return (row) => {
    const i = firstAbove(rows, row - 1);
    if (rows[i] !== row) return null;
    const [, area, certainty, border] = /^([^]*)\|(\w+)\|([01])$/.exec(texts[what[i]]) ?? [];
    const join = /** @type {any} */ ({
      layer: layer.layer, area, certainty, share: (1000 - share[i]) / 1000,
      border_uncertain: border === '1',
    });
    for (const [key, values] of along) if (!Number.isNaN(values[i])) join[key] = values[i];
    return join;
  };
}
