/** Who held a place on a day, how well that is known, and by which source.
 * The rules are those of `conflictmap.held` in Python, and a test compares the two. */
/** @import {Held} from '#app/rules/holder' */
/** @import {App, Day, Feature} from '#app/types' */
import { placeAnchor, placeReport } from '#app/rules/errorreport';
import { holderAt, ofRole, saysWhoHeld } from '#app/rules/holder';
import { display } from '#app/rules/names';
import { dateText, lengthText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, link, text } from '#app/ui/dom';
import { reportButton } from '#app/ui/reportbutton';
import { dataText } from '#app/ui/datatext';
import { contains } from '#app/util/geometry';

/** The answer in words: place and day, who, how well that is known, by which source.
 * @param {App} app @param {number} lon @param {number} lat @param {Day} day @returns {Node[]} */
export function holderWords(app, lon, lat, day) {
  if (!saysWhoHeld(app.data)) return [];
  const { t } = app;
  const { lang } = app.store.state();
  const held = holderAt(app.data, lon, lat, day);
  const date = dateText(day, lang);
  const report = reportButton(app, placeAnchor(lon, lat, day), (to) =>
    placeReport(app.data, held, { lon, lat, day }, to, t));
  if (!held.feature) {
    const land = landAt(app, lon, lat);
    return [head(land ? `${land}, ${date}` : date), line(t('holder.none')), report];
  }
  const { properties } = held.feature;
  const source = properties.control_source ?? properties.source;
  return [
    head(`${nameOf(app, held.feature)}, ${date}`),
    el('p', { class: 'cm-holder', 'data-certainty': held.certainty }, whoOf(app, held.control)),
    ...certaintyLines(app, held),
    properties.basis ? dataText(app, 'p', properties.basis, 'cm-tip-more') : el('span'),
    source
      ? el('p', { class: 'cm-tip-more' }, `${t('layer.source')}: `,
          link(properties.control_source_url, source))
      : el('span'),
    report,
  ];
}

/** @param {App} app @param {Held} held @returns {Node[]} */
function certaintyLines(app, { certainty, feature, unsure, nearest: near }) {
  const { t } = app;
  const { lang } = app.store.state();
  const { from, positional_error_m: error } = /** @type {Feature} */ (feature).properties;
  const day = (/** @type {Day} */ value) => dateText(value, lang);
  if (certainty === 'front_moved')
    return [
      ...(near.length ? [line(t('holder.nearest'))] : []),
      ...near.map(({ feature: town, metres }) =>
        line(t('holder.town', {
          town: nameOf(app, town),
          length: lengthText(metres, lang, t),
          who: whoOf(app, town.properties.control ?? ''),
        })),
      ),
    ];
  const since = from === null ? '' : `${t('date.since', { date: day(from) })}. `;
  const known = unsure
    ? t('holder.uncertain', { from: day(unsure[0]), to: day(unsure[1]) })
    : t('holder.known');
  const outline = error && feature?.geometry.type !== 'Point'
    ? ` ${t('holder.error', { length: lengthText(error, lang, t) })}` : '';
  return [line(upper(`${since}${known}${outline}`))];
}

/** @param {App} app @param {string} control */
const whoOf = ({ t }, control) => label(t, 'control', control, control);

/** @param {App} app @param {Feature} feature */
function nameOf({ store, say }, { properties }) {
  const { lang, names } = store.state();
  return say(display(properties, lang, names));
}

/** @param {App} app @param {number} lon @param {number} lat */
function landAt(app, lon, lat) {
  const land = ofRole(app.data, 'land').find(({ geometry }) => contains(geometry, lon, lat));
  return land ? label(app.t, 'country', land.properties.name, nameOf(app, land)) : '';
}

/** @param {string} words */
const upper = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** @param {string} words */
const head = (words) => text('p', words, 'cm-tip-head');

/** @param {string} words */
const line = (words) => text('p', words, 'cm-tip-more');
