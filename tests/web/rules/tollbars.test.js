/** The first and the latest figure of each side, by whose dead they count. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { tollBars } from '../../../maps/app/rules/tollbars.js';

const claim = (side, whose, on, best, more = {}) => ({
  event: 'e', side, whose, on, measure: 'killed', who: 'all', source: '', low: best, best, high: best, ...more,
});

test('each people has its own bars, and each side its first and latest figure in them', () => {
  const found = tollBars([
    claim('azerbaijani', 'azerbaijani', '2022-09-14', 50),
    claim('azerbaijani', 'azerbaijani', '2022-09-20', 80),
    claim('armenian', 'armenian', '2022-09-13', 49),
    claim('armenian', 'azerbaijani', '2022-09-20', 430),
    claim('third_party', 'all', '2022-10-01', null, { low: 280, high: 300 }),
    claim('armenian', 'armenian', '2022-09-13', 9, { measure: 'wounded' }),
    claim('compiled', 'all', '2023', 1000),
  ], {});
  assert.deepEqual(found.map(({ whose, low, high }) => [whose, low, high]),
    [['armenian', 49, 49], ['azerbaijani', 50, 430], ['all', 280, 300]]);
  assert.deepEqual(found[1].said.map(({ side, first, latest }) => [side, first.best, latest.best]),
    [['armenian', 430, 430], ['azerbaijani', 50, 80]]);
});

test('a figure that stands alone has no bars, one that was changed has', () => {
  assert.deepEqual(tollBars([claim('armenian', 'armenian', '2022', 3)], {}), []);
  assert.deepEqual(tollBars([claim('armenian', 'armenian', '', null)], {}), []);
  const changed = [claim('armenian', 'armenian', '2021', 3), claim('armenian', 'armenian', '2022', 5)];
  assert.deepEqual(tollBars(changed, {})[0].said.map(({ first, latest }) => [first.best, latest.best]), [[3, 5]]);
});

test('a side that names no day says all it says, at once', () => {
  const [{ said }] = tollBars([claim('armenian', 'armenian', '', 3), claim('armenian', 'armenian', '', 5),
    claim('azerbaijani', 'armenian', '', 9)], {});
  assert.deepEqual(said.map(({ first }) => [first.low, first.high]), [[3, 5], [9, 9]]);
});
