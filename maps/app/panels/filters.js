/** Search and filters above the list. */
/** @import {App} from '#app/types' */
import { typeGlyph } from '#app/marks/icon';
import { FAMILIES } from '#app/marks/palette';
import { moreFilters } from '#app/panels/filterlists';
import { createSearch } from '#app/panels/searchbox';
import {
  countTexts, isFiltered, NO_FILTERS, rowSet, rowsInWindow, unknownTypes,
} from '#app/rules/filter';
import { numberText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, fill, text } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { icon } from '#app/ui/icons';

/** @param {App} app @param {L.Map} map @param {() => void} openTable */
export function createFilters(app, map, openTable) {
  const chips = el('div', { class: 'cm-chips', role: 'group' });
  const clear = el('button', {
    type: 'button',
    class: 'cm-text-button',
    onclick: () => app.store.set({ filters: NO_FILTERS }),
  });
  const more = createMore(app);
  const words = el('span');
  const table = el(
    'button',
    { type: 'button', class: 'cm-text-button', 'data-name': 'table', onclick: openTable },
    icon('table'),
    words,
  );
  app.calmly(
    ({ filters, lang, window }) => [filters, lang, window],
    ({ filters }) => {
      chips.setAttribute('aria-label', app.t('filter.types'));
      clear.textContent = app.t('filter.clear');
      clear.hidden = !isFiltered(filters);
      words.textContent = app.t('table.open');
      keepFocus(chips, () => fill(chips, ...typeChips(app)));
      more.draw();
    },
  );
  return el(
    'div',
    { class: 'cm-filters' },
    createSearch(app, map),
    chips,
    el('div', { class: 'cm-row' }, more.node, el('span', { class: 'cm-row-end' }, clear, table)),
  );
}

/** The filters below the types: made while they are open.
 * @param {App} app */
function createMore(app) {
  const [more, summary, unfolded] = [el('div', { class: 'cm-more' }), el('summary'), new Set()];
  const node = el('details', { class: 'cm-details cm-more-filters' }, summary, more);
  const draw = () => {
    summary.textContent = app.t('filter.more');
    if (node.open) keepFocus(more, () => fill(more, ...moreFilters(app, unfolded)));
    else fill(more);
  };
  node.addEventListener('toggle', draw);
  more.addEventListener(
    'toggle',
    (event) => {
      const list = /** @type {HTMLDetailsElement} */ (event.target);
      const key = list.dataset.list ?? '';
      if (list.open === unfolded.has(key)) return;
      if (list.open) unfolded.add(key);
      else unfolded.delete(key);
      draw();
    },
    true,
  );
  return { node, draw };
}

/** Events of each type that the window and the other filters would show; a type that only a link
 * names says so, and can be switched off.
 * @param {App} app */
function typeChips(app) {
  const { data, store, t } = app;
  const { filters, window } = store.state();
  const rows = rowsInWindow(rowSet(data, { ...filters, types: [] }), window, filters.certain);
  const counts = countTexts(data.columns.codes('type'), rows, data.columns.weights());
  const rank = (/** @type {string} */ id) =>
    FAMILIES.indexOf(app.styles.get(id)?.family ?? 'other');
  const known = [...data.spec.types]
    .sort((a, b) => rank(a.id) - rank(b.id))
    .map(({ id, label: own }) => {
      const words = text('span', label(t, 'type', id, own));
      return typeChip(app, id, counts.get(id) ?? 0, typeGlyph(app, id), words);
    });
  const unknown = unknownTypes(data.spec.types, filters).map((id) =>
    typeChip(app, id, 0, text('span', t('filter.unknown', { name: id }))));
  return [...unknown, ...known];
}

/** @param {App} app @param {string} id @param {number} events @param {...Node} words */
function typeChip({ store }, id, events, ...words) {
  const { filters, lang } = store.state();
  const on = filters.types.includes(id);
  const types = on ? filters.types.filter((type) => type !== id) : [...filters.types, id];
  return el(
    'button',
    {
      type: 'button',
      class: 'cm-chip',
      'aria-pressed': String(on),
      'data-name': `type-${id}`,
      onclick: () => store.set({ filters: { ...store.state().filters, types } }),
    },
    ...words,
    el('span', { class: `cm-count${events ? '' : ' cm-zero'}` }, numberText(events, lang)),
  );
}
