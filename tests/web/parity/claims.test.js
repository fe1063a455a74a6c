/** Whose figures of the dead, and how they are summed: cases that Python is held to as well, and
 * the law of sums, low <= best <= high, over rows, windows and views made by chance. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { deaths } from '../../../maps/app/rules/balance.js';
import { count } from '../../../maps/app/rules/count.js';
import { columnsFrom } from '../../../maps/app/data/columns.js';
import { dataInView, peoples, figuresInView, viewsOf } from '../../../maps/app/rules/claimsview.js';

const { views, sums } = JSON.parse(readFileSync(new URL('../../parity/claims.json', import.meta.url)));
const ends = ({ low, best, high }) => [low, best, high];
const plain = ({ toll, people }) => ({
  toll: ends(toll),
  people: Object.fromEntries([...people].map(([whose, range]) => [whose, ends(range)])),
});

for (const { name, claims, sources = {}, expect } of views) {
  test(`whose figures: ${name}`, () => {
    for (const [view, wanted] of Object.entries(expect)) {
      const found = figuresInView(claims, sources, view);
      for (const [id, said] of Object.entries(wanted)) assert.deepEqual(plain(found.get(id)), said, view);
      if (Object.keys(wanted).length === 0) assert.equal(found.size, 0, view);
    }
  });
}

const KEYS = ['id', 'start', 'end', 'low', 'best', 'high', 'role', 'part_of'];
const dataOf = (rows, claims = []) => {
  const filled = rows.map((row) => [...row, ...['event', ''].slice(row.length - 6)]);
  const events = Object.fromEntries(KEYS.map((key, i) => [key, filled.map((row) => row[i])]));
  return {
    spec: { events, claims, sources: {} },
    columns: columnsFrom({ ...events, lat: [], lon: [] }, () => []),
    index: new Map(events.id.map((id, row) => [id, row])),
  };
};
const shown = ({ spec: { events } }, [from, to]) =>
  events.id.map((_, row) => row).filter((row) => events.start[row] < to && from < events.end[row]);

for (const { name, rows, window, toll, silent = 0, open = 0, without } of sums) {
  test(`sums: ${name}`, () => {
    const data = dataOf(rows);
    const found = count(data, shown(data, window), window);
    assert.deepEqual(ends(found), toll);
    assert.deepEqual([found.silent, found.open], [silent, open]);
    if (without) assert.deepEqual(ends(found.unknown), without);
  });
}

/** Numbers by chance that are the same at each run. */
const dice = (seed) => {
  let state = seed;
  return (n) => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return Math.floor((state / 4294967296) * n);
  };
};
const any = (roll, values) => values[roll(values.length)];
const lawful = ({ low, best, high }, where) => {
  const known = [low, best, high].filter((n) => n !== null);
  assert.deepEqual(known, [...known].sort((a, b) => a - b), `${where}: ${[low, best, high]}`);
};

const anyRows = (roll) =>
  Array.from({ length: 1 + roll(12) }, (_, i) => {
    const start = roll(20);
    const figures = [roll(9), 9 + roll(9), 18 + roll(9)].map((n) => (roll(3) === 0 ? null : n));
    const role = any(roll, ['event', 'event', 'event', 'aggregate', 'toll']);
    return [`e${i}`, start, start + 1 + roll(8), ...figures, role, roll(2) ? `e${roll(12)}` : ''];
  });
const anyClaims = (roll) =>
  Array.from({ length: roll(16) }, () => {
    const [low, best, high] = [roll(9), 9 + roll(9), 18 + roll(9)].map((n) => (roll(3) === 0 ? null : n));
    return {
      event: `e${roll(12)}`, by: '', side: any(roll, ['armenian', 'azerbaijani', 'third_party', 'compiled', 'north']),
      on: any(roll, ['', '2020', '2020-01-02']), measure: 'killed', who: any(roll, ['all', 'military', 'civilian', '']),
      whose: any(roll, ['armenian', 'azerbaijani', 'all', '', 'north']), low, best, high, statement: '', source: '',
    };
  });

test('low <= best <= high in every sum: 1,500 tables by chance, any window, filter and view', () => {
  const roll = dice(19881994);
  for (let i = 0; i < 1500; i += 1) {
    const claims = anyClaims(roll);
    const data = dataOf(anyRows(roll), claims);
    const from = roll(20);
    const window = [from, from + 1 + roll(20)];
    const kept = roll(4); // a filter that lets some rows pass
    const rows = shown(data, window).filter((row) => kept < 2 || (row * 7 + i) % kept !== 0);
    for (const view of viewsOf(claims)) {
      for (const whose of view === 'range' ? [undefined] : [undefined, ...peoples(claims)]) {
        const found = count(dataInView(data, view, whose), rows, window);
        for (const sum of [found, found.rest, ...found.groups]) lawful(sum, `${i} ${view} ${whose}`);
      }
    }
    const dead = deaths(data, rows, window);
    assert.deepEqual(ends(dead.all), ends(count(data, rows, window)));
    for (const range of dead.only.values()) lawful(range, `${i} deaths`);
    assert.ok(dead.one <= dead.of);
  }
});
