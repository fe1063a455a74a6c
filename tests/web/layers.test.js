/** The page's rooms: imports point one way, and never in a circle. Imports of types count. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

const APP = new URL('../../maps/app/', import.meta.url).pathname;
/** From the top down; a room knows those after it. `types` is known by all and knows none. */
const ROOMS = ['main', 'panels', 'map', 'time', 'state', 'marks', 'ui', 'text', 'data', 'rules',
  'util', 'types'];

/** Text of each module by its name: `rules/filter`, `types`. */
const SOURCES = new Map(
  readdirSync(APP, { recursive: true })
    .map(String)
    .filter((name) => /\.(js|d\.ts)$/.test(name))
    .map((name) => [name.replace(/\.(js|d\.ts)$/, ''), readFileSync(join(APP, name), 'utf8')]),
);

const roomOf = (name) => ROOMS.indexOf(name.split('/')[0]);

/** What a module names: imports, imports of types in comments, and those made while it runs. */
const namedIn = (text) =>
  [...text.matchAll(/(?<!['"`])\b(?:from|import)\s*\(?\s*['"`]([^'"`]+)['"`]/g)].map(([, path]) => path);

/** Modules that import each other, directly or not; each circle once. */
function circles(graph) {
  const reach = (from) => {
    const seen = new Set();
    const next = [...(graph.get(from) ?? [])];
    while (next.length) {
      const name = next.pop();
      if (seen.has(name)) continue;
      seen.add(name);
      next.push(...(graph.get(name) ?? []));
    }
    return seen;
  };
  const reached = new Map([...graph.keys()].map((name) => [name, reach(name)]));
  const found = [...graph.keys()]
    .filter((name) => reached.get(name).has(name))
    .map((name) => [...graph.keys()]
      .filter((other) => reached.get(name).has(other) && reached.get(other).has(name))
      .sort().join(' ↔ '));
  return [...new Set(found)];
}

/** What is wrong with the imports of some modules, a line each. */
function problems(sources) {
  const graph = new Map();
  const found = [];
  for (const [name, text] of sources) {
    if (roomOf(name) < 0) found.push(`${name} stands in no room`);
    const known = namedIn(text);
    for (const path of known.filter((path) => !path.startsWith('#app/')))
      found.push(`${name} imports ${path}: write #app/…`);
    const others = known.filter((path) => path.startsWith('#app/')).map((path) => path.slice(5));
    for (const other of others) {
      if (!sources.has(other)) found.push(`${name} imports ${other}, which is not there`);
      else if (roomOf(other) < roomOf(name)) found.push(`${name} may not know ${other}`);
    }
    graph.set(name, new Set(others));
  }
  return [...found, ...circles(graph)];
}

/** The sources with a line more in one of them. */
const seeded = (name, line) => new Map([...SOURCES, [name, `${SOURCES.get(name)}${line}\n`]]);

test('every module stands in a room, arrows point one way, nothing goes in a circle', () => {
  assert.ok(SOURCES.size > 100);
  assert.deepEqual(problems(SOURCES), []);
});

test('nothing knows the program but itself', () => {
  assert.deepEqual(problems(seeded('ui/dom', "import '#app/main';")).slice(0, 1),
    ['ui/dom may not know main']);
});

test('a wrong import is caught, whatever its form', () => {
  const wrong = 'rules/filter may not know panels/table';
  for (const line of [
    "import { createTable } from '#app/panels/table';",
    "export { createTable } from '#app/panels/table';",
    "export * from '#app/panels/table';",
    "/** @import {Table} from '#app/panels/table' */",
    "/** @type {import('#app/panels/table').Table} */",
    "const later = () => import('#app/panels/table');",
  ]) assert.ok(problems(seeded('rules/filter', line)).includes(wrong), line);
  const types = problems(seeded('types', "export type T = import('#app/util/clock').T;"));
  assert.ok(types.includes('types may not know util/clock'));
});

test('a circle inside a room is caught, of types too', () => {
  const line = "/** @import {Player} from '#app/time/timeline' */";
  const found = problems(seeded('time/axis', line));
  assert.equal(found.length, 1);
  assert.match(found[0], /time\/axis ↔ .*time\/timeline/);
});

test('a module outside the rooms, a relative path and a module that is gone are caught', () => {
  const stray = new Map([...SOURCES, ['helpers/x', "import '../util/clock.js';"]]);
  assert.deepEqual(problems(stray), [
    'helpers/x stands in no room', 'helpers/x imports ../util/clock.js: write #app/…',
  ]);
  assert.deepEqual(problems(seeded('util/clock', "import '#app/util/gone';")),
    ['util/clock imports util/gone, which is not there']);
});
