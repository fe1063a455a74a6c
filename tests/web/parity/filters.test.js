/** Which events a view shows: cases that Python is held to as well. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { makeData } from '../../../maps/app/data/read.js';
import {
  countTexts, inWindow, isFiltered, LISTS, NO_FILTERS, passes, rowSet, rowsInWindow, visibleRows,
} from '../../../maps/app/rules/filter.js';

const { page, cases } = JSON.parse(readFileSync(new URL('../../parity/filters.json', import.meta.url)));
const fresh = () => {
  const collections = Object.entries(page.layers).map(([id, features]) => [id, { features }]);
  return makeData(structuredClone(page.spec), new Map(collections));
};
const data = fresh();
const ids = (rows, of = data) => Array.from(rows, (row) => of.spec.events.id[row]).join('');

for (const { window, filters, ids: wanted } of cases) {
  test(`shown in ${window} with ${JSON.stringify(filters)}`, () => {
    const full = { ...NO_FILTERS, ...filters };
    assert.equal(ids(visibleRows(data, { window, filters: full })), wanted);
    if (!filters.text && !Object.keys(filters).some((key) => key !== 'certain'))
      assert.equal(ids(inWindow(data, window, full.certain)), wanted);
    if (window[0] === 0 && window[1] === 100 && !full.certain)
      for (const [row, id] of data.spec.events.id.entries())
        assert.equal(passes(data, full, row), wanted.includes(id), id);
    assert.equal(isFiltered(full), Object.keys(filters).length > 0);
  });
}

test('no filter is on until one is', () => {
  assert.equal(isFiltered(NO_FILTERS), false);
  for (const list of LISTS) assert.equal(isFiltered({ ...NO_FILTERS, [list]: ['x'] }), true);
  assert.equal(isFiltered({ ...NO_FILTERS, toll: 0 }), true);
});

test('row sets are kept for the last filters, and are those of their own data', () => {
  const one = { ...NO_FILTERS, types: ['battle'] };
  const first = rowSet(data, one);
  assert.equal(rowSet(data, { ...one }), first);
  assert.notEqual(rowSet(fresh(), one), first);
  for (const key of ['status', 'precision', 'actors', 'sides', 'sources', 'types'])
    assert.notEqual(rowSet(data, { ...NO_FILTERS, [key]: ['x'] }), first, key);
  assert.notEqual(rowSet(data, { ...one, toll: 1 }), first);
  assert.notEqual(rowSet(data, { ...one, text: 'x' }), first);
  assert.equal(rowSet(data, one), first);
  for (let i = 0; i < 11; i += 1) rowSet(data, { ...NO_FILTERS, text: `word${i}` });
  assert.equal(rowSet(data, one), first, 'one of the last twelve');
  for (let i = 0; i < 12; i += 1) rowSet(data, { ...NO_FILTERS, text: `word${i}` });
  assert.notEqual(rowSet(data, one), first, 'forgotten');
});

test('a window over many rows knows which part of them it is', () => {
  const set = (starts, ends, undated = 0) => {
    let most = -Infinity;
    return {
      rows: Int32Array.from({ length: starts.length + undated }, (_, i) => 100 + i),
      start: Int32Array.from(starts), end: Int32Array.from(ends),
      maxEnd: Int32Array.from(ends, (end) => (most = Math.max(most, end))),
    };
  };
  const days = set([0, 1, 2, 3, 4], [1, 2, 3, 4, 5]);
  const of = (found) => [...found];
  const two = rowsInWindow(days, [1, 3], false);
  assert.deepEqual(of(two), [101, 102]);
  assert.deepEqual([two.parts.from, two.parts.to, two.parts.early], [1, 3, []]);
  assert.equal(two.buffer, days.rows.buffer, 'cut out, not copied');
  const long = set([0, 1, 2, 3, 4], [4, 2, 3, 4, 5], 2);
  const found = rowsInWindow(long, [2, 4], false);
  assert.deepEqual(of(found), [100, 102, 103, 105, 106]);
  assert.deepEqual([found.parts.from, found.parts.to, found.parts.early], [2, 4, [100]]);
  assert.equal(found.parts.of, long.rows);
  assert.deepEqual(of(rowsInWindow(long, [0, 3], true)), [101, 102]);
  assert.deepEqual(of(rowsInWindow(long, [0, 4], true)), [100, 101, 102, 103]);
  const sure = rowsInWindow(days, [1, 3], true);
  assert.deepEqual([of(sure), sure.parts.from, sure.parts.to], [[101, 102], 1, 3]);
  assert.deepEqual(of(rowsInWindow(days, [9, 12], false)), []);
  assert.deepEqual(of(rowsInWindow(days, [9, 12], true)), []);
});

test('texts are counted by row, or by what rows stand for', () => {
  const column = { codes: Uint8Array.of(0, 1, 1, 2), texts: ['a', 'b', 'c'] };
  assert.deepEqual([...countTexts(column, [0, 1, 2])], [['a', 1], ['b', 2]]);
  assert.deepEqual([...countTexts(column, [1, 3], Float64Array.of(5, 6, 7, 8))], [['b', 6], ['c', 8]]);
});

test('data of a page: rows by id, parties, sides quoted, layers and features', () => {
  assert.equal(data.index.get('b'), 2);
  assert.equal(data.index.get('x'), undefined);
  assert.deepEqual([...data.sides], [[1, ['armenian']], [2, ['azerbaijani', 'third_party']]]);
  assert.deepEqual(data.actors, [['Army B'], ['Army A', 'Army B'], ['Army A', 'Army C'], [], []]);
  assert.deepEqual([...data.layers.keys()], ['towns', 'held', 'rivers']);
  assert.deepEqual([data.start.length, [...data.maxEnd].every((end, i) => i === 0 || end >= data.maxEnd[i - 1])],
    [4, true]);
  assert.ok(data.haystack[1].includes('shosh'));
});
