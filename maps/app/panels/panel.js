/** The side panel: list and evidence, totals, layers, about. */
/** @import {App, Ui} from '#app/types' */
import { createAbout } from '#app/panels/about';
import { createArticle } from '#app/panels/article';
import { createCompare } from '#app/panels/comparepanel';
import { createDoubtPanel } from '#app/panels/doubtpanel';
import { createEvidence } from '#app/panels/evidence';
import { createExport } from '#app/panels/export';
import { createFilters } from '#app/panels/filters';
import { createFocusBack } from '#app/panels/focusback';
import { createLayerPanel } from '#app/panels/layerpanel';
import { createList } from '#app/panels/list';
import { createStrip } from '#app/panels/road/strip';
import { createStory } from '#app/panels/story';
import { createTable } from '#app/panels/table';
import { createTotals } from '#app/panels/totals';
import { eventsIn } from '#app/rules/weights';
import { numberText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { among } from '#app/util/lazy';

const TABS = /** @type {const} */ ([
  'story',
  'article',
  'compare',
  'events',
  'totals',
  'unknown',
  'road',
  'layers',
  'about',
]);

/** Which panels a recipe asks for; what leads to the others is never left out.
 * @param {string[]} [named] @returns {(tab: typeof TABS[number]) => boolean} */
export const shownPanels = (named) => (tab) =>
  !named || named.includes(tab) || ['events', 'compare', 'about'].includes(tab);

/** @param {App} app @param {L.Map} map
 * @param {Record<string, boolean>} defaults layers on by default
 * @param {import('#app/state/storywalk').Walk} walk @param {HTMLElement} lead */
export function createPanel(app, map, defaults, walk, lead) {
  const table = createTable(app, createExport(app, defaults));
  const strip = createStrip(app);
  const asked = shownPanels(app.data.spec.panels);
  const tabs = TABS.filter(
    (tab) => asked(tab) && (tab !== 'road' || strip.road) && (tab !== 'story' || walk.stories.length),
  );
  const bodies = {
    story: [createStory(app, walk)],
    article: [createArticle(app, map)],
    compare: [createCompare(app)],
    events: [createListing(app, map, defaults, table.open), createEvidence(app)],
    totals: [createTotals(app)],
    unknown: [createDoubtPanel(app)],
    road: [strip.node],
    layers: [createLayerPanel(app)],
    about: [createAbout(app)],
  };
  const pages = tabs.map((tab) => pageNode(tab, bodies[tab]));
  app.watch(
    (_, ui) => [ui.tab],
    (_, ui) => {
      if (!tabs.includes(ui.tab)) app.ui.set({ tab: 'events' }); // a link may name one left out
      for (const [i, page] of pages.entries()) page.hidden = tabs[i] !== app.ui.state().tab;
    },
  );
  const bar = el('div', { class: 'cm-tabbar' }, createTabs(app, tabs), ...sheetButtons(app));
  const node = el('section', { class: 'cm-panel' }, lead, bar, ...pages, table.dialog);
  app.watch(
    ({ select }, ui) => [ui.sheet, ui.tall, select, ui.stack],
    ({ select }, ui) => {
      node.classList.toggle('cm-open', ui.sheet);
      node.classList.toggle('cm-tall', ui.sheet && ui.tall);
      node.classList.toggle('cm-reading', select !== null || ui.stack !== null);
    },
  );
  createFocusBack(app, node);
  return node;
}

/** Filters, list, and what can be taken along; it gives way to the event that is open.
 * @param {App} app @param {L.Map} map @param {Record<string, boolean>} defaults
 * @param {() => void} openTable */
function createListing(app, map, defaults, openTable) {
  const stack = el('div', { class: 'cm-stack', hidden: true });
  const node = el(
    'div',
    { class: 'cm-listing' },
    createFilters(app, map, openTable),
    stack,
    createList(app),
    createExport(app, defaults),
  );
  app.watch(
    ({ lang, select }, ui) => [lang, ui.stack, select, app.rows()],
    ({ select }, ui) => {
      node.hidden = select !== null && app.data.index.has(select);
      node.classList.toggle('cm-in-stack', ui.stack !== null);
      stackHead(app, stack, ui);
    },
  );
  return node;
}

/** @param {typeof TABS[number]} tab @param {Node[]} body */
const pageNode = (tab, body) =>
  el(
    'div',
    {
      class: `cm-page cm-page-${tab}`,
      role: 'tabpanel',
      tabindex: 0,
      id: `cm-page-${tab}`,
      'aria-labelledby': `cm-tab-${tab}`,
    },
    ...body,
  );

/** The sheet of a narrow page has three stops: its head, half the screen, all of it.
 * @param {App} app */
function sheetButtons(app) {
  const grip = el('button', { type: 'button', class: 'cm-sheet-grip', onclick: () => {
    const { sheet, tall } = app.ui.state();
    app.ui.set({ sheet: true, tall: sheet && !tall });
  } });
  const close = el(
    'button',
    { type: 'button', class: 'cm-sheet-close', onclick: () => app.ui.set({ sheet: false }) },
    icon('close'),
  );
  app.watch(
    ({ lang }, { sheet, tall }) => [lang, sheet, tall],
    (_, { sheet, tall }) => {
      close.setAttribute('aria-label', app.t('sheet.close'));
      grip.setAttribute('aria-label', app.t(sheet && tall ? 'sheet.less' : 'sheet.more'));
      grip.setAttribute('aria-expanded', String(sheet));
      grip.textContent = sheet && tall ? '▾' : '▴';
    },
  );
  return [grip, close];
}

/** @param {App} app @param {readonly (typeof TABS[number])[]} tabs */
function createTabs(app, tabs) {
  const bar = el('div', { class: 'cm-tabs', role: 'tablist' });
  const open = () => {
    const { article, compare } = app.store.state();
    return tabs.filter((tab) => (tab !== 'compare' || compare) && (tab !== 'article' || article));
  };
  bar.addEventListener('keydown', (event) => tabKey(app, event, open()));
  app.watch(
    ({ lang, article, compare }, ui) => [lang, ui.tab, article, compare],
    (_, ui) => {
      const focused = bar.contains(document.activeElement);
      fill(bar, ...open().map((tab) => tabNode(app, tab, ui.tab === tab)));
      const on = /** @type {HTMLElement | null} */ (bar.querySelector('[aria-selected="true"]'));
      if (on) bar.scrollLeft = on.offsetLeft - bar.offsetLeft - (bar.clientWidth - on.offsetWidth) / 2;
      if (focused) on?.focus({ preventScroll: true });
    },
  );
  app.watch(
    () => [app.rows()],
    () => {
      const shown = bar.querySelector('.cm-count');
      if (shown) shown.textContent = shownText(app);
    },
  );
  return bar;
}

/** The number of events shown.
 * @param {App} app */
const shownText = ({ data, rows, store }) =>
  numberText(eventsIn(data.columns, rows()), store.state().lang);

/** @param {App} app @param {typeof TABS[number]} tab @param {boolean} on */
function tabNode(app, tab, on) {
  return el(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `cm-tab-${tab}`,
      'aria-controls': `cm-page-${tab}`,
      'aria-selected': String(on),
      tabindex: on ? 0 : -1,
      onclick: () => app.ui.set({ tab, sheet: true }),
    },
    app.t(`tab.${tab}`),
    tab === 'events' ? el('span', { class: 'cm-count' }, shownText(app)) : null,
  );
}

/** @param {App} app @param {KeyboardEvent} event @param {readonly Ui['tab'][]} tabs */
function tabKey(app, event, tabs) {
  const at = tabs.indexOf(app.ui.state().tab);
  const next =
    event.key === 'ArrowRight'
      ? at + 1
      : event.key === 'ArrowLeft'
        ? at - 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? tabs.length - 1
            : null;
  if (next === null) return;
  app.ui.set({ tab: tabs[(next + tabs.length) % tabs.length] });
  event.preventDefault();
}

/** @param {App} app @param {HTMLElement} node @param {Ui} ui */
function stackHead(app, node, { stack }) {
  node.hidden = stack === null;
  if (!stack) return;
  const shown = eventsIn(app.data.columns, stack.filter((row) => among(app.rows(), row)));
  fill(
    node,
    el('strong', {}, app.t('stack.head', { n: numberText(shown, app.store.state().lang) })),
    el(
      'button',
      { type: 'button', class: 'cm-text-button', onclick: () => app.ui.set({ stack: null }) },
      icon('close'),
      app.t('stack.close'),
    ),
  );
}
