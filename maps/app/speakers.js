/** On whose word the events shown rest, by events and by deaths. */
/** @import {App} from '#app/types' */
import { balance, deaths } from '#app/balance';
import { el } from '#app/dom';
import { numberText, rangeText } from '#app/format';
import { singleRows } from '#app/roles';

/** @param {App} app @returns {Node[]} */
export function speakers({ data, rows, store, t }) {
  const { lang } = store.state();
  const single = singleRows(data.hot, rows());
  const counts = balance(data.spec.claims, data.index, single, data.hot);
  const lines = /** @type {const} */ (['armenian', 'azerbaijani', 'both', 'neither']).map((side) =>
    t(`balance.${side}`, { n: numberText(counts[side], lang) }),
  );
  return [
    section('balance', t('balance.title'), lines),
    section('deaths', t('deaths'), deathLines({ data, rows, store, t })),
  ];
}

/** @param {Pick<App, 'data' | 'rows' | 'store' | 't'>} app */
function deathLines({ data, rows, store, t }) {
  const { lang } = store.state();
  const found = deaths(data.base ?? data, rows());
  const share =
    found.share === null
      ? t('deaths.noshare')
      : t('deaths.share', { n: numberText(100 * found.share, lang) });
  return [
    ...(/** @type {const} */ (['armenian', 'azerbaijani', 'all']).map((side) =>
      t(`deaths.${side}`, { range: rangeText(found[side], lang, t) }),
    )),
    share,
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
