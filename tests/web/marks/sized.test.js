/** What the area of a mark says, and which signs a key of such marks has. */
import assert from 'node:assert/strict';
import test from 'node:test';

const [{ sizeColumn, sizeOfRow }, { keyContent }, { valueText }] = await Promise.all(
  ['marks/sized', 'rules/keycontent', 'text/format'].map((name) => import(`../../../maps/app/${name}.js`)),
);

const dead = { low: [1, null], best: [2, null], high: [3, 9] };

test('a size is that of the dead, or of the column that the author named alone', () => {
  assert.deepEqual(sizeOfRow(dead, 0), { low: 1, best: 2, high: 3 });
  assert.deepEqual(sizeOfRow({ ...dead, size: [500, null] }, 0), { low: null, best: 500, high: null });
  assert.deepEqual(sizeOfRow({ ...dead, size: [500, null] }, 1), { low: null, best: null, high: null });
  assert.equal(sizeColumn({ data: { spec: { events: dead } } }), 'high');
  assert.equal(sizeColumn({ data: { spec: { events: { ...dead, size: [] } } } }), 'size');
});

test('the key says of sizes what is known, and what is not', () => {
  const columns = {
    codes: () => ({ codes: Uint32Array.of(0, 0), texts: [''] }),
    number: (name) => {
      assert.equal(name, 'size');
      return Float64Array.of(0, NaN);
    },
  };
  const { known, silent, contested } = keyContent(columns, [0, 1], true);
  assert.deepEqual({ known, silent, contested }, { known: true, silent: true, contested: false });
  assert.equal(keyContent(columns, [0], true).silent, false);
  assert.equal(keyContent(columns, [1], true).known, false);
});

test('a value has the digits that three leading ones need', () => {
  const found = [0, 2000, 600, 40, 0.15, 0.0123].map((value) => valueText(value, 'en'));
  assert.deepEqual(found, ['0', '2,000', '600', '40', '0.15', '0.0123']);
});
