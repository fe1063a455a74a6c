import assert from 'node:assert/strict';
import test from 'node:test';
import { addMonths, candidates, overlaps, stepWindow, toDay, toIso, within } from '../../../maps/app/util/clock.js';

const day = (iso) => {
  const found = toDay(iso);
  assert.notEqual(found, null, iso);
  return found;
};

test('days before 1970 and after 2030 are days like others', () => {
  assert.equal(toIso(day('1921-07-05')), '1921-07-05');
  assert.equal(toIso(day('2030-01-01')), '2030-01-01');
  assert.equal(toDay('1970-01-01'), 0);
  assert.equal(toDay('1969-12-31'), -1);
});

test('a day that is none is null', () => {
  for (const text of ['2023-02-30', '2023-13-01', '20230101', '', null, 5, '2023-1-1'])
    assert.equal(toDay(text), null);
});

test('intervals are half-open', () => {
  assert.equal(overlaps(0, 5, 5, 6), false);
  assert.equal(overlaps(0, 5, 4, 5), true);
  assert.equal(within(0, 5, 0, 5), true);
  assert.equal(within(0, 6, 0, 5), false);
});

test('open ends overlap everything and lie only in open windows', () => {
  assert.equal(overlaps(null, null, 5, 6), true);
  assert.equal(within(null, 5, 0, 9), false);
  assert.equal(within(3, 5, null, null), true);
});

test('a month on from 31 January is the last day of February', () => {
  assert.equal(toIso(addMonths(day('2023-01-31'), 1)), '2023-02-28');
  assert.equal(toIso(addMonths(day('2020-02-29'), 12)), '2021-02-28');
});

test('a month window stays a month', () => {
  const next = stepWindow([day('2020-09-01'), day('2020-10-01')], 'month', 1, false);
  assert.deepEqual(next.map(toIso), ['2020-10-01', '2020-11-01']);
});

test('a growing window grows at its end and never below a day', () => {
  assert.deepEqual(stepWindow([0, 3], 'day', 1, true), [0, 4]);
  assert.deepEqual(stepWindow([0, 3], 'week', -2, true), [0, 1]);
});

test('the search for a window leaves out no event that overlaps it', () => {
  const start = Int32Array.from([0, 0, 5, 9, 12]);
  const end = [1, 20, 6, 10, 13];
  const maxEnd = Int32Array.from([1, 20, 20, 20, 20]);
  for (let from = -2; from < 22; from += 1) {
    for (let to = from + 1; to < 23; to += 1) {
      const [first, last] = candidates(start, maxEnd, [from, to]);
      end.forEach((stop, row) => {
        if (overlaps(start[row], stop, from, to))
          assert.ok(row >= first && row < last, `${from} ${to} ${row}`);
      });
    }
  }
});
