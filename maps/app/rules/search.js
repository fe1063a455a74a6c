/** Text folding and the searchable text of events and places; pure. */
/** @import {EventColumns, Feature} from '#app/types' */

const SPECIAL = new Map(Object.entries({ ə: 'e', ı: 'i', ø: 'o', ß: 'ss', '’': "'", ʻ: "'" }));

/** Lower case without accents, so that Xankəndi, xankendi and XANKƏNDİ are one word.
 * @param {string} text @returns {string} */
export function fold(text) {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
  return plain
    .replace(/[əıøß’ʻ]/g, (letter) => SPECIAL.get(letter) ?? letter)
    .replace(/և/g, 'եվ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** All names of a place feature, each once; a paired name also by its halves.
 * @param {Feature} feature @returns {string[]} */
export function variants({ properties }) {
  const { name, name_hy, name_az, name_ru, names } = properties;
  const all = [name, name_hy, name_az, name_ru, ...(Array.isArray(names) ? names : [])];
  return [...new Set(all.flatMap((text) => halves(text ?? '')))].filter(Boolean);
}

/** "Shusha (Shushi)" is found as a whole and by each half.
 * @param {string} text @returns {string[]} */
export function halves(text) {
  const found = /^(.+?)\s*\((.+)\)$/.exec(text);
  return found ? [text, found[1], found[2]] : [text];
}

/** Folded name → all folded names of the same place.
 * @param {Iterable<Feature>} places @returns {Map<string, string>} */
export function gazetteer(places) {
  const found = new Map();
  for (const place of places) {
    const names = variants(place).map(fold);
    for (const name of names) found.set(name, names.join(' | '));
  }
  return found;
}

/** The words for a type of events, in whatever language: at first its own id.
 * @type {(type: string) => string[]} */
let wordsOf = (type) => [type.replaceAll('_', ' ')];
/** @type {Map<string, string>} */
const ofTypes = new Map();

/** @param {(type: string) => string[]} read the words for a type in the languages of the page */
export function useTypeWords(read) {
  wordsOf = read;
  ofTypes.clear();
}

/** The folded words for a type, all of them. @param {string} type @returns {string} */
export function typeText(type) {
  const known = ofTypes.get(type) ?? [...new Set(wordsOf(type).map(fold))].join(' | ');
  ofTypes.set(type, known);
  return known;
}

/** One folded text per event: title, actors, places in every language, its id, its type.
 * @param {EventColumns} events @param {Map<string, string>} names @returns {string[]} */
export const haystacks = (events, names) =>
  events.id.map((_, row) => haystackOf(events, row, names));

/** @param {EventColumns} events @param {number} row @param {Map<string, string>} names
 * @param {string[]} [titles] in other languages */
export function haystackOf(events, row, names, titles = []) {
  const places = [events.place[row], events.place_hy[row], events.place_az[row]];
  const forms = places.flatMap((text) => (text ?? '').split(/\s*[/;]\s*/)).flatMap(halves);
  const known = forms.map((form) => names.get(fold(form)) ?? '');
  const own = [events.title[row], ...places, events.actor_a[row], events.actor_b[row], events.id[row],
    ...titles];
  return [...own.map((text) => fold(text ?? '')), ...new Set(known), typeText(events.type[row] ?? '')]
    .join(' | ');
}

/** Does the text hold every word of the query?
 * @param {string} haystack folded @param {string} query as typed */
export function matches(haystack, query) {
  return fold(query)
    .split(' ')
    .every((word) => haystack.includes(word));
}
