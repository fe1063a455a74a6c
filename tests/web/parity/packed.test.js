import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { columnsFrom, columnsFromPacked } from '../../../maps/app/data/columns.js';
import { columnsOf, openPacked, openPackedNow, placesOf } from '../../../maps/app/data/unpack.js';
import { gazetteer, haystacks } from '../../../maps/app/rules/search.js';

/** Packed by Python, with the lists that it read back. */
const CASES = JSON.parse(readFileSync(new URL('../../parity/packed.json', import.meta.url)));
const PLACE = {
  id: 'x', geometry: {}, properties: { name: 'Shusha (Shushi)', name_hy: 'Շուշի', names: ['Shosh'] },
};
const NAMES = gazetteer([PLACE]);
const further = (text) => NAMES.get(text.toLowerCase()) ?? '';

const opened = (how, { head, blocks }) => how(head, (name) => blocks[name]);
const all = (list, rows) => Array.from({ length: rows }, (_, row) => list[row]);

for (const made of CASES) {
  const { name, head, events } = made;
  const { rows } = head;

  test(`packed events are what Python packed: ${name}`, async () => {
    for (const packed of [opened(openPackedNow, made), await opened(openPacked, made)]) {
      const read = columnsOf(packed, placesOf(packed));
      assert.deepEqual(Object.keys(read).sort(), Object.keys(events).sort());
      for (const [key, values] of Object.entries(events))
        assert.deepEqual(all(read[key], rows), values, key);
      // Read in any order, and again.
      for (const row of [rows - 1, 0, rows >> 1, rows - 1])
        assert.equal(read.title[row], events.title[row]);
    }
  });

  const packed = opened(openPackedNow, made);
  const read = columnsOf(packed, placesOf(packed));
  const fast = columnsFromPacked(packed, placesOf(packed), read, further);
  const slow = columnsFrom(events, () => haystacks(events, NAMES));
  const spot = (columns, row) => {
    const place = columns.place[row];
    return place < 0 ? null : [columns.x[place], columns.y[place]].map((one) => one.toFixed(9));
  };

  test(`columns of packed events are those of readable ones: ${name}`, () => {
    assert.equal(fast.rows, slow.rows);
    for (const key of ['start', 'end', 'certain_start', 'certain_end', 'radius_m', 'low', 'best', 'high'])
      assert.deepEqual([...fast.number(key)], [...slow.number(key)], key);
    for (const key of ['type', 'place', 'where', 'sources', 'id', 'title', 'status', 'actor_a']) {
      const [one, two] = [fast.codes(key), slow.codes(key)];
      for (let row = 0; row < rows; row += 1)
        assert.equal(one.texts[one.codes[row]], two.texts[two.codes[row]], `${key} ${row}`);
    }
    for (let row = 0; row < rows; row += 1) {
      assert.deepEqual(spot(fast, row), spot(slow, row));
      const { lat, lon } = { lat: events.lat[row], lon: events.lon[row] };
      assert.equal(spot(slow, row) === null, lat === null);
      if (lat === null) continue;
      const [x, y] = spot(slow, row).map(Number);
      assert.ok(Math.abs(x * 360 - lon) < 1e-6);
      const back = (2 * Math.atan(Math.exp(-y * 2 * Math.PI)) - Math.PI / 2) * (180 / Math.PI);
      assert.ok(Math.abs(back - lat) < 1e-6);
    }
    assert.deepEqual([...fast.weights()], [...slow.weights()]);
  });

  test(`joins of packed events are those of readable ones: ${name}`, () => {
    const plain = (columns) => columns.joins().map(({ layer, rows: own, codes, kinds, chainage, offset }) => ({
      layer,
      entries: [...own].map((row, i) => [row, kinds[codes[i]].area, kinds[codes[i]].certainty,
        kinds[codes[i]].border, chainage ? chainage[i] : NaN, offset ? offset[i] : NaN]),
    })).sort((a, b) => (a.layer < b.layer ? -1 : 1));
    assert.deepEqual(plain(fast), plain(slow));
    assert.ok(plain(fast).some(({ entries }) => entries.some((entry) => !Number.isNaN(entry[4]))));
  });

  test(`a search finds the same rows in packed events: ${name}`, () => {
    const words = ['w001', 'w001 w', 'only5', 'SHOSH', 'շուշի', 'lachin', 'olu', 'ev-00000', '00001',
      '12', 'a0', 'b', 'ev-0000 w', 'x y', '9', 'a1', 'b2', '000', 'v-0', '0003', 'ev-', 'varanda', 'shelling'];
    for (const word of [...words, ...words.slice(0, 3)]) {
      const found = (columns) => [...columns.search(word)].flatMap((yes, row) => (yes ? [row] : []));
      assert.deepEqual(found(fast), found(slow), word);
    }
    const shelled = [...fast.search('shelling')].filter(Boolean).length;
    assert.ok(shelled >= events.type.filter((type) => type === 'shelling').length && shelled < rows);
    const mask = fast.search('w001');
    mask.fill(1);
    assert.notDeepEqual([...fast.search('w001')], [...mask]);
  });

  test(`ids lead back to their rows: ${name}`, () => {
    const { rowOf } = fast.ids();
    events.id.forEach((id, row) => assert.equal(rowOf(id), row, id));
    for (const none of ['EV-1', 'EV-999999', 'C4', '', 'EV-', 'A', 'EV-0000003', 'A04'])
      assert.equal(rowOf(none), undefined, none);
  });
}
