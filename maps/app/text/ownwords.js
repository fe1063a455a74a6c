/** What a page says of its own words: further languages, and names of its types of events. */
/** @import {Spec} from '#app/types' */
import { useTypeWords } from '#app/rules/search';
import { addLanguages, label, LANGS, translator } from '#app/text/i18n';

/** Takes the words of a page; a search finds a type by its name in each language.
 * @param {Pick<Spec, 'languages' | 'types'>} spec */
export function useOwnWords({ languages, types }) {
  addLanguages(languages);
  const own = new Map(types.map((type) => [type.id, type.label]));
  useTypeWords((type) => [
    type.replaceAll('_', ' '), own.get(type) ?? '',
    ...Object.keys(LANGS).map((lang) => label(translator(lang), 'type', type, own.get(type))),
  ]);
}
