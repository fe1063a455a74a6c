import assert from 'node:assert/strict';
import test from 'node:test';
import { fillPlain, fillSteps } from '../../../maps/app/data/unpacknumbers.js';

test('numbers that 32 bits cannot hold are said to need more, and are exact in 64', () => {
  const raw = Uint32Array.from([0, 1, 5]);
  for (const [base, exact] of [[1, true], [2 ** 24 - 6, true], [2 ** 24, false], [-(2 ** 24), false]]) {
    assert.equal(fillPlain(raw, base, new Float32Array(3)), exact, `${base}`);
    const wide = new Float64Array(3);
    assert.equal(fillPlain(raw, base, wide), true);
    assert.deepEqual([...wide], [NaN, base, base + 4]);
  }
});

test('sums of steps likewise', () => {
  const raw = Uint32Array.from([0, 1]);
  for (const [first, exact] of [[3, true], [2 ** 24 - 2, true], [2 ** 24 - 1, false]]) {
    assert.equal(fillSteps(raw, { first, head: 1 }, new Float32Array(3)), exact, `${first}`);
    const wide = new Float64Array(3);
    assert.equal(fillSteps(raw, { first, head: 1 }, wide), true);
    assert.deepEqual([...wide], [NaN, first, first + 1]);
  }
});
