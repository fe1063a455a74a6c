/** Search and filters above the list. */
/** @import {App} from '#app/types' */
import { findPlaces } from '#app/data';
import { el, fill, text } from '#app/dom';
import { NO_FILTERS, inWindow, isFiltered, passes } from '#app/filter';
import { typeGlyph } from '#app/glyph';
import { label } from '#app/i18n';
import { display } from '#app/names';
import { FAMILIES } from '#app/palette';

/** @param {App} app @param {L.Map} map */
export function createFilters(app, map) {
  const chips = el('div', { class: 'cm-chips', role: 'group' });
  const more = el('div', { class: 'cm-more' });
  const clear = el('button', { type: 'button', class: 'cm-text-button', onclick: () => app.store.set({ filters: NO_FILTERS }) });
  const details = el('details', { class: 'cm-details' }, el('summary'), more);
  app.watch(({ filters, lang, window }) => [filters, lang, window], ({ filters }) => {
    chips.setAttribute('aria-label', app.t('filter.types'));
    /** @type {HTMLElement} */ (details.querySelector('summary')).textContent = app.t('filter.more');
    clear.textContent = app.t('filter.clear');
    clear.hidden = !isFiltered(filters);
    keepFocus(chips, () => fill(chips, ...typeChips(app)));
    keepFocus(more, () => fill(more, ...moreFilters(app)));
  });
  return el('div', { class: 'cm-filters' }, createSearch(app, map), chips, el('div', { class: 'cm-row' }, details, clear));
}

/** @param {HTMLElement} node @param {() => void} redraw */
function keepFocus(node, redraw) {
  const name = node.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.name : null;
  redraw();
  if (name) /** @type {HTMLElement | null} */ (node.querySelector(`[data-name="${CSS.escape(name)}"]`))?.focus();
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
  const rank = (/** @type {string} */ id) => FAMILIES.indexOf(app.styles.get(id)?.family ?? 'other');
  return [...data.spec.types].sort((a, b) => rank(a.id) - rank(b.id)).map(({ id, label: own }) => {
    const on = filters.types.includes(id);
    const types = on ? filters.types.filter((type) => type !== id) : [...filters.types, id];
    return el('button', {
      type: 'button', class: 'cm-chip', 'aria-pressed': String(on), 'data-name': `type-${id}`,
      onclick: () => store.set({ filters: { ...store.state().filters, types } }),
    }, typeGlyph(app, id), text('span', label(t, 'type', id, own)), el('span', { class: `cm-count${counts.has(id) ? '' : ' cm-zero'}` }, String(counts.get(id) ?? 0)));
  });
}

/** @param {App} app */
function moreFilters(app) {
  const { data: { spec: { events } }, store, t } = app;
  const { filters } = store.state();
  const set = (/** @type {object} */ patch) => store.set({ filters: { ...store.state().filters, ...patch } });
  const group = (/** @type {'status' | 'precision'} */ key, /** @type {string[]} */ column, /** @type {string} */ title) => {
    const values = [...new Set(column)].filter(Boolean).sort();
    if (values.length < 2) return null;
    return el('fieldset', {}, el('legend', {}, title), ...values.map((value) => {
      const on = filters[key].includes(value);
      const next = on ? filters[key].filter((other) => other !== value) : [...filters[key], value];
      return check(`${key}-${value}`, label(t, key, value), on, () => set({ [key]: next }));
    }));
  };
  return [group('status', events.status, t('filter.status')), group('precision', events.place_precision, t('filter.precision')),
    el('fieldset', {}, el('legend', {}, t('filter.other')),
      check('certain', t('filter.certain'), filters.certain, () => set({ certain: !filters.certain })),
      check('toll-1', t('filter.toll'), filters.toll !== null, () => set({ toll: filters.toll === null ? 1 : null })))];
}

/** @param {string} name @param {string} words @param {boolean} on @param {() => void} act */
export function check(name, words, on, act) {
  const input = el('input', { type: 'checkbox', 'data-name': name, onchange: act });
  input.checked = on;
  return el('label', { class: 'cm-check' }, input, text('span', words));
}

/** A box that filters the events as one types, and offers the places of that name.
 * @param {App} app @param {L.Map} map */
function createSearch(app, map) {
  const input = el('input', {
    type: 'search', class: 'cm-search', dir: 'auto', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
    'aria-expanded': 'false', 'aria-controls': 'cm-places', 'aria-autocomplete': 'list',
  });
  const options = el('div', { id: 'cm-places', class: 'cm-places', role: 'listbox', hidden: true });
  const node = el('div', { class: 'cm-search-box' }, input, options);
  const view = { places: /** @type {ReturnType<typeof findPlaces>} */ ([]), active: -1 };
  const show = (/** @type {boolean} */ open) => {
    view.places = open ? findPlaces(app.data, input.value, 6) : [];
    if (view.active >= view.places.length) view.active = -1;
    options.hidden = view.places.length === 0;
    input.setAttribute('aria-expanded', String(!options.hidden));
    drawPlaces(app, options, input, view, go);
  };
  const go = (/** @type {number} */ i) => {
    const place = view.places[i];
    if (place?.geometry.type === 'Point') map.setView([place.geometry.coordinates[1], place.geometry.coordinates[0]], Math.max(map.getZoom(), 10));
    view.active = -1;
    show(false);
  };
  input.addEventListener('input', () => {
    view.active = -1;
    app.store.set({ filters: { ...app.store.state().filters, text: input.value } });
    show(true);
  });
  input.addEventListener('blur', () => setTimeout(() => show(false), 150));
  input.addEventListener('keydown', (event) => searchKey(event, view, show, go));
  app.watch(({ lang, filters }) => [lang, filters.text], ({ filters }) => {
    input.setAttribute('aria-label', app.t('search.label'));
    options.setAttribute('aria-label', app.t('search.places'));
    input.placeholder = app.t('search.hint');
    if (input.value !== filters.text) input.value = filters.text;
  });
  return node;
}

/** @param {KeyboardEvent} event @param {{places: unknown[], active: number}} view
 * @param {(open: boolean) => void} show @param {(i: number) => void} go */
function searchKey(event, view, show, go) {
  const count = view.places.length;
  if (event.key === 'ArrowDown' && count) view.active = (view.active + 1) % count;
  else if (event.key === 'ArrowUp' && count) view.active = (view.active + count - 1) % count;
  else if (event.key === 'Enter' && view.active >= 0) { go(view.active); return; }
  else if (event.key === 'Escape' && count) { show(false); event.preventDefault(); return; }
  else return;
  event.preventDefault();
  show(true);
}

/** @param {App} app @param {HTMLElement} options @param {HTMLInputElement} input
 * @param {{places: ReturnType<typeof findPlaces>, active: number}} view @param {(i: number) => void} go */
function drawPlaces(app, options, input, view, go) {
  const { lang, names } = app.store.state();
  fill(options, ...view.places.map((place, i) => {
    const { name_hy, name_az, name_ru } = place.properties;
    const others = [...new Set([name_hy, name_az, name_ru])].filter(Boolean).join(' · ');
    return el('div', {
      id: `cm-place-${i}`, role: 'option', class: `cm-place${i === view.active ? ' cm-active' : ''}`, 'aria-selected': String(i === view.active),
      'data-id': place.id, onpointerdown: (/** @type {Event} */ event) => { event.preventDefault(); go(i); },
    }, text('strong', display(place.properties, lang, names)), text('span', others, 'cm-place-names'));
  }));
  if (view.active >= 0) input.setAttribute('aria-activedescendant', `cm-place-${view.active}`);
  else input.removeAttribute('aria-activedescendant');
}
