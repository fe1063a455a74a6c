/** The text of a report: which row or area, what the map shows of it, what is asked; pure.
 * Names of fields are the columns of the data, so that a correction finds its cell. */
/** @import {Data, Day, Feature} from '#app/types' */
import { toIso } from '#app/util/clock';

/** @typedef {(key: string) => string} Words */
/** @typedef {[string, string | number | null | undefined]} Field a column and the value shown */

/** The anchor of an event: it opens its card.
 * @param {string} id */
export const eventAnchor = (id) => `#s=${encodeURIComponent(id)}`;

/** The anchor of a place on a day: the map there, on that day.
 * @param {number} lon @param {number} lat @param {Day} day */
export const placeAnchor = (lon, lat, day) =>
  `#w=${toIso(day)}_${toIso(day + 1)}&v=${lat.toFixed(4)},${lon.toFixed(4)},10`;

/** @param {Data} data @param {number} row @param {string} link @param {Words} t */
export function eventReport({ spec }, row, link, t) {
  const { events } = spec;
  return reportText(spec.title, spec.generator, link, t, [
    ['event', events.id[row]],
    ['title', events.title[row]],
    ['date', events.when[row]],
    ['place', events.place[row]],
    ['place_precision', events.place_precision[row]],
    ['lat', events.lat[row]],
    ['lon', events.lon[row]],
    ['actors', [events.actor_a[row], events.actor_b[row]].filter(Boolean).join('; ')],
    ['fatalities_low', events.low[row]],
    ['fatalities_best', events.best[row]],
    ['fatalities_high', events.high[row]],
    ['status', events.status[row]],
    ['sources', events.sources[row].join(' ')],
  ]);
}

/** @param {Data} data @param {{feature: Feature | null, control: string, certainty: string}} held
 * @param {{lon: number, lat: number, day: Day}} spot @param {string} link @param {Words} t */
export function placeReport(data, { feature, control, certainty }, { lon, lat, day }, link, t) {
  const known = [...data.features.values()].find((one) => one.feature === feature);
  const { properties } = feature ?? {};
  return reportText(data.spec.title, data.spec.generator, link, t, [
    ['layer', known?.layer.id],
    ['area', properties?.name],
    ['day', toIso(day)],
    ['lat', lat.toFixed(4)],
    ['lon', lon.toFixed(4)],
    ['control', control],
    ['certainty', certainty],
    ['from', isoOf(properties?.from)],
    ['to', isoOf(properties?.to)],
    ['source', properties?.control_source ?? properties?.source],
  ]);
}

/** @param {Day | null | undefined} day */
const isoOf = (day) => (typeof day === 'number' ? toIso(day) : '');

/** @param {string} title @param {string} generator @param {string} link @param {Words} t
 * @param {Field[]} fields those that are empty are left out */
function reportText(title, generator, link, t, fields) {
  return [
    `${t('report.head')}: ${title} (${generator})`,
    link,
    '',
    t('report.shown'),
    ...fields
      .filter(([, value]) => value !== '' && value !== null && value !== undefined)
      .map(([name, value]) => `  ${name}: ${value}`),
    '',
    ...['report.wrong', 'report.right', 'report.source'].map((key) => `${t(key)} `),
  ].join('\n');
}
