/** Days that show how the holding of ground changed; pure. */
/** @import {Data, Day} from '#app/types' */
import { units } from '#app/rules/compare';

/** So many days stand beside each other. */
const MOST = 8;

/** The ends of the period and of its wars, and the days on which the page opens; of more than MOST
 * those between which least changed are left out.
 * @param {Data} data @returns {Day[]} in order; none on a map that says of no ground who held it */
export function heldDays(data) {
  const { extent, bands, opening } = data.spec;
  const wars = bands.flatMap(({ kind, to }) => (kind === 'war' && to !== null ? [to] : []));
  const named = [extent[0], ...wars, opening?.day, opening?.before, extent[1] - 1];
  const days = [...new Set(named)]
    .filter((day) => typeof day === 'number' && day >= extent[0] && day < extent[1])
    .map(Number)
    .sort((a, b) => a - b);
  while (days.length > MOST) days.splice(least(data, days), 1);
  return days.some((day) => units(data, day, day).length > 0) ? days : [];
}

/** The day, not the first or last nor one of the opening, since which least has changed.
 * @param {Data} data @param {Day[]} days */
function least(data, days) {
  const { opening } = data.spec;
  const moved = days.map((day, i) =>
    i === 0 || i === days.length - 1 || opening?.day === day || opening?.before === day ? Infinity
      : units(data, days[i - 1], day).reduce((sum, { changed }) => sum + changed, 0));
  return moved.indexOf(Math.min(...moved));
}
