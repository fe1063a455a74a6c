/** Texts of the data in other languages, by the text that the data hold. */
import { once } from '#app/util/lazy';

/** The `key` of each text, and in the same order each language; '' is none.
 * @typedef {{key?: number[]} & Record<string, string[]>} Texts */

/** @type {() => Texts} */
let texts = () => ({});
/** @type {Map<string, Map<number, string>>} */
const tables = new Map();

/** @param {() => Texts} read called when a text is first wanted in another language */
export function useTexts(read) {
  texts = once(read);
  tables.clear();
}

const PRIME = 2 ** 45 - 55;
const bytes = new TextEncoder();

/** The number by which a text is found; as `key_of` in Python. @param {string} text */
export function keyOf(text) {
  let key = 0;
  for (const byte of bytes.encode(text)) key = (key * 256 + byte) % PRIME;
  return key;
}

/** @param {string} lang @returns {Map<number, string>} */
function tableOf(lang) {
  const known = tables.get(lang);
  if (known) return known;
  const { key = [], [lang]: list = [] } = texts();
  const made = new Map(key.flatMap((one, i) => (list[i] ? [[one, list[i]]] : [])));
  tables.set(lang, made);
  return made;
}

/** A text of the data in a language, where it is translated.
 * @param {string} text @param {string} lang @returns {string | undefined} */
export function translation(text, lang) {
  const table = lang === 'en' ? null : tableOf(lang);
  return table?.size ? table.get(keyOf(text)) : undefined;
}

/** A text of the data in all the languages into which it is translated.
 * @param {string} text @returns {string[]} */
export const translationsOf = (text) =>
  Object.keys(texts()).flatMap((lang) => (lang === 'key' ? [] : translation(text, lang) ?? []));
