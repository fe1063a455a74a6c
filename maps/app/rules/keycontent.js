/** What there is among the events shown, for the key; pure. */
/** @import {Columns} from '#app/types' */
import { countTexts } from '#app/rules/filter';
import { hasRole, ofRole } from '#app/rules/roles';

/** @param {Columns} hot @param {number[]} rows */
export function keyContent(hot, rows) {
  const whole = ofRole(hot, 'aggregate');
  const some = hasRole(hot, 'aggregate');
  const single = some ? rows.filter((row) => !whole(row)) : rows;
  const where = countTexts(hot.codes('where'), rows);
  return {
    types: countTexts(hot.codes('type'), single),
    status: countTexts(hot.codes('status'), rows),
    aggregate: some && single.length < rows.length,
    somewhere: where.size > (where.has('') ? 1 : 0),
    ...tolls(hot, rows),
  };
}

/** Whether some toll is known, some is not at all, and of some only the bounds.
 * @param {Columns} hot @param {number[]} rows */
function tolls(hot, rows) {
  const [low, best, high] = [hot.number('low'), hot.number('best'), hot.number('high')];
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
