/** On whose word the events shown rest, by events and by deaths; nothing where no party speaks. */
/** @import {App} from '#app/types' */
import { balance, deaths } from '#app/rules/balance';
import { singleRows } from '#app/rules/roles';
import { numberText, rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el } from '#app/ui/dom';

/** @param {App} app @returns {Node[]} */
export function balanceSection({ data, rows, store, t }) {
  const { lang, window, claims } = store.state();
  const { only, several, neither } = balance(
    data.spec.claims, data.index, singleRows(data.columns, rows()), data.columns);
  if (only.size === 0) return [];
  const n = (/** @type {number} */ count) => ({ n: numberText(count, lang) });
  const lines = [
    ...[...only].map(([side, count]) =>
      t('balance.only', { side: label(t, 'side', side), ...n(count) })),
    t('balance.several', n(several)),
    t('balance.none', n(neither)),
  ];
  const quoted = section('balance', t('balance.title'), lines);
  if (claims !== 'range') return [quoted]; // the deaths are those of the table
  return [quoted, section('deaths', t('deaths'), deathLines(deaths(data, rows(), window), lang, t))];
}

/** @param {import('#app/rules/balance').Deaths} found @param {import('#app/types').Lang} lang
 * @param {import('#app/types').Translate} t */
function deathLines({ all, only, events, of, one }, lang, t) {
  const number = (/** @type {number} */ value) => numberText(value, lang);
  return [
    ...[...only].map(([side, range]) =>
      t('deaths.only', { side: label(t, 'side', side), range: rangeText(range, lang, t) })),
    t('deaths.all', { range: rangeText(all, lang, t) }),
    of > 0
      ? t('deaths.share', { n: number((100 * one) / of), of: number(of), events: number(events) })
      : t('deaths.noshare'),
  ];
}

/** @param {string} name @param {string} title @param {string[]} lines */
const section = (name, title, lines) =>
  el(
    'section',
    { class: 'cm-sum', 'data-sum': name },
    el('h3', {}, title),
    el('ul', { class: 'cm-plain' }, ...lines.map((line) => el('li', {}, line))),
  );
