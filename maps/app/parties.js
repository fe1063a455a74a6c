/** Who is named in an event, and who speaks of it; pure. */
/** @import {EventColumns, Spec} from '#app/types' */

/** The order in which sides are listed everywhere. */
export const SIDES = ['armenian', 'azerbaijani', 'third_party', 'compiled'];

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

/** The sides whose statements on an event are quoted.
 * @param {Spec} spec @returns {string[][]} */
export function sidesOf({ events, claims }) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { event, side } of claims) {
    if (!side) continue;
    const known = found.get(event) ?? new Set();
    found.set(event, known.add(side));
  }
  return events.id.map((id) => [...(found.get(id) ?? [])]);
}
