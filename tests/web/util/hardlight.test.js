/** Grey in hard light needs no blending: the same colours come out. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { hardLight } from '../../../maps/app/util/hardlight.js';

/** As the specification of compositing has it, for one channel from 0 to 1. */
const blended = (below, above) =>
  above <= 0.5 ? below * 2 * above : below + (2 * above - 1) - below * (2 * above - 1);

test('every grey over every colour looks as in hard light', () => {
  const greys = Array.from({ length: 256 }, (_, i) => i);
  const pixels = new Uint8ClampedArray(greys.flatMap((grey) => [grey, grey, grey, 255]));
  assert.equal(hardLight(pixels), true);
  for (const grey of greys) {
    const [red, green, blue, opacity] = pixels.slice(4 * grey, 4 * grey + 4);
    assert.ok(red === green && green === blue);
    for (let below = 0; below < 256; below += 5) {
      const seen = below + (red - below) * (opacity / 255);
      assert.ok(Math.abs(seen - 255 * blended(below / 255, grey / 255)) < 1, `${grey} over ${below}`);
    }
  }
});

test('a coloured picture, or one with holes, is left as it is', () => {
  for (const last of [[120, 128, 140, 255], [90, 90, 90, 254]]) {
    const pixels = new Uint8ClampedArray([10, 12, 14, 255, ...last]);
    const before = [...pixels];
    assert.equal(hardLight(pixels), false);
    assert.deepEqual([...pixels], before);
  }
});
