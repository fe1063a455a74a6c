/** Names by policy. Use of a name is not a claim; pure but for the names in other letters. */
/** @import {Lang, Naming, Properties} from '#app/types' */
import { fold } from '#app/rules/search';

const LATIN = new Map(
  Object.entries({
    ա: 'a',
    բ: 'b',
    գ: 'g',
    դ: 'd',
    ե: 'e',
    զ: 'z',
    է: 'e',
    ը: 'e',
    թ: 't',
    ժ: 'zh',
    ի: 'i',
    լ: 'l',
    խ: 'kh',
    ծ: 'ts',
    կ: 'k',
    հ: 'h',
    ձ: 'dz',
    ղ: 'gh',
    ճ: 'ch',
    մ: 'm',
    յ: 'y',
    ն: 'n',
    շ: 'sh',
    ո: 'o',
    չ: 'ch',
    պ: 'p',
    ջ: 'j',
    ռ: 'r',
    ս: 's',
    վ: 'v',
    տ: 't',
    ր: 'r',
    ց: 'ts',
    ւ: 'v',
    փ: 'p',
    ք: 'k',
    օ: 'o',
    ֆ: 'f',
  }),
);

/** @param {string} text Armenian letters in Latin ones, roughly */
export function latin(text) {
  return [...fold(text).replaceAll('ու', 'u')]
    .map((letter) => LATIN.get(letter) ?? letter)
    .join('');
}

/** @param {string} a @param {string} b edits between two short words */
export function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** A paired name in the letters of a language, where it is translated.
 * @type {(name: string, lang: Lang) => string | undefined} */
let inLetters = () => undefined;

/** @param {typeof inLetters} find */
export function useNames(find) {
  inLetters = find;
}

/** @typedef {{first: string, second: string, rest: string, armenian: 0 | 1}} Pair */

const PAIRED = /^(.+?)\s*\((.+)\)(.*)$/;

/** The halves of a paired English name: first, second, and which one is the Armenian form.
 * @param {Properties} properties @returns {Pair | null} */
export function pair({ name, name_hy, name_az }) {
  const found = PAIRED.exec(name);
  if (!found || !name_hy || !name_az) return null;
  const [first, second] = [found[1], found[2]];
  const near = (/** @type {string} */ form, /** @type {string} */ other) =>
    distance(fold(form), other) / Math.max(form.length, other.length, 1);
  const hy = latin(name_hy);
  const az = fold(name_az).replaceAll('x', 'kh').replaceAll('q', 'gh').replaceAll('c', 'j');
  const straight = near(first, hy) + near(second, az);
  const crossed = near(first, az) + near(second, hy);
  return { first, second, rest: found[3], armenian: straight < crossed ? 0 : 1 };
}

/** The name of a place in a language under a naming policy.
 * @param {Properties} properties @param {Lang} lang @param {Naming} policy @returns {string} */
export function display(properties, lang, policy) {
  const pairing = pair(properties);
  const own = lang === 'en' ? '' : properties[`name_${lang}`];
  if (!pairing) return own || properties.name;
  const whole = inLetters(properties.name, lang);
  if (whole || !own) return byPolicy(whole || properties.name, pairing, policy);
  return policy === 'international'
    ? international(properties, own, lang, pairing)
    : bilingual(properties, lang, pairing, policy);
}

/** A name whose forms are all in the letters of a language; one, where they are written alike.
 * @param {string} whole @param {Pair} pairing @param {Naming} policy */
function byPolicy(whole, { armenian }, policy) {
  const [, first, second, rest] = PAIRED.exec(whole) ?? [];
  return first ? english(whole, { first, second, rest, armenian }, policy) : whole;
}

/** "Lachin (Kashatagh) district": what follows the pair stays at the end.
 * @param {string} name @param {Pair} pairing @param {Naming} policy */
function english(name, { first, second, rest, armenian }, policy) {
  if (policy === 'paired') return name;
  if (policy === 'international') return first + rest;
  const armenianFirst = armenian === 0 ? [first, second] : [second, first];
  const [a, b] = policy === 'armenian_first' ? armenianFirst : armenianFirst.reverse();
  return `${a} (${b})${rest}`;
}

/** The form usual in international documents, in letters that the reader reads.
 * @param {Properties} properties @param {string} own @param {Lang} lang @param {Pair} pairing */
function international({ name_hy, name_az }, own, lang, { first, rest, armenian }) {
  if (lang === 'ru') return own;
  if (armenian === 1) return String(name_az);
  return lang === 'hy' ? String(name_hy) : first + rest;
}

/** Both forms, the one that the policy prefers first. Each people's form has its own letters; in
 * Russian, which has one, it stands for the form usual in international documents.
 * @param {Properties} properties @param {Lang} lang @param {Pair} pairing
 * @param {Naming} policy */
function bilingual({ name_hy, name_az, name_ru }, lang, { second, armenian }, policy) {
  const [usual, other] = armenian === 0 ? [name_hy, name_az] : [name_az, name_hy];
  const [one, two] = lang === 'ru' ? [name_ru, second] : [usual, other];
  const swap = policy !== 'paired' && (armenian === 0) !== (policy === 'armenian_first');
  return swap ? `${two} (${one})` : `${one} (${two})`;
}

/** Has some place a name of each of two peoples, so that a policy decides which is first?
 * @param {{features: Map<string, {feature: {properties: Properties}}>}} data */
export const arePaired = ({ features }) =>
  [...features.values()].some(({ feature: { properties } }) => pair(properties) !== null);

/** The main part of a name, for a label where the whole does not fit; what stands in brackets
 * may have brackets of its own.
 * @param {string} name */
export const short = (name) => name.replace(/\s*\((?:[^()]|\([^()]*\))+\)/g, '');

/** Capitals by the rules of the language the name is in: i is İ only in Azerbaijani.
 * @param {string} words @param {Properties} properties @param {Lang} lang */
export const capitals = (words, properties, lang) =>
  words.toLocaleUpperCase(lang === 'az' && properties.name_az ? 'az' : 'en');
