/** Bundle the page's program and style: `npm run build`. The results are committed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEAFLET = `/* Leaflet 1.9.4, the parts in use. https://leafletjs.com
 * (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade. BSD-2-Clause */`;

/** Rules of Leaflet's style for what is not in the bundle. */
const UNUSED =
  /control|leaflet-(bar|top|bottom|left|right)\b|popup|tooltip|marker|tile|div-icon|icon-path|image-layer|vml|oldie|attribution|retina|safari|container a/;

/** Leaflet's style without those rules.
 * @param {string} text @returns {string} */
function styleInUse(text) {
  const plain = text.replace(/\/\*[^]*?\*\//g, '').replace(/@media[^{]*\{[^{}]*\{[^{}]*\}\s*\}/g, '');
  const rules = plain.match(/[^{}]+\{[^{}]*\}/g) ?? [];
  return rules
    .flatMap((rule) => {
      const [selectors, body] = rule.split('{');
      const kept = selectors.split(',').filter((selector) => !UNUSED.test(selector));
      return kept.length ? `${kept.join(',').trim()} {${body}` : [];
    })
    .join('\n');
}

/** @type {import('esbuild').Plugin} */
const inUse = {
  name: 'in-use',
  setup(build) {
    build.onLoad({ filter: /leaflet\.css$/ }, ({ path }) => ({
      contents: styleInUse(readFileSync(path, 'utf8')), loader: 'css',
    }));
  },
};

/** @param {string} folder with a slash at its end @returns {import('esbuild').BuildOptions[]} */
export default function options(folder) {
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    charset: 'utf8',
    target: 'es2020',
    legalComments: 'none',
    logLevel: 'warning',
  };
  const banner = { js: LEAFLET, css: LEAFLET };
  return [
    { ...shared, entryPoints: ['app/main.js'], format: 'iife', outfile: `${folder}app.bundle.js` },
    { ...shared, entryPoints: ['app/style.css'], outfile: `${folder}app.bundle.css`, loader: { '.woff2': 'dataurl' } },
    { ...shared, entryPoints: ['leaflet.js'], format: 'iife', outfile: `${folder}leaflet.bundle.js`, banner },
    { ...shared, entryPoints: ['vendor/leaflet.css'], outfile: `${folder}leaflet.bundle.css`, banner, plugins: [inUse] },
  ];
}

/** The page's words in the other languages, in the order of the English ones.
 * @returns {Promise<string>} JSON */
export async function words() {
  const { default: en } = await import('#app/text/i18n/en');
  const found = {};
  for (const lang of ['hy', 'az', 'ru']) {
    const { default: own } = await import(`#app/text/i18n/${lang}`);
    found[lang] = Object.keys(en).map((key) => own[key]);
  }
  return `${JSON.stringify(found)}\n`;
}

/** The English words by key, from which a catalogue of a further language is written.
 * @returns {Promise<string>} JSON */
export async function english() {
  const { default: en } = await import('#app/text/i18n/en');
  return `${JSON.stringify(en, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import('esbuild');
  const folder = fileURLToPath(new URL('.', import.meta.url));
  for (const option of options(folder)) await build(option);
  writeFileSync(`${folder}words.bundle.json`, await words());
  writeFileSync(`${folder}words.en.json`, await english());
}
