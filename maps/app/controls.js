/** The row of buttons above the timeline. */
/** @import {App, Window} from '#app/types' */
import { el, fill } from '#app/dom';
import { icon } from '#app/icons';
import { dateText, numberText, windowText } from '#app/format';
import { extentOf } from '#app/player';
import { controlOf } from '#app/standing';
import { allEvents, eventsIn } from '#app/weights';

/** @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player */
export function createControls(app, player) {
  const node = el('div', { class: 'cm-controls' });
  app.watch(
    ({ lang }, ui) => [lang, ui.playing, ui.unit, ui.growing, ui.speed, ui.axis],
    (_, ui) => {
      const focused = /** @type {HTMLElement | null} */ (
        node.contains(document.activeElement) ? document.activeElement : null
      )?.dataset.name;
      const { t } = app;
      fill(
        node,
        el(
          'div',
          { class: 'cm-buttons', role: 'group', 'aria-label': t('time.play.group') },
          button('back', t('time.back'), 'back', () => player.step(-1)),
          button(
            'play',
            t(ui.playing ? 'time.pause' : 'time.play'),
            ui.playing ? 'pause' : 'play',
            player.toggle,
          ),
          button('forth', t('time.forth'), 'forth', () => player.step(1)),
        ),
        choice(
          t('time.unit'),
          'unit',
          ui.unit,
          ['day', 'week', 'month', 'year'].map((unit) => [unit, t(`unit.${unit}`)]),
          (unit) => app.ui.set({ unit }),
        ),
        choice(
          t('time.mode'),
          'mode',
          ui.growing ? 'growing' : 'moving',
          ['moving', 'growing'].map((mode) => [mode, t(`mode.${mode}`)]),
          (mode) => app.ui.set({ growing: mode === 'growing' }),
        ),
        choice(
          t('time.speed'),
          'speed',
          String(ui.speed),
          ['1', '2', '4', '10'].map((n) => [n, `${n}×`]),
          (n) => app.ui.set({ speed: Number(n) }),
        ),
        episodes(app),
        choice(
          t('time.axis'),
          'axis',
          ui.axis,
          ['even', 'dense', 'near'].map((axis) => [axis, t(`axis.${axis}`)]),
          (axis) => app.ui.set({ axis: /** @type {any} */ (axis) }),
        ),
        el(
          'button',
          {
            type: 'button',
            class: 'cm-text-button',
            'data-name': 'whole',
            onclick: () => app.store.set({ window: app.data.spec.extent }),
          },
          t('time.whole'),
        ),
      );
      if (focused)
        /** @type {HTMLElement | null} */ (node.querySelector(`[data-name="${focused}"]`))?.focus();
    },
  );
  return node;
}

/** @param {string} name @param {string} label @param {string} picture @param {() => void} act */
function button(name, label, picture, act) {
  return el(
    'button',
    {
      type: 'button',
      class: 'cm-icon-button',
      'data-name': name,
      'aria-label': label,
      title: label,
      onclick: act,
    },
    icon(picture),
  );
}

/** @param {string} label @param {string} name @param {string} value @param {string[][]} options
 * @param {(value: string) => void} act */
export function choice(label, name, value, options, act) {
  const select = el(
    'select',
    {
      'data-name': name,
      onchange: (/** @type {Event} */ event) =>
        act(/** @type {HTMLSelectElement} */ (event.target).value),
    },
    ...options.map(([id, words]) => el('option', { value: id, selected: id === value }, words)),
  );
  return el('label', { class: 'cm-choice' }, el('span', {}, label), select);
}

/** Jump to a band of the timeline or to an aggregate: the named episodes of this map.
 * @param {App} app */
function episodes(app) {
  const { spec } = app.data;
  const list = spec.bands.flatMap((band) =>
    band.from !== null && band.to !== null
      ? [{ label: band.label, window: /** @type {Window} */ ([band.from, band.to]) }]
      : [],
  );
  if (list.length === 0) return null;
  const { lang } = app.store.state();
  const options = [
    ['', app.t('time.jump')],
    ...list.map(({ label, window }, i) => [String(i), `${label} (${windowText(window, lang)})`]),
  ];
  return choice(app.t('time.episode'), 'episode', '', options, (i) => {
    if (i !== '') app.store.set({ window: list[Number(i)].window });
  });
}

/** Whether the areas of a window are those of its last day alone.
 * @param {App} app @param {import('#app/types').Window} window */
const ground = ({ data }, [from, to]) =>
  to - from > 1 && [...data.features.values()].some(controlOf);

/** The date in words, large: the first thing to read.
 * @param {App} app */
export function createDateline(app) {
  const node = el('p', { class: 'cm-dateline' });
  app.watch(
    ({ window, lang, filters, compare }) => [window, lang, filters, compare],
    ({ window, lang, compare }) => {
      if (compare) {
        const [one, two] = compare.map((day) => dateText(day, lang));
        fill(node, el('strong', {}, app.t('compare.dates', { one, two })));
        return;
      }
      const extent = extentOf(app);
      const whole = window[0] <= extent[0] && window[1] >= extent[1];
      fill(
        node,
        el('strong', {}, windowText(window, lang)),
        el(
          'span',
          {},
          app.t(whole ? 'shown.all' : 'shown', {
            n: numberText(eventsIn(app.data.hot, app.rows()), lang),
            all: numberText(allEvents(app.data.hot), lang),
          }),
        ),
        ground(app, window) &&
          el('span', {}, app.t('key.lastday', { date: dateText(window[1] - 1, lang) })),
      );
    },
  );
  return node;
}
