/** The list of events shown: a listbox that only makes the options in view. */
/** @import {App} from '#app/types' */
import { typeGlyph } from '#app/marks/icon';
import { sizeOfRow } from '#app/marks/sized';
import { isFiltered } from '#app/rules/filter';
import { isUnknown } from '#app/rules/sums';
import { eventsIn } from '#app/rules/weights';
import { edtfText } from '#app/text/edtf';
import { numberText, rangeText } from '#app/text/format';
import { el, fill, text } from '#app/ui/dom';
import { peopleText } from '#app/ui/fatalities';
import { dataText } from '#app/ui/datatext';
import { among } from '#app/util/lazy';

const ROW = 64;
const SPARE = 6;
/** No element may be higher; beyond it a pixel of scrolling is more than a pixel of the list. */
const TALLEST = 8000000;

/** @param {App} app */
export function createList(app) {
  const inner = el('div', { class: 'cm-list-inner', role: 'presentation' });
  const node = el('div', { class: 'cm-list', role: 'listbox', tabindex: 0 }, inner);
  const empty = el('p', { class: 'cm-empty', hidden: true });
  const note = el('p', { class: 'cm-aside cm-list-note', hidden: true });
  const view = { rows: /** @type {number[]} */ ([]), active: -1, shift: 0 };
  const draw = () => {
    if (isOpen(app)) drawOptions(app, node, inner, view);
  };
  const show = (/** @type {import('#app/types').Ui} */ ui) => {
    const before = view.rows;
    view.rows = ui.stack ? ui.stack.filter((row) => among(app.rows(), row)) : app.rows();
    if (before !== view.rows && view.rows.length !== before.length) node.scrollTop = 0;
    view.active = Math.min(view.active, view.rows.length - 1);
    node.setAttribute('aria-label', app.t('list.label'));
    inner.style.height = `${Math.min(TALLEST, view.rows.length * ROW)}px`;
    empty.textContent = app.t(isFiltered(app.store.state().filters) ? 'list.empty' : 'list.none');
    empty.hidden = view.rows.length > 0;
    note.textContent = totalsNote(app, view.rows);
    note.hidden = note.textContent === '';
    draw();
  };
  app.calmly(() => [app.rows()], (_, ui) => show(ui));
  app.watch((state, ui) => [state.lang, state.select, ui.stack, ui.tab], (_, ui) => show(ui));
  new ResizeObserver(draw).observe(node);
  listen(app, node, view, draw);
  return el('div', { class: 'cm-list-wrap' }, empty, note, node);
}

/** @param {App} app @param {HTMLElement} node
 * @param {{rows: number[], active: number, shift: number}} view @param {() => void} draw */
function listen(app, node, view, draw) {
  node.addEventListener('scroll', draw);
  node.addEventListener('keydown', (event) => onKey(app, node, view, event, draw));
  node.addEventListener('click', (event) => {
    const option = /** @type {HTMLElement} */ (event.target).closest('[data-row]');
    if (!option) return;
    const row = Number(option.getAttribute('data-row'));
    view.active = view.rows.indexOf(row);
    app.select(app.data.spec.events.id[row]);
  });
  node.addEventListener('pointermove', (event) => hover(app, event));
  node.addEventListener('pointerleave', () => app.ui.set({ hover: null }));
}

/** What a list of totals says at its head: how many rows, and of how many events.
 * @param {App} app @param {ArrayLike<number>} rows @returns {string} empty when they are as many */
export function totalsNote({ data, store, t }, rows) {
  const [events, { lang }] = [eventsIn(data.columns, rows), store.state()];
  if (events === rows.length) return '';
  return t('list.totals', { rows: numberText(rows.length, lang), n: numberText(events, lang) });
}

/** The list gives way to the event that is selected, and to other pages of the panel.
 * @param {App} app */
function isOpen({ store, ui, data }) {
  const { select } = store.state();
  return ui.state().tab === 'events' && (select === null || !data.index.has(select));
}

/** How far the list has moved for each pixel of scrolling.
 * @param {HTMLElement} node @param {{rows: number[]}} view */
function stretch(node, { rows }) {
  const room = Math.min(TALLEST, rows.length * ROW) - node.clientHeight;
  return room > 0 ? (rows.length * ROW - node.clientHeight) / room : 1;
}

/** @param {App} app @param {PointerEvent} event */
function hover(app, event) {
  const option = /** @type {HTMLElement} */ (event.target).closest('[data-row]');
  app.ui.set({
    hover: option ? app.data.spec.events.id[Number(option.getAttribute('data-row'))] : null,
  });
}

/** @param {App} app @param {HTMLElement} node @param {HTMLElement} inner
 * @param {{rows: number[], active: number, shift: number}} view */
function drawOptions(app, node, inner, view) {
  const top = node.scrollTop * stretch(node, view);
  const first = Math.max(0, Math.floor(top / ROW) - SPARE);
  const last = Math.min(view.rows.length, Math.ceil((top + node.clientHeight) / ROW) + SPARE);
  view.shift = node.scrollTop - top;
  const options = [];
  for (let i = first; i < last; i += 1) options.push(optionOf(app, view, i));
  if (view.active >= 0 && (view.active < first || view.active >= last))
    options.push(optionOf(app, view, view.active));
  fill(inner, ...options);
  if (view.active >= 0)
    node.setAttribute('aria-activedescendant', `cm-option-${view.rows[view.active]}`);
  else node.removeAttribute('aria-activedescendant');
}

/** @param {App} app @param {{rows: number[], active: number, shift: number}} view
 * @param {number} i */
function optionOf(app, view, i) {
  const { events } = app.data.spec;
  const row = view.rows[i];
  const toll = { low: events.low[row], best: events.best[row], high: events.high[row] };
  const option = el(
    'div',
    {
      id: `cm-option-${row}`,
      role: 'option',
      'data-row': row,
      'data-id': events.id[row],
      class: `cm-option${i === view.active ? ' cm-active' : ''}`,
      'aria-selected': String(events.id[row] === app.store.state().select),
      'aria-setsize': view.rows.length,
      'aria-posinset': i + 1,
    },
    typeGlyph(app, events.type[row], sizeOfRow(events, row), events.role[row]),
    el(
      'span',
      { class: 'cm-option-text' },
      optionHead(app, row, toll),
      dataText(app, 'span', events.title[row], 'cm-option-title'),
    ),
  );
  option.style.top = `${i * ROW + view.shift}px`;
  return option;
}

/** When, how many dead, and whether it is on no map.
 * @param {App} app @param {number} row @param {import('#app/types').Range} toll */
function optionHead(app, row, toll) {
  const { data: { spec: { events } }, t } = app;
  const { lang } = app.store.state();
  return el(
    'span',
    { class: 'cm-option-head' },
    text('span', edtfText(events.when[row], lang, t, 'short'), 'cm-date'),
    isUnknown(toll)
      ? text('span', peopleText(app, row), 'cm-people')
      : el('span', { class: 'cm-toll' }, t('toll.short', { range: rangeText(toll, lang, t) })),
    events.lat[row] === null && el('span', { class: 'cm-badge' }, t('list.unplaced')),
  );
}

/** @param {App} app @param {HTMLElement} node
 * @param {{rows: number[], active: number, shift: number}} view
 * @param {KeyboardEvent} event @param {() => void} draw */
function onKey(app, node, view, event, draw) {
  const page = Math.max(1, Math.floor(node.clientHeight / ROW) - 1);
  /** @type {Record<string, number>} */
  const moves = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -Infinity,
    End: Infinity,
  };
  if (event.key === 'Enter' || event.key === ' ') {
    if (view.active >= 0) app.select(app.data.spec.events.id[view.rows[view.active]]);
  } else if (event.key in moves) {
    view.active = Math.max(0, Math.min(view.rows.length - 1, view.active + moves[event.key]));
    const by = stretch(node, view);
    const top = (view.active * ROW) / by;
    if (top < node.scrollTop) node.scrollTop = top;
    if (top + ROW / by > node.scrollTop + node.clientHeight / by)
      node.scrollTop = top + (ROW - node.clientHeight) / by;
    app.ui.set({ hover: app.data.spec.events.id[view.rows[view.active]] ?? null });
    draw();
  } else return;
  event.preventDefault();
}
