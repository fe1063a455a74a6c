/** Who is named in an event, and who speaks of it; pure. */
/** @import {EventColumns, Spec} from '#app/types' */

/** The order in which sides are listed everywhere. */
export const SIDES = ['armenian', 'azerbaijani', 'allied', 'third_party', 'compiled'];

/** The parties that a row names, each once: "Armenia; Azerbaijan" are two.
 * @param {EventColumns} events @returns {string[][]} */
export function actorsOf(events) {
  return events.id.map((_, row) => partiesIn(events.actor_a[row], events.actor_b[row]));
}

/** @param {(string | undefined)[]} texts @returns {string[]} */
export function partiesIn(...texts) {
  return [
    ...new Set(
      texts
        .flatMap((words) => (words ?? '').split(/\s*;\s*/))
        .map((words) => words.trim())
        .filter(Boolean),
    ),
  ];
}

/** The sides whose statements on an event are quoted, by row.
 * @param {Spec['claims']} claims @param {(id: string) => number | undefined} rowOf
 * @returns {Map<number, string[]>} */
export function sidesOf(claims, rowOf) {
  /** @type {Map<number, string[]>} */
  const found = new Map();
  for (const { event, side } of claims) {
    const row = side ? rowOf(event) : undefined;
    if (row === undefined) continue;
    const known = found.get(row) ?? [];
    if (!known.includes(side)) found.set(row, [...known, side]);
  }
  return found;
}
