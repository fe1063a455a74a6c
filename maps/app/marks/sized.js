/** What the area of a mark says: the dead of an event, or a column that the author named. */
/** @import {App, EventColumns, Range} from '#app/types' */
import { largestOf } from '#app/marks/shapes';

/** The number that a row's size stands for, and its bounds; of a column there is one number alone.
 * @param {EventColumns} events @param {number} row @returns {Range} */
export const sizeOfRow = (events, row) =>
  events.size
    ? { low: null, best: events.size[row], high: null }
    : { low: events.low[row], best: events.best[row], high: events.high[row] };

/** The number from which marks no longer grow; the scale of a column holds all of its numbers.
 * @param {App} app */
export const topOf = ({ data: { spec } }) => (spec.style?.size ? undefined : spec.style?.largest);

/** Is the number more than the area of a mark can say?
 * @param {App} app @param {number} radius */
export const isCut = (app, radius) =>
  !app.data.spec.style?.size && radius >= largestOf(topOf(app));

/** The column of numbers by which marks are laid over each other, the largest below.
 * @param {App} app @returns {import('#app/types').NumberColumn} */
export const sizeColumn = ({ data }) => (data.spec.events.size ? 'size' : 'high');
