/** The events shown as CSV (the columns that `conflictmap build` reads) and as GeoJSON; pure. */
/** @import {Data} from '#app/types' */

const COLUMNS = [
  'id',
  'date',
  'lat',
  'lon',
  'radius_m',
  'where',
  'place_precision',
  'title',
  'type',
  'actor1',
  'actor2',
  'fatalities_low',
  'fatalities_best',
  'fatalities_high',
  'stands_for',
  'role',
  'part_of',
  'place',
  'place_hy',
  'place_az',
  'status',
  'sources',
  'source_url',
  'notes',
];

/** The columns of the events of a page; where none is a total, none says what it stands for.
 * @param {Data} data */
const columnsOf = ({ spec: { events } }) =>
  events.stands_for ? COLUMNS : COLUMNS.filter((name) => name !== 'stands_for');

/** @param {Data} data @param {number} row
 * @returns {(string | number | null)[]} in the order of the columns */
function valuesOf({ spec: { events, sources } }, row) {
  const where = events.where[row];
  const urls = events.sources[row].map((id) =>
    Object.hasOwn(sources, id) ? (sources[id].url ?? '') : '',
  );
  return [
    events.id[row],
    events.when[row],
    where.length ? null : events.lat[row],
    where.length ? null : events.lon[row],
    events.radius_m[row],
    where.join(' '),
    events.place_precision[row],
    events.title[row],
    events.type[row],
    events.actor_a[row],
    events.actor_b[row],
    events.low[row],
    events.best[row],
    events.high[row],
    ...(events.stands_for ? [events.stands_for[row]] : []),
    events.role[row],
    events.part_of[row],
    events.place[row],
    events.place_hy[row],
    events.place_az[row],
    events.status[row],
    events.sources[row].join(' '),
    urls.filter(Boolean).join(' '),
    events.note[row],
  ];
}

/** A cell that a spreadsheet would run is put in quotes with an apostrophe.
 * @param {string | number | null} value */
function cell(value) {
  if (typeof value === 'number') return String(value);
  const text = (value ?? '').replace(/^(?=[=+\-@\t\r])/, "'");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Data} data @param {number[]} rows */
export function toCsv(data, rows) {
  const table = data.base ?? data; // the figures of the table, whoever is heard
  const lines = rows.map((row) => valuesOf(table, row).map(cell).join(','));
  return `${[columnsOf(table).join(','), ...lines].join('\n')}\n`;
}

/** @param {Data} data @param {number[]} rows */
export function toGeoJson(data, rows) {
  const table = data.base ?? data;
  const names = columnsOf(table);
  const features = rows.map((row) => {
    const properties = Object.fromEntries(
      valuesOf(table, row).map((value, i) => [names[i], value === '' ? null : value]),
    );
    const placed = typeof properties.lat === 'number';
    return {
      type: 'Feature',
      id: properties.id,
      properties,
      geometry: placed ? { type: 'Point', coordinates: [properties.lon, properties.lat] } : null,
    };
  });
  return JSON.stringify({
    type: 'FeatureCollection',
    attribution: data.spec.attribution,
    features,
  });
}
