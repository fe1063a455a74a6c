/** The events shown as CSV and as GeoJSON, which `read_events` reads back as the same events; pure. */
/** @import {Data, EventColumns} from '#app/types' */

/** Columns of a file, and the page's column for each; a list of words is one text.
 * @type {[string, keyof EventColumns][]} */
const COLUMNS = [
  ['id', 'id'],
  ['date', 'when'],
  ['lat', 'lat'],
  ['lon', 'lon'],
  ['radius_m', 'radius_m'],
  ['where', 'where'],
  ['place_precision', 'place_precision'],
  ['title', 'title'],
  ['type', 'type'],
  ['actor1', 'actor_a'],
  ['actor2', 'actor_b'],
  ['fatalities_low', 'low'],
  ['fatalities_best', 'best'],
  ['fatalities_high', 'high'],
  ['stands_for', 'stands_for'],
  ['role', 'role'],
  ['part_of', 'part_of'],
  ['place', 'place'],
  ['place_hy', 'place_hy'],
  ['place_az', 'place_az'],
  ['status', 'status'],
  ['coord_code', 'coord_code'],
  ['article', 'article'],
  ['sources', 'sources'],
  ['source_url', 'source_url'],
  ['notes', 'note'],
  ['mark_color', 'color'],
];
/** Where the pages are that the column `sources` names. */
const ADDRESSES = 'source_addresses';
/** A cell that a spreadsheet would run, with the apostrophes it may have before that. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** @typedef {string | number | null} Value */
/** @typedef {[string, (row: number) => Value]} Column a name, and the value of a row */

/** The columns of the events of a page, those of the author's table behind the known ones.
 * @param {Data} data @returns {Column[]} */
function columnsOf({ spec: { events, sources } }) {
  /** @type {Column[]} */
  const found = [];
  for (const [name, key] of COLUMNS) {
    const values = /** @type {any[] | undefined} */ (events[key]);
    if (values) found.push([name, valueOf(name, values, events)]);
  }
  for (const [name, values] of events.extra ?? []) found.push([name, (row) => values[row]]);
  if (!found.some(([name]) => name === ADDRESSES))
    found.push([ADDRESSES, (row) => addresses(events.sources[row], sources)]);
  return found;
}

/** @param {string} name @param {any[]} values @param {EventColumns} events
 * @returns {Column[1]} an event somewhere in an area has no point: the page's is one for a label */
function valueOf(name, values, { where }) {
  if (name === 'lat' || name === 'lon') return (row) => (where[row].length ? null : values[row]);
  return (row) => (Array.isArray(values[row]) ? values[row].join(' ') : values[row]);
}

/** @param {string[]} ids @param {Data['spec']['sources']} sources */
const addresses = (ids, sources) =>
  ids.map((id) => (Object.hasOwn(sources, id) ? sources[id].url : '')).filter(Boolean).join(' ');

/** A cell: one that a spreadsheet would run gets an apostrophe, which the reader takes away.
 * @param {Value} value */
function cell(value) {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const inert = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** @param {Data} data @param {number[]} rows */
export function toCsv(data, rows) {
  const columns = columnsOf(data.base ?? data); // the figures of the table, whoever is heard
  const lines = rows.map((row) => columns.map(([, value]) => cell(value(row))).join(','));
  return `${[columns.map(([name]) => cell(name)).join(','), ...lines].join('\n')}\n`;
}

/** @param {Data} data @param {number[]} rows */
export function toGeoJson(data, rows) {
  const columns = columnsOf(data.base ?? data);
  const features = rows.map((row) => {
    const { lat, lon, ...properties } = Object.fromEntries(
      columns.map(([name, value]) => [name, value(row) === '' ? null : value(row)]),
    );
    const placed = typeof lat === 'number';
    return {
      type: 'Feature',
      id: properties.id,
      properties,
      geometry: placed ? { type: 'Point', coordinates: [lon, lat] } : null,
    };
  });
  return JSON.stringify({
    type: 'FeatureCollection',
    attribution: data.spec.attribution,
    features,
  });
}
