/** The story pane: its steps below each other beside the map, which shows the one that is read. */
/** @import {Walk} from '#app/state/storywalk' */
/** @import {App, Story} from '#app/types' */
import { createScroller } from '#app/panels/storyscroll';
import { storyOf } from '#app/state/storywalk';
import { edtfText } from '#app/text/edtf';
import { windowText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { langOf, dataText } from '#app/ui/datatext';
import { sourceLine } from '#app/ui/sourceline';

/** @param {App} app @param {Walk} walk */
export function createStory(app, walk) {
  const node = el('div', { class: 'cm-story' });
  const scroller = createScroller(app, walk, node);
  node.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by || /** @type {HTMLElement} */ (event.target).closest('select, input')) return;
    walk.step(by);
    event.preventDefault();
  });
  let known = '';
  app.watch(
    ({ lang, story }, ui) => [lang, story, ui.tab],
    ({ lang, story: at }, ui) => {
      if (ui.tab !== 'story') return;
      const name = node.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
        : null;
      const story = storyOf(app);
      const key = `${lang} ${story?.id}`;
      if (key !== known) {
        known = key;
        fill(node, ...(story ? storyNodes(app, story) : choice(app, walk)));
      }
      if (story) turnTo(app, walk, node, story, at?.step ?? 0);
      if (name) refocus(node, name);
      scroller.follow();
    },
  );
  return node;
}

/** A button that has gone dead at an end of the story hands on to its neighbour.
 * @param {HTMLElement} node @param {string} name */
function refocus(node, name) {
  const at = (/** @type {string} */ wanted) =>
    /** @type {HTMLButtonElement | null} */ (
      node.querySelector(`[data-name="${CSS.escape(wanted)}"]:not([disabled])`)
    );
  (at(name) ?? at('back') ?? at('next'))?.focus();
}

/** @param {App} app @param {Walk} walk */
const choice = (app, walk) => [
  el('h2', {}, app.t('story.title')),
  ...walk.stories.map((story) =>
    el(
      'p',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'cm-link',
          dir: 'auto',
          'data-name': story.id,
          onclick: () => walk.start(story.id),
        },
        dataText(app, 'span', story.title),
      ),
      el('span', { class: 'cm-aside' }, app.t('story.steps', { n: story.steps.length })),
    ),
  ),
  el('p', { class: 'cm-aside' }, app.t('story.keys')),
];

/** All steps below each other, between a head that says which is shown and the buttons.
 * @param {App} app @param {Story} story */
const storyNodes = (app, story) => [
  el('div', { class: 'cm-story-head' }),
  ...story.steps.map((step, i) =>
    el(
      'section',
      { class: 'cm-step', 'data-step': i },
      dataText(app, 'h2', step.title || story.title),
      ...app.say(step.text).split(/\n+/).map((words) =>
        el('p', { dir: 'auto', class: 'cm-story-text', ...langOf(app, step.text) }, words)),
      restsOn(app, step.events),
    )),
  el('div', { class: 'cm-story-foot' }),
  el('div', { class: 'cm-story-nav' }),
];

/** @param {App} app @param {Walk} walk @param {HTMLElement} node @param {Story} story
 * @param {number} at */
function turnTo(app, walk, node, story, at) {
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (node.querySelector(`.cm-story-${name}`));
  const { window } = story.steps[at];
  fill(
    part('head'),
    dataText(app, 'p', story.title, 'cm-story-name'),
    el(
      'p',
      { class: 'cm-aside', 'aria-live': 'polite' },
      app.t('story.at', { n: at + 1, all: story.steps.length }),
      window && ` · ${windowText(window, app.store.state().lang)}`,
      el('span', { class: 'cm-hidden' }, ` ${app.say(story.steps[at].title)}`),
    ),
  );
  fill(part('foot'), buttons(app, walk, story, at));
  fill(part('nav'), allSteps(app, walk, story, at));
  for (const step of node.querySelectorAll('.cm-step'))
    step.classList.toggle('cm-now', step.getAttribute('data-step') === String(at));
}

/** @param {App} app @param {Walk} walk @param {Story} story @param {number} at */
function buttons({ t }, walk, story, at) {
  const button = (
    /** @type {string} */ name,
    /** @type {boolean} */ dead,
    /** @type {() => void} */ act,
  ) =>
    el(
      'button',
      {
        type: 'button',
        class: name === 'next' ? 'cm-button cm-main-button' : 'cm-button',
        'data-name': name,
        disabled: dead,
        onclick: act,
      },
      name === 'back' && icon('back'),
      t(`story.${name}`),
      name === 'next' && icon('forth'),
    );
  return el(
    'div',
    { class: 'cm-story-buttons' },
    button('back', at === 0, () => walk.step(-1)),
    button('next', at === story.steps.length - 1, () => walk.step(1)),
    button('print', false, () => window.print()),
    button('end', false, () => walk.end()),
  );
}

/** The events of a step, each with its sources.
 * @param {App} app @param {string[]} ids */
export function restsOn(app, ids) {
  const { events, sources } = app.data.spec;
  const { lang } = app.store.state();
  const items = ids.flatMap((id) => {
    const row = app.data.index.get(id);
    if (row === undefined) return [];
    const lines = events.sources[row].filter((source) => Object.hasOwn(sources, source));
    return [
      el(
        'li',
        {},
        el(
          'button',
          {
            type: 'button',
            class: 'cm-link',
            dir: 'auto',
            'data-name': id,
            onclick: () => app.select(id),
          },
          `${edtfText(events.when[row], lang, app.t)}: `,
          dataText(app, 'span', events.title[row]),
        ),
        ...lines.map((source) =>
          el('p', { class: 'cm-story-source' }, ...sourceLine(app, sources[source])),
        ),
      ),
    ];
  });
  if (items.length === 0) return null;
  return el(
    'details',
    { class: 'cm-details' },
    el('summary', {}, `${app.t('story.rests')} (${items.length})`),
    el('ul', { class: 'cm-plain' }, ...items),
  );
}

/** @param {App} app @param {Walk} walk @param {Story} story @param {number} at */
function allSteps(app, walk, story, at) {
  const { t } = app;
  return el(
    'nav',
    { 'aria-label': t('story.all') },
    el('h3', {}, t('story.all')),
    el(
      'ol',
      { class: 'cm-story-steps' },
      ...story.steps.map((step, i) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              class: 'cm-link',
              dir: 'auto',
              'data-name': `step-${i}`,
              'aria-current': i === at ? 'step' : null,
              onclick: () => walk.go(i),
            },
            step.title ? dataText(app, 'span', step.title) : String(i + 1),
          ),
        ),
      ),
    ),
  );
}
