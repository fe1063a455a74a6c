/** Search and filters above the list. */
/** @import {App} from '#app/types' */
import { el, fill, text } from '#app/dom';
import { NO_FILTERS, inWindow, isFiltered, passes } from '#app/filter';
import { typeGlyph } from '#app/glyph';
import { label } from '#app/i18n';
import { FAMILIES } from '#app/palette';
import { createSearch } from '#app/searchbox';

/** @param {App} app @param {L.Map} map */
export function createFilters(app, map) {
  const chips = el('div', { class: 'cm-chips', role: 'group' });
  const more = el('div', { class: 'cm-more' });
  const clear = el('button', {
    type: 'button',
    class: 'cm-text-button',
    onclick: () => app.store.set({ filters: NO_FILTERS }),
  });
  const details = el('details', { class: 'cm-details' }, el('summary'), more);
  app.watch(
    ({ filters, lang, window }) => [filters, lang, window],
    ({ filters }) => {
      chips.setAttribute('aria-label', app.t('filter.types'));
      /** @type {HTMLElement} */ (details.querySelector('summary')).textContent =
        app.t('filter.more');
      clear.textContent = app.t('filter.clear');
      clear.hidden = !isFiltered(filters);
      keepFocus(chips, () => fill(chips, ...typeChips(app)));
      keepFocus(more, () => fill(more, ...moreFilters(app)));
    },
  );
  return el(
    'div',
    { class: 'cm-filters' },
    createSearch(app, map),
    chips,
    el('div', { class: 'cm-row' }, details, clear),
  );
}

/** @param {HTMLElement} node @param {() => void} redraw */
function keepFocus(node, redraw) {
  const name = node.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
    : null;
  redraw();
  if (name)
    /** @type {HTMLElement | null} */ (
      node.querySelector(`[data-name="${CSS.escape(name)}"]`)
    )?.focus();
}

/** Events of each type that the window and the other filters would show.
 * @param {App} app */
function typeChips(app) {
  const { data, store, t } = app;
  const { filters, window } = store.state();
  const counts = new Map();
  for (const row of inWindow(data, window, filters.certain)) {
    const type = data.spec.events.type[row];
    if (passes(data, { ...filters, types: [] }, row)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const rank = (/** @type {string} */ id) =>
    FAMILIES.indexOf(app.styles.get(id)?.family ?? 'other');
  return [...data.spec.types]
    .sort((a, b) => rank(a.id) - rank(b.id))
    .map(({ id, label: own }) => {
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
        typeGlyph(app, id),
        text('span', label(t, 'type', id, own)),
        el(
          'span',
          { class: `cm-count${counts.has(id) ? '' : ' cm-zero'}` },
          String(counts.get(id) ?? 0),
        ),
      );
    });
}

/** @param {App} app */
function moreFilters(app) {
  const {
    data: {
      spec: { events },
    },
    store,
    t,
  } = app;
  const { filters } = store.state();
  const set = (/** @type {object} */ patch) =>
    store.set({ filters: { ...store.state().filters, ...patch } });
  const group = (
    /** @type {'status' | 'precision'} */ key,
    /** @type {string[]} */ column,
    /** @type {string} */ title,
  ) => {
    const values = [...new Set(column)].filter(Boolean).sort();
    if (values.length < 2) return null;
    return el(
      'fieldset',
      {},
      el('legend', {}, title),
      ...values.map((value) => {
        const on = filters[key].includes(value);
        const next = on
          ? filters[key].filter((other) => other !== value)
          : [...filters[key], value];
        return check(`${key}-${value}`, label(t, key, value), on, () => set({ [key]: next }));
      }),
    );
  };
  return [
    group('status', events.status, t('filter.status')),
    group('precision', events.place_precision, t('filter.precision')),
    el(
      'fieldset',
      {},
      el('legend', {}, t('filter.other')),
      check('certain', t('filter.certain'), filters.certain, () =>
        set({ certain: !filters.certain }),
      ),
      check('toll-1', t('filter.toll'), filters.toll !== null, () =>
        set({ toll: filters.toll === null ? 1 : null }),
      ),
    ),
  ];
}

/** @param {string} name @param {string} words @param {boolean} on @param {() => void} act */
export function check(name, words, on, act) {
  const input = el('input', { type: 'checkbox', 'data-name': name, onchange: act });
  input.checked = on;
  return el('label', { class: 'cm-check' }, input, text('span', words));
}
