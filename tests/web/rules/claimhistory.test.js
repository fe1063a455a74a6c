import assert from 'node:assert/strict';
import test from 'node:test';
import { latestOf } from '../../../maps/app/rules/claimhistory.js';

const claim = (on, best, more = {}) => ({
  on, low: null, best, high: null, measure: 'killed', who: 'military', whose: 'armenian', ...more,
});

test('a later figure of the same measure and people replaces the earlier ones of its side', () => {
  const first = claim('2022-09-13', 49);
  const next = claim('2022-09-14', 105);
  const last = claim('2022-09~', 224);
  const same = claim('2022-09-14', 105, { by: 'another' });
  assert.deepEqual(latestOf([first, next, same]), { latest: [next, same], earlier: [first] });
  assert.deepEqual(latestOf([last, first]).latest, [first], 'a month begins before its 13th');
});

test('other people, other measures, words alone and what has no day stay', () => {
  const kept = [
    claim('2022-09-14', 105), claim('2022-09-13', 3, { who: 'civilian' }),
    claim('2022-09-13', 7, { whose: 'azerbaijani' }), claim('2022-09-13', 9, { measure: 'wounded' }),
    claim('2022-09-13', null), claim('', 5),
  ];
  assert.deepEqual(latestOf(kept), { latest: kept, earlier: [] });
});
