/** The row of buttons above the timeline. */
/** @import {App, Window} from '#app/types' */
import { controlOf } from '#app/rules/standing';
import { allEvents, eventsIn } from '#app/rules/weights';
import { dateText, numberText, windowText } from '#app/text/format';
import { openEpisode } from '#app/time/context';
import { closesElsewhere, createDates } from '#app/time/datefields';
import { isWhole } from '#app/time/player';
import { choice } from '#app/ui/choice';
import { el, fill } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { icon } from '#app/ui/icons';
import { groundDay } from '#app/util/clock';

/** @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player */
export function createControls(app, player) {
  const [play, episode, whole] = ['cm-bar-play', 'cm-bar-episode', 'cm-bar-whole'].map((name) =>
    el('div', { class: name }));
  const more = createMore(app);
  const node = el(
    'div', { class: 'cm-controls' }, play, createDateline(app), createDates(app), episode, more, whole,
  );
  app.watch(
    ({ lang, compare }, ui) => [lang, compare !== null, ui.playing],
    ({ compare }) =>
      keepFocus(play, () =>
        fill(
          play,
          playButtons(app, player),
          compare && el('span', { class: 'cm-aside', id: 'cm-no-play' }, app.t('time.still')),
        )),
  );
  app.watch(
    ({ lang, window }) => [lang, window],
    () => {
      keepFocus(episode, () => fill(episode, episodes(app)));
      keepFocus(whole, () => fill(whole, wholeButton(app)));
    },
  );
  return node;
}

/** How Play goes, and what the axis shows: what few readers need.
 * @param {App} app */
function createMore(app) {
  const body = el('div', { class: 'cm-more-body' });
  const title = el('summary');
  const node = el('details', { class: 'cm-more', 'data-name': 'more' }, title, body);
  closesElsewhere(node);
  app.watch(
    ({ lang }, ui) => [lang, ui.unit, ui.mode, ui.speed, ui.axis, ui.span !== null],
    () => {
      title.textContent = app.t('time.more');
      keepFocus(body, () => fill(
        body, ...playChoices(app), axisChoice(app),
        el('div', { class: 'cm-more-whole' }, wholeButton(app, 'whole-low')),
      ));
    },
  );
  return node;
}

/** @param {App} app */
function axisChoice({ t, ui }) {
  const { axis, span } = ui.state();
  const options = ['even', 'dense', 'near'].map((name) => [name, t(`axis.${name}`)]);
  return choice(
    t('time.axis'),
    'axis',
    span ? '' : axis,
    span ? [['', t('axis.span')], ...options] : options,
    (name) => name && ui.set({ axis: /** @type {any} */ (name), span: null }),
  );
}

/** In a low frame it stands among what few readers need.
 * @param {App} app @param {string} [name] */
function wholeButton({ data, store, t, ui }, name = 'whole') {
  const onclick = () => {
    ui.set({ span: null });
    store.set({ window: data.spec.extent });
  };
  return el(
    'button',
    { type: 'button', class: 'cm-text-button', 'data-name': name, onclick },
    t('time.whole'),
  );
}

/** Time stands still while two dates are compared.
 * @param {App} app @param {{toggle: () => void, step: (n: number) => void}} player */
function playButtons(app, player) {
  const { t } = app;
  const { playing } = app.ui.state();
  const still = app.store.state().compare !== null;
  const made = [
    button('back', t('time.back'), 'back', () => player.step(-1)),
    button('play', t(playing ? 'time.pause' : 'time.play'), playing ? 'pause' : 'play', player.toggle),
    button('forth', t('time.forth'), 'forth', () => player.step(1)),
  ];
  if (still)
    for (const node of made) {
      node.disabled = true;
      node.title = t('time.still');
      node.setAttribute('aria-describedby', 'cm-no-play');
    }
  return el(
    'div',
    { class: 'cm-buttons', role: 'group', 'aria-label': t('time.play.group') },
    ...made,
  );
}

/** @param {App} app */
function playChoices({ t, ui }) {
  const { unit, mode, speed } = ui.state();
  const listed = (/** @type {string} */ kind, /** @type {string[]} */ ids) =>
    ids.map((id) => [id, t(`${kind}.${id}`)]);
  return [
    choice(t('time.unit'), 'unit', unit, listed('unit', ['auto', 'day', 'week', 'month', 'year']),
      (value) => ui.set({ unit: value })),
    choice(t('time.mode'), 'mode', mode, listed('mode', ['inside', 'moving', 'growing']),
      (value) => ui.set({ mode: /** @type {any} */ (value) })),
    choice(t('time.speed'), 'speed', String(speed),
      [['0.5', '½×'], ...['1', '2', '4', '10'].map((n) => [n, `${n}×`])],
      (value) => ui.set({ speed: Number(value) })),
  ];
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

/** The named episodes of this map.
 * @param {App} app @returns {{label: string, window: Window}[]} */
const episodesOf = ({ data, say }) =>
  data.spec.bands.flatMap(({ label, from, to }) =>
    from !== null && to !== null ? [{ label: say(label), window: [from, to] }] : [],
  );

/** The number of the episode that is in the window, day by day; '' when none is.
 * @param {App} app */
function episodeAt(app) {
  const [from, to] = app.store.state().window;
  const at = episodesOf(app).findIndex(({ window }) => window[0] === from && window[1] === to);
  return at < 0 ? '' : String(at);
}

/** Jump to a band of the timeline or to an aggregate.
 * @param {App} app */
function episodes(app) {
  const list = episodesOf(app);
  if (list.length === 0) return null;
  const { lang } = app.store.state();
  const options = [
    ['', app.t('time.jump')],
    ...list.map(({ label, window }, i) => [String(i), `${label} (${windowText(window, lang)})`]),
  ];
  return choice(app.t('time.episode'), 'episode', episodeAt(app), options, (i) => {
    if (i !== '') openEpisode(app, list[Number(i)].window);
  });
}

/** Whether the day of the ground is to be said: it is not the one day of the events.
 * @param {App} app */
function groundApart({ data, store }) {
  const { window: [from, to], day } = store.state();
  return (to - from > 1 || day !== null) && [...data.features.values()].some(controlOf);
}

/** The date in words, large: the first thing to read.
 * @param {App} app */
export function createDateline(app) {
  const node = el('p', { class: 'cm-dateline' });
  app.watch(
    ({ window, day, lang, filters, compare }, { gap }) => [window, day, lang, filters, compare, gap],
    (state, { gap }) => {
      const { window, lang, compare } = state;
      if (compare) {
        const [one, two] = compare.map((day) => dateText(day, lang));
        fill(node, el('strong', {}, app.t('compare.dates', { one, two })));
        return;
      }
      if (gap) {
        const words = gapWords(app, gap);
        fill(node, el('strong', {}, windowText(window, lang)), el('span', { class: 'cm-gap' }, words));
        return;
      }
      fill(
        node,
        el('strong', {}, windowText(window, lang)),
        el(
          'span',
          {},
          app.t(isWhole(app) ? 'shown.all' : 'shown', {
            n: numberText(eventsIn(app.data.columns, app.rows()), lang),
            all: numberText(allEvents(app.data.columns), lang),
          }),
        ),
        groundApart(app) &&
          el('span', {}, app.t('key.lastday', { date: dateText(groundDay(state), lang) })),
      );
    },
  );
  return node;
}

/** How long nothing happened: in days, or in months or years of which there are two or more.
 * @param {App} app @param {number} days */
function gapWords({ t, store }, days) {
  const months = Math.round(days / 30.44);
  const years = Math.round(days / 365.24);
  const [kind, n] =
    years > 2 ? ['years', years] : months > 1 ? ['months', months] : ['days', days];
  return t(`time.gap.${kind}`, { n: numberText(n, store.state().lang) });
}
