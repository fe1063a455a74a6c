/** The filters below the types: each choice with how many events it would show. */
/** @import {App, Columns} from '#app/types' */
import { countTexts, LISTS, rowSet, rowsInWindow } from '#app/rules/filter';
import { partiesIn, SIDES } from '#app/rules/parties';
import { eventsIn, eventsOf } from '#app/rules/weights';
import { numberText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, text } from '#app/ui/dom';
import { among } from '#app/util/lazy';

/** @typedef {Exclude<typeof LISTS[number], 'types'>} Key */

/** Least tolls to choose from. */
const TOLLS = [1, 10, 100, 1000];

/** How many events in the window the other filters let pass, by value of one of them; pure.
 * @param {App} app @param {Key} key @returns {Map<string, number>} */
export function counts({ data, store }, key) {
  const { filters, window } = store.state();
  const rows = rowsInWindow(rowSet(data, { ...filters, [key]: [] }), window, filters.certain);
  const { columns } = data;
  if (key === 'sides') return countSides(columns, rows, data.sides);
  if (key === 'actors') return countActors(columns, rows);
  const column = /** @type {const} */ ({
    status: 'status', precision: 'place_precision', sources: 'sources',
  })[key];
  const found = countTexts(columns.codes(column), rows, columns.weights());
  return key === 'sources' ? spread(found, /\s+/) : found;
}

/** @param {Columns} columns @param {ArrayLike<number>} rows @param {Map<number, string[]>} sides */
function countSides(columns, rows, sides) {
  const found = new Map();
  for (const [row, quoted] of sides) {
    if (!among(rows, row)) continue;
    for (const side of quoted) found.set(side, (found.get(side) ?? 0) + eventsOf(columns, row));
  }
  return found;
}

/** Counts of texts that are lists, by item.
 * @param {Map<string, number>} counts @param {RegExp} separator @returns {Map<string, number>} */
function spread(counts, separator) {
  const found = new Map();
  for (const [text, count] of counts) {
    for (const item of new Set(text.split(separator).map((word) => word.trim()).filter(Boolean)))
      found.set(item, (found.get(item) ?? 0) + count);
  }
  return found;
}

/** A party named twice in one event counts once: pairs are counted first.
 * @param {Columns} columns @param {ArrayLike<number>} rows */
function countActors(columns, rows) {
  const [a, b, weights] = [columns.codes('actor_a'), columns.codes('actor_b'), columns.weights()];
  /** @type {Map<number, number>} */
  const pairs = new Map();
  for (let i = 0; i < rows.length; i += 1) {
    const key = a.codes[rows[i]] * b.texts.length + b.codes[rows[i]];
    pairs.set(key, (pairs.get(key) ?? 0) + (weights ? weights[rows[i]] : 1));
  }
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [key, count] of pairs) {
    const two = [a.texts[Math.floor(key / b.texts.length)], b.texts[key % b.texts.length]];
    for (const name of partiesIn(...two)) found.set(name, (found.get(name) ?? 0) + count);
  }
  return found;
}

/** All values that the data hold, in the order to list them: by a fixed order or by count.
 * @param {App} app @param {Key} key @param {Map<string, number>} found */
function valuesInOrder({ data, store }, key, found) {
  const all = valuesOf(data, key);
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

/** @param {App['data']} data @param {Key} key @returns {Set<string>} */
function valuesOf({ columns, spec }, key) {
  if (key === 'sides') return new Set(spec.claims.map(({ side }) => side));
  if (key === 'status') return new Set(columns.codes('status').texts);
  if (key === 'precision') return new Set(columns.codes('place_precision').texts);
  if (key === 'sources') return new Set(columns.codes('sources').texts.flatMap((ids) => ids.split(' ')));
  const names = [...columns.codes('actor_a').texts, ...columns.codes('actor_b').texts];
  return new Set(names.flatMap((text) => partiesIn(text)));
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
  const { lang } = store.state();
  const chosen = store.state().filters[key];
  const items = folded
    ? []
    : values.map((value) => {
        const on = chosen.includes(value);
        const next = on ? chosen.filter((other) => other !== value) : [...chosen, value];
        return check(`${key}-${value}`, words(app, key, value), on, numberText(found.get(value) ?? 0, lang), () =>
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
function words({ data, say, t }, key, value) {
  if (key === 'actors') return say(value);
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
  const count = (/** @type {number | null} */ toll) =>
    eventsIn(data.columns, rowsInWindow(rowSet(data, { ...filters, toll }), window, filters.certain));
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
      el('span', { class: 'cm-count' }, numberText(count(toll), lang)),
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
 * @param {string | null} count in words; "0" stands back @param {() => void} act */
function check(name, title, on, count, act) {
  const input = el('input', { type: 'checkbox', 'data-name': name, onchange: act });
  input.checked = on;
  return el(
    'label',
    { class: 'cm-check' },
    input,
    text('span', title),
    count !== null && el('span', { class: `cm-count${count === '0' ? ' cm-zero' : ''}` }, count),
  );
}
