/** Interface text by language, with English where a catalogue is silent. */
/** @import {Lang, Translate} from '#app/types' */
import { addDates } from '#app/text/dates';
import en from '#app/text/i18n/en';
import { once } from '#app/util/lazy';

const KEYS = Object.keys(en);

/** Words in the other languages, in the order of the English ones.
 * @type {() => Record<string, string[]>} */
let lists = () => ({});

/** @type {Map<Lang, Record<string, string>>} */
const catalogues = new Map();

/** @param {() => Record<string, string[]>} read called when a page first needs another language */
export function useWords(read) {
  lists = once(read);
  catalogues.clear();
}

/** Words as they were last shown in English in the place of those that a catalogue lacks.
 * @type {Set<string>} */
export const borrowed = new Set();
/** The keys that a further language lacks. @type {Map<Lang, Set<string>>} */
const lacking = new Map();

/** Languages of the author's beside the built-in ones.
 * @param {{code: string, name: string, months: string[], marks: [string, string]}[]} [further] */
export function addLanguages(further = []) {
  for (const { code, name, months, marks } of further) {
    LANGS[code] = name;
    addDates(code, months, marks);
    const list = lists()[code] ?? [];
    lacking.set(code, new Set(KEYS.filter((_, i) => !list[i])));
  }
}

/** @param {Lang} lang @returns {Record<string, string>} */
function catalogue(lang) {
  if (lang === 'en') return en;
  const known = catalogues.get(lang);
  if (known) return known;
  const list = lists()[lang] ?? [];
  const made = Object.fromEntries(KEYS.map((key, i) => [key, list[i] ?? en[/** @type {keyof typeof en} */ (key)]]));
  catalogues.set(lang, made);
  return made;
}

/** @type {Record<Lang, string>} */
export const LANGS = { en: 'English', hy: 'Հայերեն', az: 'Azərbaycanca', ru: 'Русский' };

/** @param {Lang} lang @returns {Translate} */
export function translator(lang) {
  return (key, values = {}) => {
    const template = catalogue(lang)[key] ?? key;
    const found = template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
    if (lacking.get(lang)?.has(key)) borrowed.add(found);
    return found;
  };
}

/** The label of a value of the data, or the data's own word.
 * @param {Translate} t @param {string} kind @param {string} value @param {string} [fallback] */
export function label(t, kind, value, fallback) {
  const key = `${kind}.${value}`;
  const found = t(key);
  return found === key ? fallback || value.replaceAll('_', ' ') : found;
}
