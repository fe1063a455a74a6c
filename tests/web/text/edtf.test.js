import assert from 'node:assert/strict';
import test from 'node:test';
import { edtfText } from '../../../maps/app/text/edtf.js';
import { translator } from '../../../maps/app/text/i18n.js';

const t = translator('en');

test('dates say how well they are known', () => {
  assert.equal(edtfText('2022-09-13', 'en', t), '13 September 2022');
  assert.equal(edtfText('1988-11', 'en', t), 'Some day in November 1988');
  assert.equal(edtfText('1992', 'en', t), 'Some day in 1992');
  assert.equal(
    edtfText('2022-09-12/2022-09-14', 'en', t),
    '12 September 2022 to 14 September 2022',
  );
  assert.equal(edtfText('2020-09-13~', 'en', t), 'about 13 September 2020');
  assert.equal(
    edtfText('2016-04-02?/2016-04-05', 'en', t),
    '2 April 2016 (uncertain) to 5 April 2016',
  );
  assert.equal(edtfText('', 'en', t), 'Date unknown');
});

test('a short date says a year once and marks all the same', () => {
  const short = (text, lang = 'en') => edtfText(text, lang, t, 'short');
  assert.equal(short('2020-09-27/2020-11-10?'), '27 Sep to 10 Nov 2020 (uncertain)');
  assert.equal(short('1988-02-20/1994-05-12'), '20 Feb 1988 to 12 May 1994');
  assert.equal(short('[2020-10-23..2020-12-20]'), 'Some day from 23 Oct to 20 Dec 2020');
  assert.equal(short('1988-11-22~/1988-11-26~'), 'about 22 Nov 1988 to about 26 Nov 1988');
  assert.equal(short('2020-09-27/2020-11-10', 'ru'), '27 сент. to 10 нояб. 2020');
  assert.equal(short('1988-11/1990-02'), edtfText('1988-11/1990-02', 'en', t));
});
