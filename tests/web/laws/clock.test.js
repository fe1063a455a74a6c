import assert from 'node:assert/strict';
import {
  addMonths, addUnit, candidates, firstAbove, groundOf, overlaps, stepWindow, toDay, toIso, within,
} from '../../../maps/app/util/clock.js';
import { days, known, law, windows } from './law.js';

const UNITS = ['day', 'week', 'month', 'year'];

law('a day written is the day read', (fc) => [days(fc)], (day) => {
  assert.equal(toDay(toIso(day)), day);
});

law('any text is a day or none: what is read is written alike', (fc) => [
  fc.oneof(
    fc.string(), fc.stringMatching(/^[+-]?\d{4,6}-\d\d-\d\d$/), fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/),
  ),
], (text) => {
  const day = toDay(text);
  assert.ok(day === null || (Number.isInteger(day) && toIso(day) === text), `${text}: ${day}`);
}, { examples: [['+999999-01-01'], ['-271822-01-01'], ['+275760-09-14']] });

law('months go on and back: a day of up to 28 comes back, a later one to its month', (fc) => [
  days(fc), fc.integer({ min: -500, max: 500 }),
], (day, months) => {
  const there = addMonths(day, months);
  const back = addMonths(there, -months);
  assert.equal(toIso(back).slice(0, -3), toIso(day).slice(0, -3));
  assert.ok(back <= day);
  if (Number(toIso(day).slice(-2)) <= 28) assert.equal(back, day);
});

law('a step on never goes back, and a window keeps a day', (fc) => [
  windows(fc), fc.constantFrom(...UNITS), fc.integer({ min: -40, max: 40 }), fc.boolean(),
], (window, unit, n, growing) => {
  const [from, to] = stepWindow(window, unit, n, growing);
  assert.ok(to > from);
  assert.equal(Math.sign(addUnit(window[1], unit, n) - window[1]), Math.sign(n));
  if (growing) assert.equal(from, window[0]);
  else assert.equal(Math.sign(from - window[0]), Math.sign(n));
});

law('what lies within a window overlaps it, and overlapping goes both ways', (fc) => [
  windows(fc, fc.integer({ min: -9, max: 9 }), 9), windows(fc, fc.integer({ min: -9, max: 9 }), 9),
  fc.boolean(), fc.boolean(),
], ([a, b], [c, d], openA, openD) => {
  const [start, end, from, to] = [openA ? null : a, b, c, openD ? null : d];
  assert.equal(overlaps(start, end, from, to), overlaps(from, to, start, end));
  if (within(start, end, from, to)) assert.ok(overlaps(start, end, from, to));
  const shared = Array.from({ length: 60 }, (_, i) => i - 30)
    .some((day) => day >= (start ?? -99) && day < end && day >= from && day < (to ?? 99));
  assert.equal(overlaps(start, end, from, to), shared);
});

law('a search in order finds what a look at each finds', (fc) => [
  fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 9 })), { maxLength: 30 }),
  windows(fc, fc.integer({ min: -3, max: 33 }), 12),
], (spans, window) => {
  const sorted = spans.sort((a, b) => a[0] - b[0]);
  const start = Int32Array.from(sorted, ([from]) => from);
  let most = -Infinity;
  const maxEnd = Int32Array.from(sorted, ([from, length]) => (most = Math.max(most, from + length)));
  const above = start.findIndex((value) => value > window[0]);
  assert.equal(firstAbove(start, window[0]), above < 0 ? start.length : above);
  const [first, last] = candidates(start, maxEnd, window);
  sorted.forEach(([from, length], row) => {
    if (overlaps(from, from + length, ...window)) assert.ok(row >= first && row < last);
  });
});

law('the ground is that of the day that is shown, and of no later one', (fc) => [
  windows(fc), known(fc, days(fc)),
], (window, day) => {
  const [from, to] = groundOf({ window, day });
  assert.equal(to - 1, day ?? window[1] - 1);
  assert.ok(from < to && (from === window[0] || from === day));
});
