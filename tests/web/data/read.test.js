import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { deflateSync } from 'node:zlib';
import { findPlaces, makePackedData, readData, readEvents, readWords } from '../../../maps/app/data/read.js';
import { openPackedNow } from '../../../maps/app/data/unpack.js';
import { known } from '../../../maps/app/util/faults.js';

const { page } = JSON.parse(readFileSync(new URL('../../parity/filters.json', import.meta.url)));
const [packed] = JSON.parse(readFileSync(new URL('../../parity/packed.json', import.meta.url)));
const deflated = (value) => JSON.stringify(deflateSync(Buffer.from(JSON.stringify(value))).toString('base64'));

/** A document that holds the blocks of a page. */
function documentOf(spec, layers, blocks = {}, words = '', evidence = '') {
  const entries = Object.entries(layers).map(([id, content]) => ({
    textContent: content, getAttribute: () => id,
  }));
  return {
    getElementById: (id) => (id === 'conflictmap-spec' ? { textContent: JSON.stringify(spec) }
      : id === 'conflictmap-words' && words ? { textContent: words }
        : id === 'conflictmap-evidence' && evidence ? { textContent: evidence } : null),
    querySelectorAll: () => entries,
    querySelector: (query) => {
      const name = /data-part="([^"]+)"/.exec(query)[1];
      return name in blocks ? { textContent: JSON.stringify(blocks[name]) } : null;
    },
  };
}
const plain = (features) => JSON.stringify({ features });

test('claims and sources of a block of their own are those of the spec', async () => {
  const { claims, sources, ...rest } = { claims: [{ event: 'a', by: 'x', side: '' }], sources: { s: { title: 'T' } }, ...page.spec };
  const data = await readData(documentOf(rest, {}, {}, '', deflated({ claims, sources })));
  assert.deepEqual(data.spec.claims, claims);
  assert.deepEqual(data.spec.sources, sources);
});

test('a readable page is read, its layers as they stand or deflated', async () => {
  const { error } = console;
  console.error = () => {};
  try {
    const layers = {
      towns: deflated({ features: page.layers.towns }), held: plain(page.layers.held), rivers: '{broken',
    };
    const data = await readData(documentOf(page.spec, layers));
    assert.deepEqual(data.spec.events.id, page.spec.events.id);
    assert.equal(data.layers.get('towns').features.length, page.layers.towns.length);
    assert.equal(data.layers.get('held').features.length, page.layers.held.length);
    assert.deepEqual(data.layers.get('rivers').features, []);
    assert.ok(known.layers.has('rivers'));
    assert.equal(data.info.get('held').role, 'control');
    assert.deepEqual([...data.start], [-(2 ** 31), 10, 10, 15]);
    assert.deepEqual([...data.end], [15, 11, 20, 2 ** 31 - 1]);
    assert.deepEqual([...data.maxEnd], [15, 15, 20, 2 ** 31 - 1]);
    assert.deepEqual(readEvents(documentOf(page.spec, {})).id, page.spec.events.id);
  } finally {
    console.error = error;
  }
});

test('a shape that cannot be drawn is left out and said', async () => {
  const { error } = console;
  console.error = () => {};
  try {
    const bad = { id: 'odd', properties: {}, geometry: { type: 'Polygon', coordinates: [1] } };
    const none = { id: 'none', properties: {}, geometry: null };
    const data = await readData(documentOf(page.spec, { held: plain([bad, none, ...page.layers.held]) }));
    assert.deepEqual([...data.features.keys()], page.layers.held.map(({ id }) => id));
    assert.ok(known.shapes.has('odd') && known.shapes.has('none'));
  } finally {
    console.error = error;
  }
});

test('a packed page is read with the same members', async () => {
  const spec = { ...page.spec, events: packed.head, layers: page.spec.layers, claims: [
    { event: packed.events.id[3], side: 'armenian' }, { event: 'nobody', side: 'armenian' }] };
  const layers = { towns: plain(page.layers.towns) };
  const data = await readData(documentOf(spec, layers, packed.blocks));
  assert.equal(data.columns.rows, packed.head.rows);
  for (const row of [0, 7, packed.head.rows - 1]) {
    assert.equal(data.spec.events.title[row], packed.events.title[row]);
    assert.equal(data.index.get(packed.events.id[row]), row);
    assert.ok(data.index.has(packed.events.id[row]));
  }
  assert.equal(data.index.has('nobody'), false);
  assert.deepEqual([...data.index.keys()].slice(0, 3), packed.events.id.slice(0, 3));
  assert.deepEqual([...data.sides], [[3, ['armenian']]]);
  const dated = packed.events.start.filter((day, row) => day !== null || packed.events.end[row] !== null);
  assert.equal(data.start.length, dated.length);
  assert.deepEqual([...data.start], dated);
  const row = packed.events.actor_a.indexOf('A; B');
  assert.deepEqual(data.actors[row], ['A', 'B']);
  const shusha = packed.events.place.indexOf('Shusha (Shushi)');
  assert.ok(data.haystack[shusha].includes('shosh'));
  assert.equal(data.columns.search('shosh')[shusha], 1);
  const steps = [...data.warm()];
  assert.equal(steps.length, Object.keys(packed.head.columns).length + 2);
});

test('ids that are free text lead to their rows too', () => {
  const head = structuredClone(packed.head);
  head.columns.id = head.columns.title;
  const blocks = { ...packed.blocks, 'text-id': packed.blocks['text-title'] };
  const opened = openPackedNow(head, (name) => blocks[name]);
  const data = makePackedData({ ...page.spec, events: head }, new Map(), opened);
  const titles = packed.events.title;
  assert.equal(data.index.get(titles[5]), titles.lastIndexOf(titles[5]));
  assert.equal(data.spec.events.id[5], titles[5]);
  assert.equal(data.index.get(titles[5]), 5);
  assert.equal(data.index.has('no such title'), false);
  assert.equal(data.columns.ids, undefined);
});

test('the words of other languages, as they stand or deflated, or none', () => {
  assert.deepEqual(readWords(documentOf({}, {}, {}, '{"hy": ["a"]}')), { hy: ['a'] });
  assert.deepEqual(readWords(documentOf({}, {}, {}, deflated({ hy: ['a'] }))), { hy: ['a'] });
  assert.deepEqual(readWords(documentOf({}, {})), {});
});

test('places are found by any name, beginnings first, the important ones before others', () => {
  const place = (id, name, more = {}) => [id, {
    feature: { id, properties: { name, ...more } }, layer: { role: 'settlement' },
  }];
  const data = { features: new Map([
    place('a', 'Upper Shosh', { rank: 1 }), place('b', 'Shosh', { rank: 3 }),
    place('c', 'Shushi', { name_az: 'Şoş', rank: 2 }), place('d', 'Shosh', { rank: 4 }),
    place('e', 'Lachin', { names: ['Shoshkert'] }),
    ['f', { feature: { id: 'f', properties: { name: 'Shosh river' } }, layer: { role: 'river' } }],
    ['g', { feature: { id: 'g', properties: { name: 'Shosh town', name_hy: 'Շոշ', name_ru: 'Шош' } }, layer: { role: 'town' } }],
  ]) };
  const found = (query, limit = 9) => findPlaces(data, query, limit).map(({ id }) => id).join('');
  assert.equal(found('shosh'), 'bega');
  assert.equal(found('shosh', 2), 'be');
  assert.equal(found('sos'), 'c');
  assert.equal(found('Շոշ'), 'g');
  assert.equal(found('шош'), 'g');
  assert.equal(found('s'), '');
  assert.equal(found('lachin'), 'e');
  assert.equal(found('nowhere'), '');
});
