/** The dead by whose they are, as bars: the first and the latest figure of each side. */
/** @import {App, Range} from '#app/types' */
import { tollBars } from '#app/rules/tollbars';
import { rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, svg, text } from '#app/ui/dom';
import { whoseName } from '#app/ui/fatalities';

const [WIDTH, HEIGHT] = [96, 12];

/** All bars of an event have one scale, from nought; the figures beside them are its words.
 * @param {App} app @param {number} row */
export function tollTable(app, row) {
  const { claims, sources, events } = app.data.spec;
  const bars = tollBars(claims.filter(({ event }) => event === events.id[row]), sources);
  if (!bars.length) return null;
  const scale = WIDTH / Math.max(1, ...bars.map(({ low, high }) => high ?? low ?? 0));
  return el(
    'table',
    { class: 'cm-bars cm-tolls' },
    el('caption', {}, app.t('toll.whose')),
    ...bars.map((bar) => group(app, bar, scale)),
  );
}

/** @param {App} app @param {import('#app/rules/tollbars').TollBar} bar @param {number} scale */
function group(app, { whose, low, high, said }, scale) {
  const words = (/** @type {Range} */ range) => rangeText(range, app.store.state().lang, app.t);
  return el(
    'tbody',
    {},
    el(
      'tr',
      {},
      el('th', { scope: 'rowgroup', colspan: 2 }, text('strong', whoseName(app, whose))),
      el('td', {}, text('strong', words({ low, best: low === high ? low : null, high }))),
    ),
    ...said.map(({ side, first, latest }) => {
      const [one, two] = [words(first), words(latest)];
      return el(
        'tr',
        {},
        text('th', label(app.t, 'side', side)),
        el('td', {}, picture(first, latest, scale)),
        text('td', one === two ? one : app.t('toll.later', { first: one, latest: two })),
      );
    }),
  );
}

/** A hollow point at the first figure, a full one at the latest; a figure with two ends is a line.
 * @param {Range} first @param {Range} latest @param {number} scale */
function picture(first, latest, scale) {
  const x = (/** @type {number} */ value) => (5 + value * scale).toFixed(1);
  const middle = HEIGHT / 2;
  const points = [first, latest].map(({ low, best, high }) => {
    const [from, to] = [low ?? best ?? high ?? 0, high ?? best ?? low ?? 0];
    return { from, to, at: best ?? (from + to) / 2 };
  });
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH + 10} ${HEIGHT}`, width: WIDTH + 10, height: HEIGHT, 'aria-hidden': 'true' },
    svg('path', { d: `M5 ${middle}H${WIDTH + 5}`, class: 'cm-toll-track' }),
    ...points.map(({ from, to }) =>
      svg('path', { d: `M${x(from)} ${middle}H${x(to)}M${x(from)} 3V9M${x(to)} 3V9`, class: 'cm-whisker' })),
    ...points.map(({ at }, i) =>
      svg('circle', { cx: x(at), cy: middle, r: 3.6, class: i ? 'cm-toll-latest' : 'cm-toll-first' })),
  );
}
