import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const APP = new URL('../../maps/app/', import.meta.url);

/** Import a module of the page by its name, in whichever folder it stands.
 * @param {string} name such as `axis` */
export function source(name) {
  const found = readdirSync(fileURLToPath(APP), { recursive: true })
    .filter((path) => `/${path}`.endsWith(`/${name}.js`) && !`/${path}`.includes('/i18n/'));
  if (found.length !== 1) throw new Error(`${name}.js stands ${found.length} times in maps/app`);
  return import(new URL(found[0], APP));
}
