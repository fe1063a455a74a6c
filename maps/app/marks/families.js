/** The family of each event as a number, made once. */
/** @import {App} from '#app/types' */
import { FAMILIES } from '#app/marks/palette';

/** @type {WeakMap<App['data'], Uint8Array>} */
const made = new WeakMap();

/** @param {Pick<App, 'data' | 'styles'>} app @returns {Uint8Array} by row, its place in FAMILIES */
export function familyRows({ data, styles }) {
  const known = made.get(data);
  if (known) return known;
  const { codes, texts } = data.columns.codes('type');
  const family = texts.map((type) => FAMILIES.indexOf(styles.get(type)?.family ?? 'other'));
  const found = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) found[row] = family[codes[row]];
  made.set(data, found);
  return found;
}
