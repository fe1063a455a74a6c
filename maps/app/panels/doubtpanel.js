/** The view "where we do not know": how many events of each kind of doubt, and their lists. */
/** @import {App} from '#app/types' */
import { DOUBT_KINDS, doubts } from '#app/rules/doubts';
import { isFiltered } from '#app/rules/filter';
import { singleRows } from '#app/rules/roles';
import { eventsIn } from '#app/rules/weights';
import { numberText, windowText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';

const GROUPS = /** @type {const} */ ([
  ['place', ['unplaced', 'wide_place', 'possible_join', 'border']],
  ['time', ['undated', 'no_certain_day', 'wide_dates']],
  ['toll', ['no_toll', 'toll_range']],
  ['word', ['one_side']],
]);

/** @param {App} app */
export function createDoubtPanel(app) {
  const node = el('div', { class: 'cm-doubts' });
  app.calmly(
    (state, ui) => [app.rows(), state.lang, state.window, state.doubt, ui.tab],
    (_, ui) => {
      if (ui.tab !== 'unknown') return;
      const active = /** @type {HTMLElement | null} */ (document.activeElement);
      const name = node.contains(active) ? active?.dataset.name : null;
      fill(node, ...content(app));
      if (name)
        /** @type {HTMLElement | null} */ (node.querySelector(`[data-name="${name}"]`))?.focus();
    },
  );
  follow(app);
  return node;
}

/** The list that was opened from the view; another list is no reason to emphasise.
 * @type {WeakSet<object>} */
const lists = new WeakSet();

/** The map emphasises as long as the view, or a list opened from it, is open.
 * @param {App} app */
function follow(app) {
  app.watch(
    (_, { tab, stack }) => [tab, stack],
    ({ doubt }, { tab, stack }) => {
      const open = tab === 'unknown' || (tab === 'events' && stack !== null && lists.has(stack));
      if (tab === 'unknown' && doubt === null) app.store.set({ doubt: 'all' });
      else if (!open && doubt !== null) app.store.set({ doubt: null });
    },
  );
}

/** @param {App} app */
function content(app) {
  const { t, store, data } = app;
  const { lang, window, filters, doubt } = store.state();
  const found = doubts(data, app.rows());
  const shown = eventsIn(data.columns, singleRows(data.columns, app.rows()));
  const filtered = isFiltered(filters) ? ` · ${t('totals.filtered')}` : '';
  return [
    el('h2', {}, t('doubt.title')),
    el('p', { class: 'cm-aside' }, windowText(window, lang) + filtered),
    el('p', { class: 'cm-aside' }, t('doubt.of', { n: numberText(shown, lang) })),
    ...GROUPS.flatMap(([group, kinds]) => [
      el('h3', {}, t(`doubt.group.${group}`)),
      el(
        'ul',
        { class: 'cm-plain cm-doubt-list' },
        ...kinds.map((kind) => line(app, kind, found.get(kind) ?? [], doubt === kind)),
      ),
    ]),
    el('p', { class: 'cm-aside' }, t('doubt.how')),
    el('p', { class: 'cm-aside' }, t('time.maybe')),
  ];
}

/** @param {App} app @param {typeof DOUBT_KINDS[number]} kind @param {number[]} rows
 * @param {boolean} on whether the map emphasises this kind alone */
function line(app, kind, rows, on) {
  const { t, store } = app;
  const { lang } = store.state();
  const emphasise = el('input', {
    type: 'checkbox',
    'data-name': `mark-${kind}`,
    'aria-label': t('doubt.only', { kind: t(`doubt.${kind}`) }),
    title: t('doubt.only', { kind: t(`doubt.${kind}`) }),
    onchange: () => store.set({ doubt: on ? 'all' : kind }),
  });
  emphasise.checked = on;
  const open = el(
    'button',
    {
      type: 'button',
      class: 'cm-link',
      'data-name': `doubt-${kind}`,
      disabled: rows.length === 0,
      onclick: () => {
        store.set({ doubt: kind, select: null });
        const stack = Array.from(rows);
        lists.add(stack);
        app.ui.set({ stack, tab: 'events' });
      },
    },
    t(`doubt.${kind}`),
  );
  return el(
    'li',
    { 'data-kind': kind },
    emphasise,
    open,
    el(
      'span',
      { class: `cm-count${rows.length ? '' : ' cm-zero'}` },
      numberText(eventsIn(app.data.columns, rows), lang),
    ),
  );
}
