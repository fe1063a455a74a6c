/** Which events are totals over others; pure. */
/** @import {Columns} from '#app/types' */

/** Is a role that of some event? The texts of a column are those that stand in it.
 * @param {Columns} hot @param {string} role */
export const hasRole = (hot, role) => hot.codes('role').texts.includes(role);

/** 1 for each row of a role.
 * @param {Columns} hot @param {string} role @returns {(row: number) => boolean} */
export function ofRole(hot, role) {
  const { codes, texts } = hot.codes('role');
  const code = texts.indexOf(role);
  return (row) => codes[row] === code;
}

/** Those of the rows that are single events.
 * @param {Columns} hot @param {number[]} rows @returns {number[]} */
export function singleRows(hot, rows) {
  const { texts } = hot.codes('role');
  return texts.length === 1 && texts[0] === 'event' ? rows : rows.filter(ofRole(hot, 'event'));
}

/** The types of events that are no total over others.
 * @param {Columns} hot @returns {Set<string>} */
export function singleTypes(hot) {
  const { codes, texts } = hot.codes('type');
  if (!hasRole(hot, 'aggregate')) return new Set(texts);
  const whole = ofRole(hot, 'aggregate');
  const found = new Uint8Array(texts.length);
  for (let row = 0; row < hot.rows; row += 1) if (!whole(row)) found[codes[row]] = 1;
  return new Set(texts.filter((_, code) => found[code]));
}
