import assert from 'node:assert/strict';
import test from 'node:test';
import { count } from '../../../maps/app/rules/count.js';
import { columnsFrom } from '../../../maps/app/data/columns.js';

/** Events from short rows: id, start, end, low, best, high, role, part_of. */
const columns = (rows) => {
  const keys = ['id', 'start', 'end', 'low', 'best', 'high', 'role', 'part_of'];
  return Object.fromEntries(
    keys.map((key, i) => [
      key,
      rows.map((row) => row[i] ?? (i > 5 ? (key === 'role' ? 'event' : '') : null)),
    ]),
  );
};
const counted = (rows, window) => {
  const events = columns(rows);
  const shown = rows
    .map((_, row) => row)
    .filter((row) => events.start[row] < window[1] && window[0] < events.end[row]);
  const index = new Map(events.id.map((id, row) => [id, row]));
  return count({ spec: { events }, columns: columnsFrom({ ...events, lat: [], lon: [] }, () => []), index }, shown, window);
};
const range = ({ low, best, high }) => [low, best, high];

const SEPTEMBER = [
  ['total', 12, 15, 282, 304, 307, 'aggregate'],
  ['first-day', 13, 14, 99, 99, 99, 'toll', 'total'],
  ['jermuk', 13, 14, 1, 2, 3, 'event', 'total'],
  ['sotk', 14, 15, null, null, null, 'event', 'total'],
  ['statement', 13, 14, null, null, null, 'event'],
];

test('an aggregate whose days all lie in the window counts, and its parts do not', () => {
  const totals = counted(SEPTEMBER, [12, 15]);
  assert.deepEqual(range(totals), [282, 304, 307]);
  assert.deepEqual(range(totals.groups[0]), [282, 304, 307]);
  assert.deepEqual(totals.groups[0].tolls, ['first-day']);
  assert.equal(totals.groups[0].counted, true);
});

test('an aggregate that reaches beyond the window is named, its parts count, and a toll is the least', () => {
  const totals = counted(SEPTEMBER, [13, 14]);
  assert.deepEqual(range(totals), [99, 99, 99]);
  assert.deepEqual(totals.named, ['total']);
  assert.equal(totals.groups[0].counted, false);
});

test('events without a date are shown in every window, and count in none, as in Python', () => {
  const events = { ...columns([['battle', 1, 2, 3, 3, 3], ['some day', null, null, 1, 2, 9]]), when: ['', ''] };
  const data = { spec: { events }, columns: columnsFrom({ ...events, lat: [], lon: [] }, () => []), index: new Map() };
  const totals = count(data, [0, 1], [0, 5]);
  assert.deepEqual(range(totals), [3, 3, 3]);
  assert.deepEqual(totals.overlapping, []);
  events.when[1] = '../..'; // known to be open on both sides
  assert.deepEqual(range(count(data, [0, 1], [0, 5])), [3, 3, 12]);
});

test('where the parts sum to more than a toll, the parts are taken', () => {
  const rows = [...SEPTEMBER, ['other', 13, 14, 150, 160, 170, 'event', 'total']];
  assert.deepEqual(range(counted(rows, [13, 14])), [151, 162, 173]);
});

test('a toll is never added, not even where it has no whole', () => {
  const totals = counted(
    [
      ['report', 1, 2, 50, 50, 50, 'toll'],
      ['battle', 1, 2, 3, 3, 3],
    ],
    [0, 5],
  );
  assert.deepEqual(range(totals), [3, 3, 3]);
  assert.deepEqual(totals.tolls, ['report']);
});

test('an event that reaches beyond the window adds only to the highest figure', () => {
  const totals = counted(
    [
      ['long', 0, 9, 5, 6, 7],
      ['short', 2, 3, 1, 1, 1],
    ],
    [2, 4],
  );
  assert.deepEqual(range(totals), [1, 1, 8]);
  assert.deepEqual(totals.overlapping, ['long']);
});

test('unknown is never zero', () => {
  const totals = counted(
    [
      ['a', 1, 2],
      ['b', 1, 2, 3, null, 9],
      ['c', 1, 2, null, 4, null],
    ],
    [0, 5],
  );
  assert.deepEqual(range(totals), [3, null, null], 'a sum over some events is not that of all');
  assert.equal(totals.silent, 1);
  assert.deepEqual(totals.unknown, { low: 1, best: 1, high: 1 });
  assert.deepEqual(range(counted([['a', 1, 2]], [0, 5])), [null, null, null]);
});

test('parts of parts do not count under a whole, and count once when it does not', () => {
  const rows = [
    ['war', 0, 100, 1000, 1000, 1000, 'aggregate'],
    ['phase', 10, 20, 50, 60, 70, 'aggregate', 'war'],
    ['battle', 12, 13, 5, 5, 5, 'event', 'phase'],
    ['siege', 30, 31, 7, 7, 7, 'event', 'war'],
  ];
  assert.deepEqual(range(counted(rows, [0, 100])), [1000, 1000, 1000]);
  assert.deepEqual(range(counted(rows, [5, 50])), [57, 67, 77]);
  assert.deepEqual(range(counted(rows, [11, 50])), [12, 12, 12]);
});

test('a part of something that is no aggregate still counts', () => {
  assert.deepEqual(
    range(
      counted(
        [
          ['a', 1, 2, 1, 1, 1],
          ['b', 1, 2, 2, 2, 2, 'event', 'a'],
        ],
        [0, 5],
      ),
    ),
    [3, 3, 3],
  );
});

test('a circle of part_of ends', () => {
  const rows = [
    ['a', 1, 2, 1, 1, 1, 'aggregate', 'b'],
    ['b', 1, 2, 2, 2, 2, 'aggregate', 'a'],
  ];
  assert.equal(counted(rows, [0, 5]).events > 0, true);
});
