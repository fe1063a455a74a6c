/** Events on the timeline by family: in lanes where few stand beside each other. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { FAMILIES } from '../../../maps/app/marks/palette.js';
import { familyNames, stacksOf } from '../../../maps/app/time/lanes.js';

const bars = (max, ...sure) => ({ sure: Int32Array.from(sure), max });

test('few events have a lane for each family, many stand on each other', () => {
  const { stacks, high } = stacksOf(bars(3, 3, 1), [0, 1, 4], 54, 14);
  assert.deepEqual(stacks.map(({ families, foot }) => [families, foot]), [[[0], 18], [[1], 36], [[4], 54]]);
  assert.ok(high(1) >= 6, 'one event is seen');
  assert.ok(high(1) < high(2) && high(2) < high(3));
  assert.ok(high(9) < 18, 'and stays in its lane');
  assert.equal(high(0), 0);
  const many = stacksOf(bars(40, 40), [0, 1, 4], 54, 14);
  assert.equal(many.stacks.length, 1);
  assert.equal(many.high(40), 40);
  assert.equal(many.high(20), 20, 'there height is a scale');
  assert.equal(stacksOf(bars(2, 2), [0], 54, 14).stacks.length, 1, 'one family needs no lane');
});

test('a family of one own type is called as the type, ours by our words', () => {
  const app = {
    data: { columns: { codes: () => ({ codes: [0, 1, 1, 2], texts: ['battle', 'looting', 'shelling'] }) } },
    styles: new Map([
      ['battle', { family: 'fighting', label: '' }], ['shelling', { family: 'fighting', label: '' }],
      ['looting', { family: 'own-1', label: 'Looting' }],
    ]),
    t: (key) => (key === 'family.fighting' ? 'Fighting' : key),
  };
  assert.deepEqual(familyNames(app), [
    { family: 0, words: 'Fighting' }, { family: FAMILIES.indexOf('own-1'), words: 'Looting' },
  ]);
});
