/** When the road was not open: the states of its stretches as one line of days; pure. */
/** @import {RoadState} from '#app/rules/road' */
/** @import {Num} from '#app/types' */

/** From the freest on. */
const ORDER = ['open', 'limited', 'checkpoint', 'blocked', 'closed'];

/** @typedef {{from: Num, to: Num, status: string}} Spell */

/** The state of the whole road in time, by its worst stretch; neighbours of one state are one.
 * @param {RoadState[]} states @returns {Spell[]} in order, also those in which it was open */
export function spells(states) {
  const edges = [...new Set(states.flatMap(({ from, to }) => [from ?? -Infinity, to ?? Infinity]))]
    .sort((a, b) => a - b);
  /** @type {Spell[]} */
  const found = [];
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [from, to] = [edges[i], edges[i + 1]];
    const status = worst(states.filter((one) =>
      (one.from ?? -Infinity) <= from && (one.to ?? Infinity) >= to));
    const last = found[found.length - 1];
    if (!status) continue;
    if (last?.status === status && last.to === from) last.to = ended(to);
    else found.push({ from: ended(from), to: ended(to), status });
  }
  return found;
}

/** @param {number} day */
const ended = (day) => (Number.isFinite(day) ? day : null);

/** @param {RoadState[]} states */
const worst = (states) =>
  states.map(({ status }) => status).sort((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0];

/** Days on which nothing, or no ordinary traffic, passed.
 * @param {Spell[]} all */
export const closedDays = (all) =>
  all
    .filter(({ from, to, status }) =>
      from !== null && to !== null && ['blocked', 'closed'].includes(status))
    .reduce((sum, { from, to }) => sum + Number(to) - Number(from), 0);

/** The state on a day; empty when none is stated.
 * @param {Spell[]} all @param {number} day */
export const stateOn = (all, day) =>
  all.find(({ from, to }) => (from ?? -Infinity) <= day && day < (to ?? Infinity))?.status ?? '';
