/** What there is among the events shown, for the key; pure. */
/** @import {Columns} from '#app/types' */
import { countTexts } from '#app/rules/filter';
import { hasRole, ofRole } from '#app/rules/roles';

/** @param {Columns} columns @param {number[]} rows
 * @param {boolean} [sized] whether sizes go with a column of the author's, not with the dead */
export function keyContent(columns, rows, sized = false) {
  const whole = ofRole(columns, 'aggregate');
  const some = hasRole(columns, 'aggregate');
  const single = some ? rows.filter((row) => !whole(row)) : rows;
  const where = countTexts(columns.codes('where'), rows);
  return {
    types: countTexts(columns.codes('type'), single),
    status: countTexts(columns.codes('status'), rows),
    aggregate: some && single.length < rows.length,
    somewhere: where.size > (where.has('') ? 1 : 0),
    ...(sized ? sizes(columns, rows) : tolls(columns, rows)),
  };
}

/** Whether some number is known, and some is not.
 * @param {Columns} columns @param {number[]} rows */
function sizes(columns, rows) {
  const size = columns.number('size');
  return {
    known: rows.some((row) => !Number.isNaN(size[row])),
    silent: rows.some((row) => Number.isNaN(size[row])),
    contested: false,
  };
}

/** Whether some toll is known, some is not at all, and of some only the bounds.
 * @param {Columns} columns @param {number[]} rows */
function tolls(columns, rows) {
  const [low, best, high] = [columns.number('low'), columns.number('best'), columns.number('high')];
  const found = { known: false, silent: false, contested: false };
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (!Number.isNaN(best[row])) found.known = true;
    else if (!Number.isNaN(high[row])) found.contested = true;
    else if (Number.isNaN(low[row])) found.silent = true;
    if (found.known && found.silent && found.contested) break;
  }
  return found;
}
