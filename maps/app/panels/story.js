/** The story pane: one step at a time, with what it rests on. */
/** @import {Walk} from '#app/state/storywalk' */
/** @import {App, Story} from '#app/types' */
import { storyOf } from '#app/state/storywalk';
import { edtfText } from '#app/text/edtf';
import { windowText } from '#app/text/format';
import { el, fill, text } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { sourceLine } from '#app/ui/sourceline';

/** @param {App} app @param {Walk} walk */
export function createStory(app, walk) {
  const node = el('div', { class: 'cm-story' });
  node.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!by || /** @type {HTMLElement} */ (event.target).closest('select, input')) return;
    walk.step(by);
    event.preventDefault();
  });
  app.watch(
    ({ lang, story }, ui) => [lang, story, ui.tab],
    (_, ui) => {
      if (ui.tab !== 'story') return;
      const name = node.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
        : null;
      const story = storyOf(app);
      fill(node, ...(story ? stepNodes(app, walk, story) : choice(app, walk)));
      if (name) refocus(node, name);
      const page = node.closest('.cm-page');
      if (page) page.scrollTop = 0;
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
        story.title,
      ),
      el('span', { class: 'cm-aside' }, app.t('story.steps', { n: story.steps.length })),
    ),
  ),
  el('p', { class: 'cm-aside' }, app.t('story.keys')),
];

/** @param {App} app @param {Walk} walk @param {Story} story */
function stepNodes(app, walk, story) {
  const { t } = app;
  const { lang } = app.store.state();
  const at = app.store.state().story?.step ?? 0;
  const step = story.steps[at] ?? story.steps[0];
  return [
    text('p', story.title, 'cm-story-name'),
    el(
      'div',
      { 'aria-live': 'polite' },
      el(
        'p',
        { class: 'cm-aside' },
        t('story.at', { n: at + 1, all: story.steps.length }),
        step.window && ` · ${windowText(step.window, lang)}`,
      ),
      text('h2', step.title || story.title),
      ...step.text.split(/\n+/).map((words) => text('p', words, 'cm-story-text')),
    ),
    buttons(app, walk, story, at),
    restsOn(app, step.events),
    allSteps(app, walk, story, at),
  ];
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
          `${edtfText(events.when[row], lang, app.t)}: ${events.title[row]}`,
        ),
        ...lines.map((source) =>
          el('p', { class: 'cm-story-source' }, ...sourceLine(app, sources[source])),
        ),
      ),
    ];
  });
  if (items.length === 0) return null;
  return el(
    'section',
    {},
    el('h3', {}, app.t('story.rests')),
    el('ul', { class: 'cm-plain' }, ...items),
  );
}

/** @param {App} app @param {Walk} walk @param {Story} story @param {number} at */
function allSteps({ t }, walk, story, at) {
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
            step.title || String(i + 1),
          ),
        ),
      ),
    ),
  );
}
