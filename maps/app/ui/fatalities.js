/** Figures of the dead in words: how many, on whose word, and whose dead they are. */
/** @import {App, ClaimsView, Range} from '#app/types' */
import { isUnknown } from '#app/rules/sums';
import { rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { text } from '#app/ui/dom';

/** The name of a view: a side that the page has no word for has that of the data.
 * @param {Pick<App, 't'>} app @param {ClaimsView} view */
export function viewName({ t }, view) {
  const own = `claims.view.${view}`;
  return t(own) === own ? label(t, 'side', view) : t(own);
}

/** Whose dead a figure counts, in words. @param {Pick<App, 't'>} app @param {string} whose */
export const whoseName = ({ t }, whose) =>
  whose === '' ? t('whose.unsaid') : label(t, 'whose', whose);

/** Whose figure a toll is, where it is not that of the table. @param {App} app */
export function viewNote(app) {
  const { claims } = app.store.state();
  return claims === 'range' ? null : text('span', viewName(app, claims), 'cm-aside cm-heard');
}

/** What the view says of an event by whose dead they are: in words, or empty.
 * @param {App} app @param {number} row */
export function peopleText(app, row) {
  const { data, store, t } = app;
  const { lang } = store.state();
  const people = data.viewFigures?.get(data.spec.events.id[row])?.people ?? new Map();
  return [...people].map(([whose, range]) => `${whoseName(app, whose)}: ${rangeText(range, lang, t)}`).join('; ');
}

/** The same as a line of its own. @param {App} app @param {number} row */
export function peopleLine(app, row) {
  const words = peopleText(app, row);
  return words ? text('span', `${app.t('told.by')}: ${words}`, 'cm-aside cm-told') : null;
}

/** A toll in words; where a view gives none of all the dead, that is said.
 * @param {App} app @param {number} row @param {Range} toll */
export function fatalitiesText({ data, store, t }, row, toll) {
  const said = data.viewFigures?.get(data.spec.events.id[row]);
  return isUnknown(toll) && said?.people.size ? t('told.none') : rangeText(toll, store.state().lang, t);
}
