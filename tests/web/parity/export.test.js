/** Cells of CSV: the cases of tests/parity/export.json, which Python writes and reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { toCsv, toGeoJson } from '../../../maps/app/rules/export.js';

const CASES = JSON.parse(readFileSync(new URL('../../parity/export.json', import.meta.url), 'utf8'));
const data = (events) => ({
  spec: { attribution: [], sources: {}, events: { id: ['e'], where: [[]], sources: [[]], ...events } },
});

test('a cell, and the name of a column, is written as Python writes it', () => {
  for (const [text, written] of CASES) {
    const found = toCsv(data({ extra: [[text, [text]]] }), [0]);
    assert.equal(found, `id,where,sources,${written},source_addresses\ne,,,${written},\n`);
  }
});

test('an event keeps its own address, and its sources say theirs beside it', () => {
  const { spec } = data({ source_url: ['https://a.example/1'], sources: [['s', 'constructor']] });
  spec.sources = { s: { url: 'https://s.example/' } };
  const [head, row] = toCsv({ spec }, [0]).split('\n');
  assert.equal(head, 'id,where,sources,source_url,source_addresses');
  assert.equal(row, 'e,,s constructor,https://a.example/1,https://s.example/');
});

test('columns of any name are properties of their own', () => {
  const names = ['__proto__', 'constructor', 'lat (mine)', 'weapon'];
  const found = JSON.parse(toGeoJson(data({ extra: names.map((name) => [name, [name]]) }), [0]));
  for (const name of names) assert.equal(Object.getOwnPropertyDescriptor(found.features[0].properties, name).value, name);
});
