/** The dead of each war, and of each month or year shown, as bars with their ranges. */
/** @import {Bin} from '#app/rules/bins' */
/** @import {App} from '#app/types' */
import { byEpisode, byMonth } from '#app/rules/bins';
import { dateText, numberText, rangeText } from '#app/text/format';
import { openEpisode } from '#app/time/context';
import { el, svg, text } from '#app/ui/dom';

const [WIDTH, HEIGHT] = [110, 12];

/** @param {App} app @returns {(Node | null)[]} */
export function killedBars(app) {
  const { data, rows, store, t } = app;
  const state = store.state();
  const { unit, bins, across } = byMonth(data, rows(), state.window);
  const named = bins.map((bin) => ({ ...bin, label: dateText(bin.days[0], state.lang, unit) }));
  return [
    table(app, t('killed.episodes'), byEpisode(data)),
    table(app, t(`killed.${unit}`), named),
    named.length > 0 && across > 0
      ? el('p', { class: 'cm-aside' }, t('killed.across', { n: numberText(across, state.lang) }))
      : null,
  ];
}

/** A bar for each; it opens the event that says so, or those days.
 * @param {App} app @param {string} title @param {Bin[]} bins */
function table(app, title, bins) {
  if (!bins.length) return null;
  const { lang } = app.store.state();
  const top = Math.max(...bins.map(({ sum: { low, best, high } }) => Math.max(low ?? 0, best ?? 0, high ?? 0)));
  return el(
    'table',
    { class: 'cm-bars' },
    el('caption', {}, title),
    el('tbody', {}, ...bins.map(({ label, id, days, sum }) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, el('button', {
          type: 'button', class: 'cm-link', dir: 'auto', onclick: () => (id ? app.select(id) : openEpisode(app, days)),
        }, app.say(label))),
        el('td', {}, bar(sum, WIDTH / (top || 1))),
        text('td', rangeText(sum, lang, app.t)),
      ))),
  );
}

/** A bar to the best figure, over it a line from the lowest to the highest.
 * @param {import('#app/types').Range} range @param {number} scale */
function bar({ low, best, high }, scale) {
  const x = (/** @type {number} */ value) => (1 + value * scale).toFixed(1);
  const middle = HEIGHT / 2;
  const [from, to] = [low ?? best ?? high ?? 0, high ?? best ?? low ?? 0];
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH + 3} ${HEIGHT}`, width: WIDTH + 3, height: HEIGHT, 'aria-hidden': 'true' },
    best !== null && svg('rect', { x: 1, y: 2, width: Math.max(1, best * scale).toFixed(1), height: 8, class: 'cm-bar' }),
    svg('path', { d: `M${x(from)} ${middle}H${x(to)}M${x(from)} 3V9M${x(to)} 3V9`, class: 'cm-whisker' }),
  );
}
