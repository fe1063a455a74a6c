/** Repeat the words that figures and reports share with the page: node words.js */
import { writeFileSync } from 'node:fs';

const SHARED = new RegExp(`^(${[
  'unknown', 'upto', 'atleast', 'metres', 'km', 'killed(\\.(month|year|across))?', 'shown', 'shown\\.all', 'accounting', 'sources(\\.archive)?',
  'naming\\.(paired|international|armenian_first|azerbaijani_first)(\\.text)?', 'names\\.note',
  '(viewpoint|caption|key|control|road|type|role|side|measure|who|whose|told|range|status|precision|country|unknown|date|season|balance)\\..*',
  'toll\\.(none|contested|order)', 'totals\\.(title|filtered|rest|events|n|whole|named|rule|rule\\.text)',
  'fact\\.(when|type|title|place|precision|actors|toll|note)', 'claims\\.(title|view)', 'claims\\.view\\..*', 'tab\\.(events|totals)',
  'about\\.(title|viewpoint|names|notes|uncertain|uncertain\\.text|rows|credits|sources|inputs)',
  'layer\\.(viewpoint|licence|note|source)', 'filter\\.(types|status|precision|certain|side|actor|source)',
].join('|')})$`);

const found = {};
for (const lang of ['en', 'hy', 'az', 'ru']) {
  const { default: words } = await import(`#app/text/i18n/${lang}`);
  const kept = Object.entries(words).filter(([key]) => SHARED.test(key));
  found[lang] = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
const target = new URL('../geo/conflictmap/texts/page.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(found, null, 1)}\n`);
