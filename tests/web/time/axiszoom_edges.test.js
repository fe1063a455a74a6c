import assert from 'node:assert/strict';
import test from 'node:test';
import { evenAxis } from '../../../maps/app/time/axis.js';
import { closeUp, daysAt, following, moved, zoomed } from '../../../maps/app/time/axiszoom.js';
import { toDay, toIso } from '../../../maps/app/util/clock.js';

const WHOLE = [0, 1000];

test('nearer and farther about a day that stays', () => {
  assert.deepEqual(zoomed([0, 1000], { day: 500, share: .5 }, .5, WHOLE), [250, 750]);
  assert.deepEqual(zoomed([250, 750], { day: 300, share: .1 }, .5, WHOLE), [275, 525]);
  assert.deepEqual(zoomed([0, 1000], { day: 10, share: .5 }, .5, WHOLE), [0, 500]);
  assert.deepEqual(zoomed([0, 1000], { day: 990, share: .5 }, .5, WHOLE), [500, 1000]);
  assert.deepEqual(zoomed([100, 120], { day: 110, share: .5 }, .1, WHOLE), [103, 117]);
  assert.equal(zoomed([0, 600], { day: 300, share: .5 }, 2, WHOLE), null);
  assert.equal(zoomed([0, 500], { day: 250, share: .5 }, 2, WHOLE), null);
  assert.deepEqual(zoomed([0, 499], { day: 250, share: .5 }, 2, WHOLE), [0, 998]);
});

test('moved by days, and not beyond the whole', () => {
  assert.deepEqual(moved([100, 200], 30.4, WHOLE), [130, 230]);
  assert.deepEqual(moved([100, 200], -300, WHOLE), [0, 100]);
  assert.deepEqual(moved([100, 200], 3000, WHOLE), [900, 1000]);
});

test('a zoomed axis follows a window that has left it', () => {
  assert.deepEqual(following([100, 200], [150, 160], WHOLE), [100, 200]);
  assert.deepEqual(following([100, 200], [199, 260], WHOLE), [100, 200]);
  assert.deepEqual(following([100, 200], [50, 101], WHOLE), [100, 200]);
  assert.deepEqual(following([100, 200], [200, 260], WHOLE), [190, 290]);
  assert.deepEqual(following([100, 200], [50, 100], WHOLE), [40, 140]);
  assert.deepEqual(following([100, 200], [995, 999], WHOLE), [900, 1000]);
});

test('a close-up stays while the window moves in it', () => {
  assert.deepEqual(closeUp([0, 1000], [500, 510], WHOLE), [455, 555]);
  assert.deepEqual(closeUp([455, 555], [520, 530], WHOLE), [455, 555]);
  assert.deepEqual(closeUp([455, 555], [455, 555], WHOLE), [305, 705]);
  assert.deepEqual(closeUp([455, 555], [546, 556], WHOLE), [501, 601]);
  assert.deepEqual(closeUp([455, 555], [454, 460], WHOLE), [409, 505]);
  assert.deepEqual(closeUp([300, 660], [500, 510], WHOLE), [300, 660]);
  assert.deepEqual(closeUp([300, 661], [500, 510], WHOLE), [455, 555]);
  assert.deepEqual(closeUp([400, 700], [400, 600], WHOLE), [400, 700]);
  assert.deepEqual(closeUp([400, 699], [400, 600], WHOLE), [100, 900]);
  assert.deepEqual(closeUp([0, 1000], [100, 500], WHOLE), [-500, 1100]);
});

test('the days of a point of the axis: of the step, or what is a pixel wide', () => {
  const days = (from, to, width, x, unit) => {
    const extent = [toDay(from), toDay(to)];
    return daysAt(evenAxis(extent, width), x, unit).map(toIso);
  };
  assert.deepEqual(days('2020-09-01', '2020-10-01', 300, 105, 'auto'), ['2020-09-11', '2020-09-12']);
  assert.deepEqual(days('2020-01-01', '2021-01-01', 100, 50, 'auto'), ['2020-06-29', '2020-07-06']);
  assert.deepEqual(days('2010-01-01', '2020-01-01', 200, 100, 'auto'), ['2015-01-01', '2015-02-01']);
  assert.deepEqual(days('1990-01-01', '2020-01-01', 40, 20, 'auto'), ['2004-01-01', '2005-01-01']);
  assert.deepEqual(days('1000-01-01', '2020-01-01', 40, 39.99, 'auto'), ['2019-01-01', '2020-01-01']);
  for (const [unit, wanted] of [
    ['day', ['2020-09-16', '2020-09-17']], ['week', ['2020-09-14', '2020-09-21']],
    ['month', ['2020-09-01', '2020-10-01']], ['year', ['2020-01-01', '2021-01-01']],
  ])
    assert.deepEqual(days('2020-09-01', '2020-10-01', 300, 151, unit), wanted);
  assert.deepEqual(days('2020-09-20', '2020-09-22', 2, 0, 'week'), ['2020-09-14', '2020-09-21']);
  assert.deepEqual(days('2020-09-21', '2020-09-23', 2, 0, 'week'), ['2020-09-21', '2020-09-28']);
});
