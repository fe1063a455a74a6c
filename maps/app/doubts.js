/**
 * What is not known of the events shown, by kind; pure. The kinds and counts are those of
 * `conflictmap.doubts` in geo/conflictmap/evidence.py, and a test compares the two.
 */
/** @import {Data} from '#app/types' */

/** In the order in which they are listed. */
export const KINDS = /** @type {const} */ ([
  'unplaced',
  'wide_place',
  'possible_join',
  'border',
  'undated',
  'no_certain_day',
  'wide_dates',
  'no_toll',
  'toll_range',
  'one_side',
]);
/** Kinds that are about the place: these the map draws as rings and areas. */
export const WIDE_M = 5000;
const PARTIES = ['armenian', 'azerbaijani'];

/** @typedef {typeof KINDS[number]} Kind */

/** @param {Data} data @param {number[]} rows @returns {Map<Kind, number[]>} rows by kind */
export function doubts(data, rows) {
  const found = new Map(KINDS.map((kind) => [kind, /** @type {number[]} */ ([])]));
  for (const row of rows) {
    if (data.spec.events.role[row] !== 'event') continue;
    for (const kind of doubtsOf(data, row)) found.get(kind)?.push(row);
  }
  return found;
}

/** @param {Data} data @param {number} row @returns {Kind[]} */
export function doubtsOf(data, row) {
  const { events } = data.spec;
  const joins = events.joins?.[row] ?? [];
  const placed = events.lat[row] !== null;
  const wide = events.where[row].length > 0 || (events.radius_m[row] ?? 0) > WIDE_M;
  /** @type {Record<Kind, boolean>} */
  const tests = {
    unplaced: !placed,
    wide_place: placed && wide,
    possible_join: joins.some(({ certainty }) => certainty === 'possible'),
    border: joins.some(({ border_uncertain: near }) => near === true),
    ...dateDoubts(events, row),
    ...tollDoubts(events, row),
    one_side: data.sides[row].length === 1 && PARTIES.includes(data.sides[row][0]),
  };
  return KINDS.filter((kind) => tests[kind]);
}

/** @param {Data['spec']['events']} events @param {number} row */
function dateDoubts(events, row) {
  const dated = row < firstUndated(events);
  const sure = events.certain_start[row] !== null || events.certain_end[row] !== null;
  const whole =
    events.certain_start[row] === events.start[row] && events.certain_end[row] === events.end[row];
  return { undated: !dated, no_certain_day: dated && !sure, wide_dates: dated && sure && !whole };
}

/** @type {WeakMap<object, number>} */
const UNDATED = new WeakMap();

/** Dated rows come first; an open start is null too, and is a date all the same.
 * @param {Data['spec']['events']} events */
function firstUndated(events) {
  const known = UNDATED.get(events);
  if (known !== undefined) return known;
  const at = events.start.findIndex((day, row) => day === null && !events.when[row]);
  const first = at < 0 ? events.start.length : at;
  UNDATED.set(events, first);
  return first;
}

/** @param {Data['spec']['events']} events @param {number} row */
function tollDoubts({ low, best, high }, row) {
  const ends = [low[row], best[row], high[row]];
  const none = ends.every((n) => n === null);
  const alone = low[row] === null && high[row] === null;
  const same = low[row] === high[row] && (best[row] === null || best[row] === low[row]);
  return { no_toll: none, toll_range: !none && !alone && !same };
}
