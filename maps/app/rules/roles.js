/** Which events are totals over others; pure. */
/** @import {Columns} from '#app/types' */

/** Is a role that of some event? The texts of a column are those that stand in it.
 * @param {Columns} columns @param {string} role */
export const hasRole = (columns, role) => columns.codes('role').texts.includes(role);

/** 1 for each row of a role.
 * @param {Columns} columns @param {string} role @returns {(row: number) => boolean} */
export function ofRole(columns, role) {
  const { codes, texts } = columns.codes('role');
  const code = texts.indexOf(role);
  return (row) => codes[row] === code;
}

/** Those of the rows that are single events.
 * @param {Columns} columns @param {number[]} rows @returns {number[]} */
export function singleRows(columns, rows) {
  const { texts } = columns.codes('role');
  return texts.length === 1 && texts[0] === 'event' ? rows : rows.filter(ofRole(columns, 'event'));
}

/** The types of events that are no total over others.
 * @param {Columns} columns @returns {Set<string>} */
export function singleTypes(columns) {
  const { codes, texts } = columns.codes('type');
  if (!hasRole(columns, 'aggregate')) return new Set(texts);
  const whole = ofRole(columns, 'aggregate');
  const found = new Uint8Array(texts.length);
  for (let row = 0; row < columns.rows; row += 1) if (!whole(row)) found[codes[row]] = 1;
  return new Set(texts.filter((_, code) => found[code]));
}
