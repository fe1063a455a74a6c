/**
 * Draw mutants of the page's sources with a fixed seed, and run node's tests on each.
 *
 * `node page.mjs TOOLS` where TOOLS holds node_modules with Stryker's instrumenter; further words
 * are names of folders of maps/app. All mutants stand in the copied sources at once; an environment
 * variable turns one on. Only the test files that reach a mutant run. Results go to
 * build/mutants/page.json, which run.py makes into the table.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SEED = 'conflictmap 13';
const COUNT = 60;
/** Tests that read the sources as text: they say nothing of what a mutant does. */
const ABOUT_SOURCES = ['build.test.js', 'budget.test.js', 'layers.test.js'];
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const APP = join(ROOT, 'maps/app');
const STORE = join(ROOT, 'build/mutants');
const COPY = join(STORE, 'page');
const [tools = ROOT, ...wanted] = process.argv.slice(2);
const SILENT = {
  isDebugEnabled: () => false, isInfoEnabled: () => false, isTraceEnabled: () => false,
  debug() {}, info() {}, warn() {}, error() {}, fatal() {}, trace() {},
};
const REPORT = `import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { static: all = {}, perTest = {} } = globalThis.__stryker__?.mutantCoverage ?? {};
  const seen = [all, ...Object.values(perTest)].flatMap((ids) => Object.keys(ids));
  writeFileSync(process.env.REACHED, JSON.stringify([...new Set(seen)]));
});`;

const files = (folder, end) => readdirSync(folder, { recursive: true })
  .map((name) => join(folder, name)).filter((name) => name.endsWith(end)).sort();
const rank = (...parts) => createHash('sha256').update([SEED, ...parts].join('\n')).digest('hex');
const folderOf = (name) => {
  const parts = relative(APP, name).split('/');
  return parts.length > 1 ? parts[0] : 'app';
};

/** Put all mutants of the sources into a copy, and return them with their texts. */
async function instrumented() {
  const load = createRequire(join(resolve(tools), 'package.json'));
  const { Instrumenter } = await import(pathToFileURL(load.resolve('@stryker-mutator/instrumenter')));
  const options = { plugins: null, ignorers: [], excludedMutations: [] };
  const sources = files(APP, '.js').filter((name) => !name.includes('/i18n/'))
    .map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const made = await new Instrumenter(SILENT).instrument(sources, options);
  rmSync(COPY, { recursive: true, force: true });
  mkdirSync(COPY, { recursive: true });
  for (const name of ['maps', 'tests/web', 'tests/parity', 'geo/conflictmap']) {
    if (existsSync(join(ROOT, name))) {
      cpSync(join(ROOT, name), join(COPY, name), {
        recursive: true, filter: (path) => !/node_modules|__pycache__/.test(path),
      });
    }
  }
  symlinkSync(join(ROOT, 'maps/node_modules'), join(COPY, 'maps/node_modules'));
  for (const { name, content } of made.files) writeFileSync(join(COPY, relative(ROOT, name)), content);
  const texts = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  return made.mutants.map((mutant) => described(mutant, texts.get(mutant.fileName)));
}

/** One mutant: its place, the text that goes and the text that comes. */
function described({ id, fileName, location, replacement, mutatorName }, lines) {
  const { start, end } = location;
  const part = lines.slice(start.line, end.line + 1);
  const line = part[0].trim();
  part[part.length - 1] = part.at(-1).slice(0, end.column);
  part[0] = part[0].slice(start.column);
  const was = part.join('\n');
  return {
    id, file: relative(ROOT, fileName), folder: folderOf(fileName), line: start.line + 1,
    kind: mutatorName, text: line, was, becomes: replacement,
  };
}

/** The mutants that are run: as many places of each folder, one change for each place. */
function drawn(mutants) {
  const folders = [...new Set(mutants.map(({ folder }) => folder))].sort();
  return folders.filter((name) => !wanted.length || wanted.includes(name))
    .flatMap((name) => {
      const own = mutants.filter(({ folder }) => folder === name);
      const seen = new Map();
      const keyed = own.map((mutant) => {
        const place = `${mutant.text}\n${mutant.was}\n${mutant.becomes}`;
        const number = seen.get(place) ?? 0;
        seen.set(place, number + 1);
        return { ...mutant, number, order: rank(place, number) };
      });
      keyed.sort((a, b) => (a.order < b.order ? -1 : 1));
      return keyed.slice(0, COUNT);
    });
}

const run = (file, more, env, timeout) => spawnSync(process.execPath, [...more, file], {
  cwd: join(COPY, 'maps'), env: { ...process.env, ...env }, timeout, killSignal: 'SIGKILL',
  encoding: 'utf8',
});

/** Which test files reach which mutant, the fastest first; all must pass while none is on. */
function reached(tests) {
  const report = join(STORE, 'report.mjs');
  writeFileSync(report, REPORT);
  const into = join(STORE, 'reached.json');
  const found = new Map();
  const timed = tests.map((file) => {
    const begin = Date.now();
    const done = run(file, ['--import', report], { REACHED: into }, 300_000);
    if (done.status !== 0) throw new Error(`${file} fails with no mutant:\n${done.stdout}`);
    return { file, took: Date.now() - begin, ids: JSON.parse(readFileSync(into, 'utf8')) };
  });
  for (const { file, took, ids } of timed.sort((a, b) => a.took - b.took)) {
    for (const id of ids) found.set(id, [...found.get(id) ?? [], { file, took }]);
  }
  return found;
}

const mutants = drawn(await instrumented());
const tests = files(join(COPY, 'tests/web'), '.test.js').filter((name) => !ABOUT_SOURCES.includes(basename(name)));
const byMutant = reached(tests);
const results = mutants.map((mutant) => {
  const own = byMutant.get(mutant.id) ?? [];
  // A mutant that never ends counts as killed.
  const by = own.find(({ file, took }) =>
    run(file, [], { __STRYKER_ACTIVE_MUTANT__: mutant.id }, 5_000 + 8 * took).status !== 0)?.file;
  const state = by ? 'killed' : own.length ? 'survived' : 'not reached';
  console.log(state.padEnd(11), `${mutant.file}:${mutant.line}`, mutant.kind,
    `${mutant.was} -> ${mutant.becomes}`.replaceAll('\n', ' ').slice(0, 150));
  const day = new Date().toISOString().slice(0, 10);
  return { ...mutant, state, by: by ? relative(COPY, by) : '', day };
});
const store = join(STORE, 'page.json');
const before = existsSync(store) && wanted.length ? JSON.parse(readFileSync(store, 'utf8')) : [];
const kept = before.filter(({ folder }) => !wanted.includes(folder));
writeFileSync(store, JSON.stringify([...kept, ...results], null, 1));
for (const folder of new Set(results.map((one) => one.folder))) {
  const own = results.filter((one) => one.folder === folder);
  const count = (state) => own.filter((one) => one.state === state).length;
  console.log(folder, own.length, 'killed', count('killed'), 'survived', count('survived'),
    'not reached', count('not reached'));
}
