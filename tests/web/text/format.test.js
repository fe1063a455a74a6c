import assert from 'node:assert/strict';
import test from 'node:test';
import { toDay } from '../../../maps/app/util/clock.js';
import { aroundFigure, rangeText, windowText } from '../../../maps/app/text/format.js';
import { translator } from '../../../maps/app/text/i18n.js';
import en from '../../../maps/app/text/i18n/en.js';
import ru from '../../../maps/app/text/i18n/ru.js';

const t = translator('en');

test('a window names its last day, not the day after', () => {
  assert.equal(windowText([toDay('2022-09-13'), toDay('2022-09-14')], 'en'), '13 September 2022');
  assert.equal(
    windowText([toDay('2022-09-12'), toDay('2022-09-15')], 'en'),
    '12–14 September 2022',
  );
  assert.equal(
    windowText([toDay('2020-09-27'), toDay('2020-11-11')], 'ru'),
    '27 сентября – 10 ноября 2020 г.',
  );
  assert.equal(
    windowText([toDay('1992-02-25'), toDay('1992-02-26')], 'hy'),
    '25 փետրվարի, 1992 թ.',
  );
  assert.equal(
    windowText([toDay('2022-12-12'), toDay('2023-04-01')], 'az'),
    '12 dekabr 2022 – 31 mart 2023',
  );
});

test('ranges never turn the unknown into zero', () => {
  assert.equal(rangeText({ low: 282, best: 304, high: 307 }, 'en', t), '282–304–307');
  assert.equal(rangeText({ low: 6600, best: 6916, high: 7700 }, 'en', t), '6,600–6,916–7,700');
  assert.equal(rangeText({ low: 99, best: 99, high: 99 }, 'en', t), '99');
  assert.equal(rangeText({ low: null, best: null, high: null }, 'en', t), 'unknown');
  assert.equal(rangeText({ low: 7, best: null, high: 130 }, 'en', t), '7–130');
  assert.equal(rangeText({ low: 0, best: 0, high: 0 }, 'en', t), '0');
});

test('a noun that follows the number stands before it, where a language has such nouns', () => {
  const of = (words) => (key, values) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  assert.deepEqual(aroundFigure('killed', of(en)), ['', ' killed']);
  assert.deepEqual(aroundFigure('погибшие', of(ru)), ['погибшие: ', '']);
});
