/** Interface text by language, with English where a catalogue is silent. */
/** @import {Lang, Translate} from '#app/types' */
import en from '#app/i18n/en';
import hy from '#app/i18n/hy';
import az from '#app/i18n/az';
import ru from '#app/i18n/ru';

/** @type {Record<Lang, Record<string, string>>} */
const CATALOGUES = { en, hy, az, ru };

/** @type {Record<Lang, string>} */
export const LANGS = { en: 'English', hy: 'Հայերեն', az: 'Azərbaycanca', ru: 'Русский' };

/** @param {Lang} lang @returns {Translate} */
export function translator(lang) {
  return (key, values = {}) => {
    const template = CATALOGUES[lang]?.[key] ?? en[/** @type {keyof typeof en} */ (key)] ?? key;
    return template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  };
}

/** The label of a value of the data, or the data's own word.
 * @param {Translate} t @param {string} kind @param {string} value @param {string} [fallback] */
export function label(t, kind, value, fallback) {
  const key = `${kind}.${value}`;
  const found = t(key);
  return found === key ? fallback || value.replaceAll('_', ' ') : found;
}
