/** When the road was not open, in words: each line shows those days. */
/** @import {Spell} from '#app/rules/roadspells' */
/** @import {App} from '#app/types' */
import { closedDays, spells } from '#app/rules/roadspells';
import { dateText, numberText, windowText } from '#app/text/format';
import { openEpisode } from '#app/time/context';
import { el } from '#app/ui/dom';

/** @param {App} app @param {import('#app/rules/road').Road} road */
export function spellList(app, road) {
  const { t, store } = app;
  const all = spells(road.states);
  const closed = numberText(closedDays(all), store.state().lang);
  return el(
    'section',
    {},
    el('h3', {}, t('strip.when')),
    el('p', {}, t('strip.closed', { n: closed })),
    el(
      'ol',
      { class: 'cm-plain cm-spells' },
      ...all.filter(({ status }) => status !== 'open').map((spell) => line(app, spell)),
    ),
  );
}

/** @param {App} app @param {Spell} spell */
function line(app, { from, to, status }) {
  const { lang, window } = app.store.state();
  const { extent } = app.data.spec;
  /** @type {[number, number]} */
  const days = [from ?? extent[0], to ?? extent[1]];
  const words = to === null && from !== null
    ? app.t('date.since', { date: dateText(from, lang) })
    : windowText(days, lang);
  const count = app.t('strip.days', { n: numberText(days[1] - days[0], lang) });
  return el(
    'li',
    {},
    el('span', { class: `cm-spell cm-spell-${/^\w+$/.test(status) ? status : 'unknown'}` }),
    el(
      'button',
      {
        type: 'button', class: 'cm-link', 'data-name': `spell-${from}`,
        'aria-pressed': String(window[0] === days[0] && window[1] === days[1]),
        onclick: () => openEpisode(app, days),
      },
      words,
    ),
    el('span', {}, ` ${app.t(`road.${status}`)}${to === null ? '' : `, ${count}`}`),
  );
}
