/** EDTF dates (level 1, the part in use) in words. */
/** @import {Lang, Translate} from '#app/types' */
import { dayOf } from '#app/clock';
import { dateText } from '#app/format';

/** @param {string} text EDTF @param {Lang} lang @param {Translate} t @returns {string} */
export function edtfText(text, lang, t) {
  if (!text) return t('date.unknown');
  const parts = text.split('/');
  if (parts.length === 2) return spanText(parts[0], parts[1], lang, t);
  const { words, unit, qualifier } = single(parts[0], lang);
  if (!words) return text;
  const whole = unit === 'day' ? words : t(`date.some.${unit}`, { date: words });
  return qualified(whole, qualifier, t);
}

/** @param {string} a @param {string} b @param {Lang} lang @param {Translate} t */
function spanText(a, b, lang, t) {
  const [from, to] = [single(a, lang), single(b, lang)];
  const start = qualified(from.words || '', from.qualifier, t);
  const end = qualified(to.words || '', to.qualifier, t);
  if (!start) return t('date.until', { date: end });
  return end ? t('date.span', { from: start, to: end }) : t('date.since', { date: start });
}

/** @param {string} words @param {string} qualifier @param {Translate} t */
function qualified(words, qualifier, t) {
  if (!words || !qualifier) return words;
  return t({ '~': 'date.about', '?': 'date.uncertain', '%': 'date.both' }[qualifier] ?? '', {
    date: words,
  });
}

/** @param {string} text @param {Lang} lang
 * @returns {{words: string, unit: 'day' | 'month' | 'year', qualifier: string}} */
function single(text, lang) {
  const found = /^(\d{4})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([~?%]?)$/.exec(text);
  if (!found) return { words: text === '..' ? '' : text, unit: 'day', qualifier: '' };
  const [, year, month, day, qualifier] = found;
  const unit = day && day !== 'XX' ? 'day' : month && month !== 'XX' ? 'month' : 'year';
  const at = dayOf(
    Number(year),
    unit === 'year' ? 0 : Number(month) - 1,
    unit === 'day' ? Number(day) : 1,
  );
  return { words: dateText(at, lang, unit), unit, qualifier };
}
