import assert from 'node:assert/strict';
import test from 'node:test';
import { display, pair, short } from '../../../maps/app/rules/names.js';

const SHUSHA = { name: 'Shusha (Shushi)', name_hy: 'Շուշի', name_az: 'Şuşa', name_ru: 'Шуша' };

const CAPITAL = {
  name: 'Stepanakert (Khankendi)',
  name_hy: 'Ստեփանակերտ',
  name_az: 'Xankəndi',
  name_ru: 'Степанакерт',
};

const LACHIN = { name: 'Lachin (Berdzor)', name_hy: 'Բերձոր', name_az: 'Laçın', name_ru: 'Лачин' };

const ZABUKH = { name: 'Zabukh (Aghavno)', name_hy: 'Աղավնո', name_az: 'Zabux', name_ru: 'Забух' };

test('the Armenian half of a paired name is told by its letters', () => {
  assert.equal(pair(SHUSHA).armenian, 1);
  assert.equal(pair(CAPITAL).armenian, 0);
  assert.equal(pair(LACHIN).armenian, 1);
  assert.equal(pair(ZABUKH).armenian, 1);
  assert.equal(pair({ name: 'Goris' }), null);
});

test('each policy names each place the same way', () => {
  assert.equal(display(SHUSHA, 'en', 'paired'), 'Shusha (Shushi)');
  assert.equal(display(SHUSHA, 'en', 'international'), 'Shusha');
  assert.equal(display(SHUSHA, 'en', 'armenian_first'), 'Shushi (Shusha)');
  assert.equal(display(SHUSHA, 'en', 'azerbaijani_first'), 'Shusha (Shushi)');
  assert.equal(display(CAPITAL, 'en', 'armenian_first'), 'Stepanakert (Khankendi)');
  assert.equal(display(CAPITAL, 'en', 'azerbaijani_first'), 'Khankendi (Stepanakert)');
});

test('other languages use their own letters', () => {
  assert.equal(display(CAPITAL, 'ru', 'paired'), 'Степанакерт (Khankendi)');
  assert.equal(display(CAPITAL, 'hy', 'paired'), 'Ստեփանակերտ (Xankəndi)');
  assert.equal(display(CAPITAL, 'az', 'paired'), 'Ստեփանակերտ (Xankəndi)');
  assert.equal(display(CAPITAL, 'az', 'international'), 'Stepanakert');
});

test('what follows a pair stays at the end, and a name in brackets that is no pair stays as it is', () => {
  const district = {
    name: 'Lachin (Kashatagh) district',
    name_hy: 'Քաշաթաղ',
    name_az: 'Laçın rayonu',
  };
  assert.equal(display(district, 'en', 'armenian_first'), 'Kashatagh (Lachin) district');
  assert.equal(
    display({ name: 'Nakhchivan (Azerbaijan)', name_az: 'Naxçıvan' }, 'en', 'armenian_first'),
    'Nakhchivan (Azerbaijan)',
  );
});

test('a short name drops what stands in brackets, with the brackets inside it', () => {
  assert.equal(short('Shusha (Shushi)'), 'Shusha');
  assert.equal(short('Laçın rayonu (Լաչինի (Քաշաթաղի) շրջան)'), 'Laçın rayonu');
  assert.equal(short('Lachin (Kashatagh) district'), 'Lachin district');
  assert.equal(short('Kars ()'), 'Kars ()');
});
