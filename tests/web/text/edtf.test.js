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
