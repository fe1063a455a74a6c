/** What the map shows, in sentences made from the data: who held how much ground on the day, with
 * its doubt, and what it was before; on a map without ground, how many events and dead. */
/** @import {App, Day} from '#app/types' */
import { sums, units } from '#app/rules/compare';
import { count, dated } from '#app/rules/count';
import { allEvents, eventsIn } from '#app/rules/weights';
import { dateText, numberText, rangeText, windowText } from '#app/text/format';
import { groundDay } from '#app/util/clock';

/** On a map of a reader's own events these come first.
 * @param {App} app @returns {string[]} the sentences, in the language of the page */
export function leadWords(app) {
  const ground = groundWords(app);
  const isOurs = (app.data.spec.opening?.day ?? null) !== null;
  return isOurs && ground.length ? ground : [...eventWords(app), ...ground];
}

/** @param {App} app @returns {string[]} none on a map without ground */
export function groundWords(app) {
  const state = app.store.state();
  const day = groundDay(state);
  const now = partsOn(app, day);
  if (!now) return [];
  const { opening } = app.data.spec;
  const opened = opening?.day === day ? opening.before : null;
  const before = opened ?? state.window[0] - 1;
  const then = before < day ? partsOn(app, before) : '';
  const said = app.t('lead.on', { date: dateText(day, state.lang), parts: now });
  if (!then || then === now) return [said];
  const key = opened === null ? 'lead.before' : 'lead.earlier';
  return [said, app.t(key, { date: dateText(before, state.lang), parts: then })];
}

/** "Azerbaijan held 9,680 ± 360 km², …"; empty where no district says who held it.
 * @param {App} app @param {Day} day */
export function partsOn({ data, store, t }, day) {
  const round = (/** @type {number} */ km2) =>
    numberText(Math.round(km2 / 10) * 10, store.state().lang);
  return sums(units(data, day, day))
    .filter(({ before: { km2, error } }) => km2 > error) // a sliver within its own doubt is no area
    .map(({ control, before: { km2, error } }) =>
      t(`lead.${control}`, { area: t('km2', { n: `${round(km2)} ± ${round(error)}` }) }))
    .join(', ');
}

/** @param {App} app */
function eventWords(app) {
  const { data, store, t } = app;
  const { lang, window } = store.state();
  const rows = dated(data, app.rows());
  const [n, all] = [eventsIn(data.columns, rows), allEvents(data.columns)];
  const undated = eventsIn(data.columns, app.rows()) - n;
  const words = [t('lead.events', {
    n: numberText(n, lang), all: numberText(all, lang), days: windowText(window, lang),
  })];
  if (undated) words.push(t('lead.undated', { n: numberText(undated, lang) }));
  const killed = count(data, app.rows(), window);
  if (n === 0 || (killed.low === null && killed.best === null && killed.high === null))
    return words;
  const silent = killed.silent && t('lead.silent', { n: numberText(killed.silent, lang) });
  return [...words, t('lead.killed', { range: rangeText(killed, lang, t) }), ...(silent ? [silent] : [])];
}
