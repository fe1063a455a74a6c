/** Events by country on a map elsewhere in the world, each with its months or years as bars. */
/** @import {App} from '#app/types' */
/** @import {Series} from '#app/rules/bycountry' */
import { byCountry } from '#app/rules/bycountry';
import { display } from '#app/rules/names';
import { dateText, numberText } from '#app/text/format';
import { el, svg, text } from '#app/ui/dom';

const [WIDTH, HEIGHT] = [120, 20];

/** @param {App} app @returns {(Node | null)[]} */
export function countrySeries(app) {
  const { data, rows, store, t } = app;
  const { lang, window } = store.state();
  const found = byCountry(data, rows(), window);
  if (!found) return [];
  const { unit, spans, countries, others, none } = found;
  const days = spans.map(([first]) => dateText(first, lang, unit));
  const top = Math.max(1, ...countries.flatMap(({ series }) => series));
  const beside = Object.entries({ others, none })
    .filter(([, n]) => n > 0)
    .map(([key, n]) => t(`lands.${key}`, { n: numberText(n, lang) }));
  return [
    el(
      'table',
      { class: 'cm-bars cm-countries' },
      el('caption', {}, t(`lands.${unit}`)),
      el('tbody', {}, ...countries.map((one) => rowOf(app, one, days, top))),
    ),
    el('p', { class: 'cm-aside' }, [...beside, t('lands.note')].join(' ')),
  ];
}

/** @param {App} app @param {Series} one @param {string[]} days in words
 * @param {number} top the largest number of all series: they share one scale */
function rowOf({ store }, { country, events, series }, days, top) {
  const { lang, names } = store.state();
  return el(
    'tr',
    {},
    el('th', { scope: 'row', dir: 'auto' }, country ? display(country.properties, lang, names) : ''),
    el('td', {}, bars(series, days, top, lang)),
    text('td', numberText(events, lang)),
  );
}

/** @param {number[]} series @param {string[]} days @param {number} top @param {string} lang */
function bars(series, days, top, lang) {
  const step = WIDTH / series.length;
  const path = series
    .map((n, i) => n && `M${((i + 0.5) * step).toFixed(1)} ${HEIGHT}V${(HEIGHT - Math.max(1, (n / top) * HEIGHT)).toFixed(1)}`)
    .filter(Boolean)
    .join('');
  const said = series
    .flatMap((n, i) => (n ? `${days[i]}: ${numberText(n, lang)}` : []))
    .join('; ');
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': said },
    svg('path', { d: `M0 ${HEIGHT - 0.5}H${WIDTH}`, class: 'cm-ground-line' }),
    svg('path', { d: path, class: 'cm-count-bars', 'stroke-width': Math.max(1, step * 0.8).toFixed(1) }),
  );
}
