/** The filters below the types: each choice with how many events it would show. */
/** @import {App} from '#app/types' */
import { el, text } from '#app/dom';
import { inWindow, LISTS, passes } from '#app/filter';
import { numberText } from '#app/format';
import { label } from '#app/i18n';
import { SIDES } from '#app/parties';

/** @typedef {Exclude<typeof LISTS[number], 'types'>} Key */

/** Least tolls to choose from. */
const TOLLS = [1, 10, 100, 1000];

/** How many events in the window the other filters let pass, by value of one of them; pure.
 * @param {App} app @param {Key} key @returns {Map<string, number>} */
export function counts({ data, store }, key) {
  const { filters, window } = store.state();
  const others = { ...filters, [key]: [] };
  const found = new Map();
  for (const row of inWindow(data, window, filters.certain)) {
    if (!passes(data, others, row)) continue;
    for (const value of valuesOf(data, key, row)) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return found;
}

/** @param {App['data']} data @param {Key} key @param {number} row @returns {string[]} */
function valuesOf({ spec: { events }, actors, sides }, key, row) {
  if (key === 'status') return [events.status[row]];
  if (key === 'precision') return [events.place_precision[row]];
  return { actors, sides, sources: events.sources }[key][row];
}

/** All values that the data hold, in the order to list them: by a fixed order or by count.
 * @param {App} app @param {Key} key @param {Map<string, number>} found */
function valuesInOrder({ data, store }, key, found) {
  const all = new Set(data.spec.events.id.flatMap((_, row) => valuesOf(data, key, row)));
  all.delete('');
  const order = key === 'sides' ? SIDES : null;
  const chosen = new Set(store.state().filters[key]);
  return [...all].sort((a, b) =>
    order
      ? order.indexOf(a) - order.indexOf(b)
      : Number(chosen.has(b)) - Number(chosen.has(a)) ||
        (found.get(b) ?? 0) - (found.get(a) ?? 0) ||
        a.localeCompare(b),
  );
}

/** @param {App} app @param {Set<string>} open lists that are unfolded */
export function moreFilters(app, open) {
  return [
    certainty(app),
    group(app, 'precision', 'filter.precision', null),
    group(app, 'sides', 'filter.side', null),
    tolls(app),
    group(app, 'actors', 'filter.actor', open),
    group(app, 'sources', 'filter.source', open),
  ];
}

/** @param {App} app */
function certainty(app) {
  const { store, t } = app;
  const { filters } = store.state();
  const fields = group(app, 'status', 'filter.status', null) ?? el('fieldset', {}, el('legend'));
  fields.append(
    check('certain', t('filter.certain'), filters.certain, null, () =>
      store.set({ filters: { ...store.state().filters, certain: !filters.certain } }),
    ),
  );
  return fields;
}

/** A list of choices; a long one folds away until it is asked for.
 * @param {App} app @param {Key} key @param {string} title @param {Set<string> | null} open */
function group(app, key, title, open) {
  const { store, t } = app;
  const folded = open !== null && !open.has(key);
  const found = folded ? new Map() : counts(app, key);
  const values = folded ? ['', ''] : valuesInOrder(app, key, found);
  if (values.length < 2) return null;
  const chosen = store.state().filters[key];
  const items = folded
    ? []
    : values.map((value) => {
        const on = chosen.includes(value);
        const next = on ? chosen.filter((other) => other !== value) : [...chosen, value];
        return check(`${key}-${value}`, words(app, key, value), on, found.get(value) ?? 0, () =>
          store.set({ filters: { ...store.state().filters, [key]: next } }),
        );
      });
  const name = chosen.length ? `${t(title)} (${chosen.length})` : t(title);
  if (!open) return el('fieldset', {}, el('legend', {}, name), ...items);
  return el(
    'details',
    { class: 'cm-details', 'data-list': key, open: !folded },
    el('summary', { 'data-name': `list-${key}` }, name),
    el('div', { class: 'cm-choices', role: 'group', 'aria-label': t(title) }, ...items),
  );
}

/** @param {App} app @param {Key} key @param {string} value */
function words({ data, t }, key, value) {
  if (key === 'actors') return value;
  if (key === 'sources') {
    const source = Object.hasOwn(data.spec.sources, value) ? data.spec.sources[value] : {};
    return [source.publisher, source.title || value].filter(Boolean).join(': ');
  }
  return label(t, { status: 'status', precision: 'precision', sides: 'side' }[key], value);
}

/** @param {App} app */
function tolls(app) {
  const { data, store, t } = app;
  const { filters, window, lang } = store.state();
  const rows = inWindow(data, window, filters.certain);
  const count = (/** @type {number | null} */ toll) =>
    rows.filter((row) => passes(data, { ...filters, toll }, row)).length;
  const choice = (/** @type {number | null} */ toll) => {
    const input = el('input', {
      type: 'radio',
      name: 'cm-toll',
      'data-name': `toll-${toll ?? 'any'}`,
      onchange: () => store.set({ filters: { ...store.state().filters, toll } }),
    });
    input.checked = filters.toll === toll;
    const name =
      toll === null ? t('filter.anytoll') : t('key.ormore', { n: numberText(toll, lang) });
    return el(
      'label',
      { class: 'cm-check' },
      input,
      text('span', name),
      el('span', { class: 'cm-count' }, String(count(toll))),
    );
  };
  const own = filters.toll === null || TOLLS.includes(filters.toll) ? [] : [filters.toll];
  return el(
    'fieldset',
    { class: 'cm-tolls' },
    el('legend', {}, t('filter.toll')),
    ...[null, ...TOLLS, ...own].map(choice),
  );
}

/** @param {string} name @param {string} title @param {boolean} on
 * @param {number | null} count @param {() => void} act */
function check(name, title, on, count, act) {
  const input = el('input', { type: 'checkbox', 'data-name': name, onchange: act });
  input.checked = on;
  return el(
    'label',
    { class: 'cm-check' },
    input,
    text('span', title),
    count !== null && el('span', { class: `cm-count${count ? '' : ' cm-zero'}` }, String(count)),
  );
}
