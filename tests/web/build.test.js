import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const MAPS = new URL('../../maps/', import.meta.url).pathname;
const read = (...parts) => readFileSync(join(MAPS, ...parts), 'utf8');
const modules = readdirSync(join(MAPS, 'app'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.js'));

test('vendored files are exactly as published', () => {
  const { files } = JSON.parse(read('vendor', 'vendor.json'));
  for (const [name, { sha512, bytes }] of Object.entries(files)) {
    const content = readFileSync(join(MAPS, 'vendor', name));
    assert.equal(content.length, bytes, name);
    assert.equal(`sha512-${createHash('sha512').update(content).digest('base64')}`, sha512, name);
  }
});

test('no module makes markup of text, runs text, or asks for anything', () => {
  const banned =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|localStorage|sessionStorage|setAttribute\('style'|bindPopup|bindTooltip/;
  for (const name of modules) assert.doesNotMatch(read('app', name), banned, name);
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"|registry/);
});

test('every catalogue has the keys of the English one, and the same fields in each text', async () => {
  const { default: en } = await import('../../maps/app/text/i18n/en.js');
  const fields = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const lang of ['hy', 'az', 'ru']) {
    const { default: other } = await import(`../../maps/app/text/i18n/${lang}.js`);
    assert.deepEqual(Object.keys(other).sort(), Object.keys(en).sort(), lang);
    for (const key of Object.keys(en))
      assert.equal(fields(other[key]), fields(en[key]), `${lang} ${key}`);
  }
});

test(
  'the committed bundle is what the modules make',
  { skip: !existsSync(join(MAPS, 'node_modules', 'esbuild')) },
  async () => {
    const { build } = await import(join(MAPS, 'node_modules', 'esbuild', 'lib', 'main.js'));
    const { default: options, english, words } = await import('../../maps/build.js');
    assert.equal(await words(), read('words.bundle.json'), 'words.bundle.json is stale');
    assert.equal(await english(), read('words.en.json'), 'words.en.json is stale');
    for (const option of options(MAPS)) {
      const { outputFiles } = await build({ ...option, write: false });
      assert.ok(
        outputFiles[0].text === readFileSync(option.outfile, 'utf8'),
        `${option.outfile} is stale: npm run build`,
      );
    }
  },
);
