/** What is written on the map: short texts with a place and days; pure. */
/** @import {Annotation, Lang, Num, Window} from '#app/types' */
import { groundDay } from '#app/util/clock';

/** No more are shown at once. */
export const MOST = 5;

/** Those that hold on the day of the ground, the most important first.
 * @param {Annotation[] | undefined} all by priority
 * @param {{window: Window, day?: Num, compare: Window | null}} state @returns {Annotation[]} */
export function annotationsOn(all = [], state) {
  if (state.compare) return [];
  const day = groundDay(state);
  return all.filter(({ from, to }) => from <= day && day < to).slice(0, MOST);
}

/** A text in a language, else in English, else in any.
 * @param {Record<string, string> | undefined} text @param {Lang} lang @returns {string} */
export const spoken = (text = {}, lang) => text[lang] ?? text.en ?? Object.values(text)[0] ?? '';
