/** When a map opens on hexagons; pure. */
/** @import {Data, State} from '#app/types' */
import { LIMIT } from '#app/marks/dots';
import { visibleRows } from '#app/rules/filter';

/** More events than can have a shape each, and no ground below them that hexagons would hide.
 * @param {Data} data @param {State} state */
export const isCrowded = (data, state) =>
  !data.spec.layers.some(({ role }) => role === 'district' || role === 'control') &&
  visibleRows(data, state).length > LIMIT;
