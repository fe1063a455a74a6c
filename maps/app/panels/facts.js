/** What is known of an event, as a list: when, where, how well, how many, in which areas. */
/** @import {App} from '#app/types' */
import { DETAILS, details } from '#app/panels/details';
import { doubtThumb } from '#app/panels/doubtthumb';
import { display } from '#app/rules/names';
import { isUnknown } from '#app/rules/sums';
import { eventsOf } from '#app/rules/weights';
import { edtfText } from '#app/text/edtf';
import { lengthText, numberText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, link, text } from '#app/ui/dom';
import { fatalitiesText, peopleLine, peopleText, viewNote } from '#app/ui/fatalities';
import { dataText, placeName, settlementOf } from '#app/ui/datatext';

/** @param {App} app @param {number} row */
export function facts(app, row) {
  const { events } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const toll = { low: events.low[row], best: events.best[row], high: events.high[row] };
  const list = el('dl', { class: 'cm-facts' });
  const add = (
    /** @type {string} */ name,
    /** @type {(Node | string | null | false)[]} */ ...values
  ) => {
    const kept = values.filter((value) => value);
    if (kept.length) list.append(el('dt', {}, name), el('dd', {}, ...kept));
  };
  const actorWords = (/** @type {string} */ cell) => cell.split('; ').map(app.say).join('; ');
  const many = eventsOf(app.data.columns, row);
  add(t('fact.total'), many > 1 && t('total.of', { n: numberText(many, lang) }));
  add(t('fact.when'), text('span', edtfText(events.when[row], lang, t)), certainDays(app, row));
  add(t('fact.place'), ...placeLines(app, row));
  add(t('fact.precision'), ...precisionLines(app, row));
  add(
    t('fact.actors'),
    text('span', [events.actor_a[row], events.actor_b[row]].filter(Boolean).map(actorWords).join(' · ')),
  );
  add(
    t('fact.toll'),
    el('strong', {}, fatalitiesText(app, row, toll)),
    viewNote(app),
    peopleLine(app, row),
    tollNote(app, row, toll),
  );
  for (const [name, value] of details(app, row)) add(name, value);
  add(t('fact.joins'), ...joinLines(app, row));
  add(t('fact.note'), events.note[row] && dataText(app, 'span', events.note[row]));
  for (const [name, values] of furtherOf(events))
    add(name, values[row] && link(values[row], values[row]));
  return list;
}

/** The columns of the author's own; how colours are made is no fact, and details stand in words.
 * @param {App['data']['spec']['events']} events */
const furtherOf = ({ extra = [] }) => extra.filter(([name]) => !name.startsWith('mark_') && !DETAILS.includes(name));

/** @param {App} app @param {number} row */
function certainDays(
  {
    data: {
      spec: { events },
    },
    t,
  },
  row,
) {
  const sure =
    events.certain_start[row] === events.start[row] && events.certain_end[row] === events.end[row];
  return sure ? null : el('span', { class: 'cm-aside' }, t('fact.daysunsure'));
}

/** @param {App} app @param {number} row @param {import('#app/types').Range} toll */
function tollNote(app, row, toll) {
  const { data: { spec: { events } }, t } = app;
  const role = events.role[row] === 'event' ? '' : t(`role.${events.role[row]}`);
  const said = [figureNote(app, row, toll), role].filter(Boolean).join(' ');
  return said ? el('span', { class: 'cm-aside' }, said) : null;
}

/** What a figure of the dead leaves open.
 * @param {App} app @param {number} row @param {import('#app/types').Range} toll */
function figureNote(app, row, toll) {
  if (isUnknown(toll)) return peopleText(app, row) ? '' : app.t('toll.none');
  if (toll.best === null) return app.t('toll.contested');
  return toll.low === toll.high ? '' : app.t('toll.order');
}

/** The place's names in all languages: of the settlement of that name, and as in the data.
 * @param {App} app @param {number} row */
function placeLines(app, row) {
  const { events } = app.data.spec;
  const own = [events.place[row], events.place_hy[row], events.place_az[row]].filter(Boolean);
  const known = settlementOf(app.data, events.place[row]);
  const others = known ? [known.name_hy, known.name_az, known.name_ru] : [];
  const head = own[0] && placeName(app, own[0]);
  const rest = [...new Set([...own, ...others])].filter((name) => name && name !== head);
  return [
    head && text('span', head),
    rest.length > 0 && text('span', rest.join(' · '), 'cm-aside'),
  ];
}

/** @param {App} app @param {number} row */
function precisionLines(app, row) {
  const { lat: lats, lon: lons, place_precision: precision } = app.data.spec.events;
  const [lat, lon] = [lats[row], lons[row]];
  const isFar = lat !== null && lon !== null && !onMap(app, lat, lon);
  const reach = reachWords(app, row);
  return [
    precision[row] && text('span', label(app.t, 'precision', precision[row])),
    text('span', reach, 'cm-aside'),
    !isFar && doubtThumb(app, row, reach),
    isFar && el('span', { class: 'cm-aside' }, app.t('fact.offmap')),
  ];
}

/** In which areas an event was, or how far from its point it may have been.
 * @param {App} app @param {number} row */
function reachWords(app, row) {
  const { data: { spec: { events }, features }, store, t } = app;
  if (events.where[row].length === 0) return radiusText(app, row);
  const { lang, names } = store.state();
  const areas = events.where[row].map((id) => {
    const known = features.get(id);
    return known ? app.say(display(known.feature.properties, lang, names)) : id;
  });
  return t('fact.somewhere', { areas: areas.join('; ') });
}

/** @param {App} app @param {number} row */
function radiusText({ data: { spec: { events } }, store, t }, row) {
  const radius = events.radius_m[row];
  if (events.lat[row] === null) return t('fact.unplaced');
  if (radius === null) return t('fact.noradius');
  return t('fact.radius', { length: lengthText(radius, store.state().lang, t) });
}

/** Is the place on the drawn map? Statements made in Moscow or Washington are not.
 * @param {App} app @param {number} lat @param {number} lon */
export function onMap(
  {
    data: {
      spec: { bounds },
    },
  },
  lat,
  lon,
) {
  return (
    lon >= bounds[0] - 1 && lat >= bounds[1] - 1 && lon <= bounds[2] + 1 && lat <= bounds[3] + 1
  );
}

/** Which areas it was in as they were on its days, and how far along the road.
 * @param {App} app @param {number} row */
function joinLines(app, row) {
  const { t } = app;
  const { lang, names } = app.store.state();
  const joins = app.data.spec.events.joins?.[row] ?? [];
  /** @type {Map<string, {certain: boolean,
   * node: Node}>} one line for an area that two layers hold */
  const lines = new Map();
  for (const join of joins.filter(({ certainty }) => certainty !== 'outside')) {
    const known = app.data.features.get(join.area);
    const name = known
      ? app.say(display(known.feature.properties, lang, names))
      : app.say(app.data.info.get(join.layer)?.title ?? join.area);
    const words = joinWords(app, join).join(' · ');
    lines.set(name + words, {
      certain: join.certainty === 'inside',
      node: el('li', {}, text('span', name), el('span', { class: 'cm-aside' }, words)),
    });
  }
  const [sure, rest] = [true, false].map((certain) =>
    [...lines.values()].filter((line) => line.certain === certain).map(({ node }) => node),
  );
  if (rest.length <= 3)
    return sure.length + rest.length ? [el('ul', { class: 'cm-plain' }, ...sure, ...rest)] : [];
  return [
    sure.length > 0 && el('ul', { class: 'cm-plain' }, ...sure),
    el(
      'details',
      { class: 'cm-details' },
      el('summary', {}, t('join.more', { n: rest.length })),
      el('ul', { class: 'cm-plain' }, ...rest),
    ),
  ];
}

/** @param {App} app @param {import('#app/types').Join} join */
function joinWords({ store, t }, join) {
  const { lang } = store.state();
  const words = [t(`join.${join.certainty}`)];
  if (join.certainty === 'possible' && (join.share ?? 0) > 0)
    words.push(t('join.share', { n: numberText((join.share ?? 0) * 100, lang) }));
  if (join.border_uncertain) words.push(t('join.border'));
  if (typeof join.chainage_m === 'number')
    words.push(
      t('join.road', {
        km: numberText(join.chainage_m / 1000, lang, 1),
        offset: lengthText(join.offset_m ?? 0, lang, t),
      }),
    );
  return words;
}
