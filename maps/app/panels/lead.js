/** What a reader meets first: a sentence made from the data, ways in, and what the map says. */
/** @import {Walk} from '#app/state/storywalk' */
/** @import {App} from '#app/types' */
import { articleLink } from '#app/panels/article';
import { annotationsOn, spoken } from '#app/rules/annotations';
import { startCompare } from '#app/state/compare';
import { leadWords } from '#app/text/groundwords';
import { el, fill, text } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { icon } from '#app/ui/icons';

/** @param {App} app @param {Walk} walk */
export function createLead(app, walk) {
  const node = el('section', { class: 'cm-lead' });
  app.calmly(
    ({ lang, window, day, select, story, compare }, ui) => [
      lang, window, day, app.rows(), select, story, compare, ui.intro, ui.tab, ui.stack,
    ],
    ({ select, story, compare }, { intro, tab, stack }) => {
      node.hidden = select !== null || story !== null || compare !== null || stack !== null ||
        tab !== 'events';
      if (node.hidden) return;
      node.setAttribute('aria-label', app.t('lead.label'));
      keepFocus(node, () =>
        fill(
          node,
          el('p', { class: 'cm-standfirst' }, leadWords(app).join(' ')),
          intro && doors(app, walk),
          intro && articleLink(app),
          notes(app),
        ));
    },
  );
  return node;
}

/** What was pressed is gone: the focus goes where it led.
 * @param {() => void} act @param {string} selector */
function led(act, selector) {
  act();
  requestAnimationFrame(() => requestAnimationFrame(() =>
    /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus()));
}

/** Three ways in.
 * @param {App} app @param {Walk} walk */
function doors(app, walk) {
  const { t } = app;
  const [first] = walk.stories;
  const door = (
    /** @type {string} */ name, /** @type {string} */ words, /** @type {() => void} */ act,
  ) => el(
    'button',
    {
      type: 'button', class: `cm-button${name === 'story' ? ' cm-main-button' : ''}`,
      'data-name': name, onclick: act,
    },
    name === 'story' && icon('play'),
    words,
  );
  const isGround = app.data.spec.layers.some(({ role }) => role === 'district');
  if (!first && !isGround) return null;
  return el(
    'div',
    { class: 'cm-doors', role: 'group', 'aria-label': t('lead.doors') },
    first && door('story', t('lead.story', { n: first.steps.length }), () =>
      led(() => walk.start(first.id), '.cm-story [data-name=next]')),
    door('explore', t('lead.explore'), () => explore(app)),
    isGround && door('compare', t('lead.compare'), () =>
      led(() => startCompare(app), '.cm-swipe')),
  );
}

/** To the events, and to the search for one of them. @param {App} app */
function explore({ ui }) {
  led(() => ui.set({ intro: false, tab: 'events', sheet: true }), '.cm-search');
}

/** What is written on the map, in the same order: the map as text. Each opens what it rests on.
 * @param {App} app */
function notes(app) {
  const { data, store, t } = app;
  const state = store.state();
  const found = annotationsOn(data.spec.annotations, state);
  if (!found.length) return null;
  return el(
    'ol',
    { class: 'cm-notes', 'aria-label': t('lead.notes') },
    ...found.map((one) => el('li', {}, note(app, one.event ?? '', spoken(one.text, state.lang)))),
  );
}

/** @param {App} app @param {string} event @param {string} words */
const note = (app, event, words) =>
  app.data.index.has(event)
    ? el('button', {
      type: 'button', class: 'cm-link', dir: 'auto', 'data-name': event,
      onclick: () => {
        app.ui.set({ sheet: true });
        app.select(event);
      },
    }, words)
    : text('span', words);
