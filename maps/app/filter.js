/** Which events are shown: one clock and the reader's filters; pure. */
/** @import {Data, Filters, State, Window} from '#app/types' */
import { candidates, overlaps, within } from '#app/clock';
import { matches } from '#app/search';

/** @type {Filters} */
export const NO_FILTERS = Object.freeze({
  types: [],
  status: [],
  precision: [],
  actors: [],
  sides: [],
  sources: [],
  text: '',
  certain: false,
  toll: null,
});

/** Filters that are lists: an event passes when it has one of the values. */
export const LISTS = /** @type {const} */ ([
  'types',
  'status',
  'precision',
  'actors',
  'sides',
  'sources',
]);

/** Do the filters that know nothing of time let ROW pass? An empty list lets everything pass.
 * @param {Data} data @param {Filters} filters @param {number} row */
export function passes(data, filters, row) {
  const { events } = data.spec;
  const among = (/** @type {string[]} */ list, /** @type {string} */ value) =>
    list.length === 0 || list.includes(value);
  const some = (/** @type {string[]} */ list, /** @type {string[]} */ values) =>
    list.length === 0 || values.some((value) => list.includes(value));
  return (
    among(filters.types, events.type[row]) &&
    among(filters.status, events.status[row]) &&
    among(filters.precision, events.place_precision[row]) &&
    some(filters.actors, data.actors[row]) &&
    some(filters.sides, data.sides[row]) &&
    some(filters.sources, events.sources[row]) &&
    (filters.toll === null || mostOf(data, row) >= filters.toll) &&
    (filters.text === '' || matches(data.haystack[row], filters.text))
  );
}

/** The filter goes by the figures of the table, whoever is heard.
 * @param {Data} data @param {number} row */
function mostOf({ base, spec }, row) {
  const { high, best } = (base?.spec ?? spec).events;
  return high[row] ?? best[row] ?? -1;
}

/** Rows that may have happened in the window, in order of day. Undated rows come last: they may
 * have happened in any window.
 * @param {Data} data @param {Window} window @param {boolean} certain only those wholly inside
 * @returns {number[]} */
export function inWindow(data, window, certain) {
  const { events } = data.spec;
  const [first, last] = candidates(data.start, data.maxEnd, window);
  const rows = [];
  for (let row = first; row < last; row += 1) {
    const test = certain ? within : overlaps;
    if (test(events.start[row], events.end[row], ...window)) rows.push(row);
  }
  if (!certain) for (let row = data.start.length; row < events.id.length; row += 1) rows.push(row);
  return rows;
}

/** @param {Data} data @param {State} state @returns {number[]} rows shown, by day */
export function visibleRows(data, state) {
  return inWindow(data, state.window, state.filters.certain).filter((row) =>
    passes(data, state.filters, row),
  );
}

/** @param {Filters} filters */
export const isFiltered = (filters) =>
  LISTS.some((key) => filters[key].length > 0) ||
  filters.text !== '' ||
  filters.certain ||
  filters.toll !== null;
