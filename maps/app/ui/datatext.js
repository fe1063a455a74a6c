/** Texts of the data in the reader's language; what stands there in another says in which. */
/** @import {App, Properties} from '#app/types' */
import { translation } from '#app/data/translations';
import { display } from '#app/rules/names';
import { el } from '#app/ui/dom';

/** @param {App} app @param {keyof HTMLElementTagNameMap} tag @param {string} words of the data
 * @param {string} [className] */
export function dataText(app, tag, words, className) {
  const found = translation(words, app.store.state().lang);
  const lang = found === undefined ? foreign(app) : null;
  return el(tag, { dir: 'auto', class: className, lang }, found ?? words);
}

/** The language of what is not translated, where it is another one than the page's.
 * @param {App} app @returns {string | null} */
export function foreign({ data, store }) {
  const { content_lang: lang } = data.spec;
  return lang && lang !== store.state().lang ? lang : null;
}

/** @type {WeakMap<App['data']['features'], Map<string, Properties>>} */
const named = new WeakMap();

/** The settlement that is called so, by which a place has its names in all languages.
 * @param {App['data']} data @param {string} place @returns {Properties | undefined} */
export function settlementOf({ features }, place) {
  let found = named.get(features);
  if (!found) {
    const all = [...features.values()].filter(({ layer }) => layer.role === 'settlement');
    found = new Map(all.map(({ feature: { properties } }) => [properties.name, properties]));
    named.set(features, found);
  }
  return found.get(place);
}

/** The place of an event, by the naming policy or in the reader's language.
 * @param {App} app @param {keyof HTMLElementTagNameMap} tag @param {string} place */
export function dataPlace(app, tag, place) {
  const known = settlementOf(app.data, place);
  const { lang, names } = app.store.state();
  return known ? el(tag, { dir: 'auto' }, display(known, lang, names)) : dataText(app, tag, place);
}

/** The words of a place, as `dataPlace` shows them. @param {App} app @param {string} place */
export function placeName(app, place) {
  const known = settlementOf(app.data, place);
  const { lang, names } = app.store.state();
  return known ? display(known, lang, names) : app.say(place);
}

/** The attribute that says in which language some words of the data stand on the page.
 * @param {App} app @param {string} words @returns {{lang: string | null}} */
export const langOf = (app, words) =>
  ({ lang: translation(words, app.store.state().lang) === undefined ? foreign(app) : null });
