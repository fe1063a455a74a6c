/** The side panel: list and evidence, totals, layers, about. */
/** @import {App, Ui} from '#app/types' */
import { createAbout } from '#app/about';
import { el, fill } from '#app/dom';
import { createEvidence } from '#app/evidence';
import { createFilters } from '#app/filters';
import { icon } from '#app/icons';
import { createLayerPanel } from '#app/layerpanel';
import { createList } from '#app/list';
import { createTotals } from '#app/totals';

const TABS = /** @type {const} */ (['events', 'totals', 'layers', 'about']);

/** @param {App} app @param {L.Map} map */
export function createPanel(app, map) {
  const stack = el('div', { class: 'cm-stack', hidden: true });
  const listing = el('div', { class: 'cm-listing' }, createFilters(app, map), stack, createList(app));
  const bodies = {
    events: [listing, createEvidence(app)], totals: [createTotals(app)], layers: [createLayerPanel(app)], about: [createAbout(app)],
  };
  const pages = TABS.map((tab) => el('div', { class: `cm-page cm-page-${tab}`, role: 'tabpanel', id: `cm-page-${tab}`, 'aria-labelledby': `cm-tab-${tab}` }, ...bodies[tab]));
  const bar = el('div', { class: 'cm-tabs', role: 'tablist' });
  bar.addEventListener('keydown', (event) => tabKey(app, event, bar));
  app.watch(({ lang, select }, ui) => [lang, ui.tab, ui.stack, select, app.rows()], (state, ui) => {
    const focused = bar.contains(document.activeElement);
    fill(bar, ...TABS.map((tab) => tabNode(app, tab, ui.tab === tab)));
    if (focused) /** @type {HTMLElement | null} */ (bar.querySelector('[aria-selected="true"]'))?.focus();
    pages.forEach((page, i) => { page.hidden = TABS[i] !== ui.tab; });
    listing.hidden = state.select !== null && app.data.index.has(state.select);
    stackHead(app, stack, ui);
  });
  const node = el('section', { class: 'cm-panel' }, bar, ...pages);
  app.watch((_, ui) => [ui.sheet], (_, ui) => { node.classList.toggle('cm-open', ui.sheet); });
  return node;
}

/** @param {App} app @param {typeof TABS[number]} tab @param {boolean} on */
function tabNode(app, tab, on) {
  return el('button', {
    type: 'button', role: 'tab', id: `cm-tab-${tab}`, 'aria-controls': `cm-page-${tab}`, 'aria-selected': String(on), tabindex: on ? 0 : -1,
    onclick: () => app.ui.set({ tab, sheet: true }),
  }, app.t(`tab.${tab}`), tab === 'events' ? el('span', { class: 'cm-count' }, String(app.rows().length)) : null);
}

/** @param {App} app @param {KeyboardEvent} event @param {HTMLElement} bar */
function tabKey(app, event, bar) {
  const at = TABS.indexOf(app.ui.state().tab);
  const next = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? TABS.length - 1 : null;
  if (next === null) return;
  app.ui.set({ tab: TABS[(next + TABS.length) % TABS.length] });
  event.preventDefault();
  void bar;
}

/** @param {App} app @param {HTMLElement} node @param {Ui} ui */
function stackHead(app, node, { stack }) {
  node.hidden = stack === null;
  if (!stack) return;
  const ids = new Set(stack);
  const shown = app.rows().filter((row) => ids.has(app.data.spec.events.id[row])).length;
  fill(node, el('strong', {}, app.t('stack.head', { n: shown })),
    el('button', { type: 'button', class: 'cm-text-button', onclick: () => app.ui.set({ stack: null }) }, icon('close'), app.t('stack.close')));
}
