/** When the road was not open: the states of its stretches as one line of days; pure. */
/** @import {RoadState} from '#app/rules/road' */
/** @import {Num, Window} from '#app/types' */

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

/** So many days without a closure part two times of a road; and so long is shown what has not ended. */
const [APART, OPEN_ENDED] = [5 * 365, 120];

/** The time of the road to which a window belongs: the days in which it was not open, without the
 * years between; of several the one with most closed days.
 * @param {Spell[]} all @param {Window} window @returns {Window | null} null: the window is in none */
export function eraOf(all, window) {
  /** @type {{days: Window, own: Spell[]}[]} */
  const eras = [];
  for (const spell of all.filter(({ status }) => status !== 'open')) {
    const from = spell.from ?? Number(spell.to) - OPEN_ENDED;
    const to = spell.to ?? from + OPEN_ENDED;
    const last = eras.at(-1);
    if (!last || from - last.days[1] > APART) eras.push({ days: [from, to], own: [spell] });
    else {
      last.days[1] = to;
      last.own.push(spell);
    }
  }
  const [best] = eras
    .map(({ days, own }) => ({ days: padded(days), closed: closedDays(own) }))
    .filter(({ days: [from, to] }) => from < window[1] && to > window[0])
    .sort((a, b) => b.closed - a.closed);
  return best?.days ?? null;
}

/** @param {Window} days @returns {Window} */
function padded([from, to]) {
  const pad = Math.round((to - from) / 14);
  return [from - pad, to + pad];
}

/** The state on a day; empty when none is stated.
 * @param {Spell[]} all @param {number} day */
export const stateOn = (all, day) =>
  all.find(({ from, to }) => (from ?? -Infinity) <= day && day < (to ?? Infinity))?.status ?? '';
