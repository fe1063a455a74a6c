/** Texts of the data in other languages, by the text that the data hold. */
import { once } from '#app/util/lazy';

/** @typedef {Record<string, string[]>} Texts `en`, and in the same order each language; '' is none */

/** @type {() => Texts} */
let texts = () => ({});
/** @type {Map<string, Map<string, string>>} */
const tables = new Map();

/** @param {() => Texts} read called when a text is first wanted in another language */
export function useTexts(read) {
  texts = once(read);
  tables.clear();
}

/** @param {string} lang @returns {Map<string, string>} */
function tableOf(lang) {
  const known = tables.get(lang);
  if (known) return known;
  const { en = [], [lang]: list = [] } = texts();
  const made = new Map(en.flatMap((text, i) => (list[i] ? [[text, list[i]]] : [])));
  tables.set(lang, made);
  return made;
}

/** A text of the data in a language, where it is translated.
 * @param {string} text @param {string} lang @returns {string | undefined} */
export const translation = (text, lang) => (lang === 'en' ? undefined : tableOf(lang).get(text));

/** A text of the data in all the languages into which it is translated.
 * @param {string} text @returns {string[]} */
export const translationsOf = (text) =>
  Object.keys(texts()).flatMap((lang) => translation(text, lang) ?? []);
