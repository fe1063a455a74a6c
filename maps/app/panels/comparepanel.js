/** The pane beside the swiped map: two days, who held what, and what changed. */
/** @import {Ground, Unit} from '#app/rules/compare' */
/** @import {App, Window} from '#app/types' */
import { change, CONTROLS, sums, units } from '#app/rules/compare';
import { display } from '#app/rules/names';
import { endCompare } from '#app/state/compare';
import { dateText, numberText } from '#app/text/format';
import { el, fill, text } from '#app/ui/dom';
import { toDay, toIso } from '#app/util/clock';

/** @param {App} app */
export function createCompare(app) {
  const fields = el('div', { class: 'cm-two-dates' });
  const result = el('div', { 'aria-live': 'polite' });
  const inputs = /** @type {const} */ ([0, 1]).map((side) => dateField(app, side));
  fill(fields, ...inputs.map(({ node }) => node));
  const title = el('h2');
  const end = el('button', {
    type: 'button',
    class: 'cm-button',
    onclick: () => endCompare(app),
  });
  app.watch(
    ({ lang, names, compare }, ui) => [lang, names, compare, ui.tab],
    ({ compare }, ui) => {
      if (ui.tab !== 'compare' || !compare) return;
      title.textContent = app.t('compare.title');
      end.textContent = app.t('compare.end');
      inputs.forEach(({ update }) => update(compare));
      fill(result, ...resultNodes(app, compare));
    },
  );
  return el('div', { class: 'cm-compare' }, title, fields, result, el('p', {}, end));
}

/** @param {App} app @param {0 | 1} side */
function dateField(app, side) {
  const words = el('span', { class: 'cm-label' });
  const input = el('input', { type: 'date', class: 'cm-date-input', 'data-name': `date-${side}` });
  input.addEventListener('change', () => {
    const day = toDay(input.value);
    const { compare } = app.store.state();
    if (day === null || !compare) return;
    app.store.set({ compare: side === 0 ? [day, compare[1]] : [compare[0], day] });
  });
  return {
    node: el('label', {}, words, input),
    update: (/** @type {Window} */ days) => {
      words.textContent = app.t(side === 0 ? 'compare.left' : 'compare.right');
      const iso = toIso(days[side]);
      if (input.value !== iso) input.value = iso;
    },
  };
}

/** @param {App} app @param {Window} days */
function resultNodes(app, days) {
  const all = units(app.data, ...days);
  const { t } = app;
  if (all.length === 0) return [el('p', { class: 'cm-aside' }, t('compare.none'))];
  const moved = all.filter((unit) => unit.changed > 0).sort((a, b) => b.changed - a.changed);
  const total = change(all);
  return [
    el(
      'p',
      { class: 'cm-figure' },
      area(app, total.km2),
      ' ',
      el('span', {}, t('compare.changed', { n: number(app, total.error, 10) })),
    ),
    table(app, all, days),
    el('h3', {}, t('compare.where', { n: moved.length })),
    moved.length === 0
      ? el('p', { class: 'cm-aside' }, t('compare.same'))
      : el('ul', { class: 'cm-plain cm-moved' }, ...moved.map((unit) => movedLine(app, unit))),
    el('h3', {}, t('compare.how')),
    el('p', { class: 'cm-aside' }, t('compare.method')),
  ];
}

/** Areas are known to some tens of km² at best: rounded to ten.
 * @param {App} app @param {number} km2 @param {number} [step] */
const number = ({ store }, km2, step = 10) =>
  numberText(Math.round(km2 / step) * step, store.state().lang);

/** @param {App} app @param {number} km2 */
const area = (app, km2) => app.t('km2', { n: number(app, km2) });

/** @param {App} app @param {Unit[]} all @param {Window} days */
function table(app, all, days) {
  const { lang } = app.store.state();
  const { t } = app;
  const cell = (/** @type {Ground} */ ground) =>
    el('td', {}, ground.km2 > 0 ? `${number(app, ground.km2)} ± ${number(app, ground.error)}` : '–');
  const head = (/** @type {string} */ words) => el('th', { scope: 'col' }, words);
  return el(
    'table',
    { class: 'cm-areas' },
    el('caption', {}, t('compare.table')),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        head(t('compare.held')),
        ...days.map((day) => head(dateText(day, lang, 'short'))),
        head(t('compare.difference')),
      ),
    ),
    el(
      'tbody',
      {},
      ...sums(all).map(({ control, before, after }) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, t(`control.${control}`)),
          cell(before),
          cell(after),
          el('td', {}, signed(app, after.km2 - before.km2)),
        ),
      ),
    ),
  );
}

/** @param {App} app @param {number} km2 */
const signed = (app, km2) =>
  Math.abs(km2) < 5 ? '0' : `${km2 > 0 ? '+' : '−'}${number(app, Math.abs(km2))}`;

/** @param {App} app @param {Unit} unit */
function movedLine(app, unit) {
  const { lang, names } = app.store.state();
  const words = (/** @type {Map<string, Ground>} */ side) =>
    CONTROLS.filter((control) => side.has(control))
      .map((control) => app.t(`control.${control}`))
      .join(' / ') || app.t('compare.notdrawn');
  return el(
    'li',
    {},
    text('strong', display(unit.feature.properties, lang, names)),
    ` ${area(app, unit.changed)}`,
    el('span', { class: 'cm-aside' }, `${words(unit.before)} → ${words(unit.after)}`),
  );
}
