/** The dead by episode and by month, each counted by the rule of the page; pure. */
/** @import {Data, Day, Window} from '#app/types' */
import { count, insider } from '#app/rules/count';
import { hasRole } from '#app/rules/roles';
import { isUnknown } from '#app/rules/sums';
import { addUnit } from '#app/util/clock';

/** @typedef {{label: string, id?: string, days: Window, sum: import('#app/types').Range}} Bin */

/** Windows of up to so many days are shown by month, longer ones by year. */
const MONTHS = 4 * 366;

/** What sources say of a war or an episode as a whole: its parts are not added up, and no filter
 * takes from it.
 * @param {Data} data @returns {Bin[]} by day */
export function byEpisode({ spec: { events }, columns }) {
  if (!hasRole(columns, 'aggregate')) return [];
  const [start, end] = [columns.number('start'), columns.number('end')];
  return events.role.flatMap((role, row) => {
    const sum = { low: events.low[row], best: events.best[row], high: events.high[row] };
    if (role !== 'aggregate' || events.part_of[row] || isUnknown(sum)) return [];
    const days = /** @type {Window} */ ([start[row], end[row]]);
    return [{ label: events.title[row], id: events.id[row], days, sum }];
  });
}

/** The events of the window that lie whole in one of its months, or years: what lies across an edge
 * is in none, since nobody says how many of its dead belong to which.
 * @param {Data} data @param {number[]} rows shown @param {Window} window
 * @returns {{unit: 'month' | 'year', bins: Bin[], across: number}} bins with a figure, and how many
 * rows lie across */
export function byMonth(data, rows, window) {
  const { unit, spans } = spansOf(window);
  /** @type {Bin[]} */
  const bins = [];
  let whole = 0;
  for (const days of spans) {
    const inside = rows.filter(insider(data.columns, days));
    whole += inside.length;
    const sum = count(data, inside, days);
    if (!isUnknown(sum)) bins.push({ label: '', days, sum });
  }
  return { unit, bins, across: rows.length - whole };
}

/** The months of a window, or of a long one the years.
 * @param {Window} window @returns {{unit: 'month' | 'year', spans: Window[]}} */
export function spansOf([from, to]) {
  const unit = to - from <= MONTHS ? 'month' : 'year';
  /** @type {Window[]} */
  const spans = [];
  for (let day = firstOf(from, unit); day < to; day = addUnit(day, unit, 1))
    spans.push([day, addUnit(day, unit, 1)]);
  return { unit, spans };
}

/** @param {Day} day @param {'month' | 'year'} unit the first day of its month or year */
function firstOf(day, unit) {
  const date = new Date(day * 86400000);
  return Date.UTC(date.getUTCFullYear(), unit === 'year' ? 0 : date.getUTCMonth()) / 86400000;
}
