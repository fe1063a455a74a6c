/** The events shown as a table in a dialog: sortable, and one cell at a time by keyboard. */
/** @import {Column, Order} from '#app/rules/tablesort' */
/** @import {App} from '#app/types' */
import { totalsNote } from '#app/panels/list';
import { COLUMNS, inOrder } from '#app/rules/tablesort';
import { allEvents, eventsIn } from '#app/rules/weights';
import { edtfText } from '#app/text/edtf';
import { numberText, windowText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, fill, link, text } from '#app/ui/dom';
import { icon } from '#app/ui/icons';
import { dataText, dataPlace } from '#app/ui/datatext';

/** Rows on one page of the table. */
const PAGE = 300;

/** @param {App} app @param {Node} share the links to take the rows along */
export function createTable(app, share) {
  const view = { column: /** @type {Column} */ ('date'), down: false, page: 0 };
  const head = el('div', { class: 'cm-table-head' });
  const grid = el('table', { role: 'grid', class: 'cm-table' });
  const pager = el('div', { class: 'cm-pager', role: 'group' });
  const dialog = el(
    'dialog',
    { class: 'cm-dialog', 'aria-labelledby': 'cm-table-title' },
    head,
    el('div', { class: 'cm-table-scroll' }, grid),
    el('div', { class: 'cm-table-foot' }, pager, share),
  );
  const draw = () => {
    if (!dialog.open) return;
    fill(head, ...headNodes(app, dialog));
    grid.setAttribute('aria-label', app.t('table.title'));
    fill(grid, ...gridNodes(app, view, draw));
    rove(grid, null);
    fill(pager, ...pagerNodes(app, view, draw));
  };
  grid.addEventListener('keydown', (event) => gridKey(app, grid, dialog, event));
  grid.addEventListener('click', (event) => gridClick(app, dialog, event));
  app.watch(
    ({ lang }) => [lang, app.rows()],
    () => {
      view.page = 0;
      draw();
    },
  );
  const open = () => {
    dialog.showModal();
    draw();
  };
  return { dialog, open };
}

/** @param {App} app @param {HTMLDialogElement} dialog @param {MouseEvent} event */
function gridClick(app, dialog, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest('a, button')) return;
  const row = target.closest('[data-id]');
  if (row) choose(app, dialog, row.getAttribute('data-id'));
}

/** @param {App} app @param {HTMLDialogElement} dialog @param {string | null} id */
function choose(app, dialog, id) {
  if (id === null) return;
  dialog.close();
  app.ui.set({ stack: null });
  app.select(id);
}

/** @param {App} app @param {HTMLDialogElement} dialog */
function headNodes(app, dialog) {
  const { window, lang } = app.store.state();
  const shown = app.t('shown', {
    n: numberText(eventsIn(app.data.columns, app.rows()), lang),
    all: numberText(allEvents(app.data.columns), lang),
  });
  const words = [`${shown}, ${windowText(window, lang)}`, totalsNote(app, app.rows())];
  return [
    el('h2', { id: 'cm-table-title' }, app.t('table.title')),
    el('p', { class: 'cm-aside' }, [...words.filter(Boolean), app.t('table.keys')].join('. ')),
    el(
      'button',
      {
        type: 'button',
        class: 'cm-icon-button cm-close',
        'aria-label': app.t('sheet.close'),
        onclick: () => dialog.close(),
      },
      icon('close'),
    ),
  ];
}

/** @param {App} app @param {{column: Column, down: boolean, page: number, last?: Order}} view
 * @param {() => void} draw */
function gridNodes(app, view, draw) {
  const name = (/** @type {string} */ type) =>
    label(app.t, 'type', type, app.styles.get(type)?.label);
  const rows = inOrder(app, view, name);
  const first = view.page * PAGE;
  return [
    el(
      'thead',
      { role: 'rowgroup' },
      el('tr', { role: 'row' }, ...COLUMNS.map((column) => columnHead(app, view, column, draw))),
    ),
    el(
      'tbody',
      { role: 'rowgroup' },
      ...rows.slice(first, first + PAGE).map((row) => rowNode(app, row, name)),
    ),
  ];
}

/** @param {App} app @param {{column: Column, down: boolean, page: number}} view
 * @param {Column} column @param {() => void} draw */
function columnHead(app, view, column, draw) {
  const on = view.column === column;
  const onclick = () => {
    Object.assign(view, { down: on && !view.down, column, page: 0 });
    draw();
  };
  return el(
    'th',
    {
      scope: 'col',
      role: 'columnheader',
      'aria-sort': on ? (view.down ? 'descending' : 'ascending') : 'none',
      class: `cm-col-${column}`,
    },
    el(
      'button',
      { type: 'button', tabindex: -1, onclick },
      app.t(`column.${column}`),
      el('span', { 'aria-hidden': 'true' }, on ? (view.down ? ' ▾' : ' ▴') : ''),
    ),
  );
}

/** @param {App} app @param {number} row @param {(type: string) => string} typeName */
function rowNode(app, row, typeName) {
  const { events, sources } = app.data.spec;
  const { lang } = app.store.state();
  const number = (/** @type {number | null} */ value) =>
    value === null ? '' : numberText(value, lang);
  const cells = [
    text('span', events.id[row], 'cm-code'),
    text('span', edtfText(events.when[row], lang, app.t)),
    dataPlace(app, 'span', events.place[row]),
    text('span', typeName(events.type[row])),
    dataText(app, 'span', events.title[row]),
    ...[events.low[row], events.best[row], events.high[row]].map(number),
    el(
      'span',
      {},
      ...events.sources[row].flatMap((id, i) => {
        const known = Object.hasOwn(sources, id) ? sources[id] : {};
        return [i ? '; ' : '', link(known.url, known.title || id)];
      }),
    ),
  ];
  return el(
    'tr',
    { role: 'row', 'data-id': events.id[row] },
    ...cells.map((cell, i) =>
      el('td', { role: 'gridcell', tabindex: -1, class: `cm-col-${COLUMNS[i]}` }, cell),
    ),
  );
}

/** One stop for the Tab key: the cell that was last in use.
 * @param {HTMLElement} grid @param {Element | null} cell */
function rove(grid, cell) {
  const stops = grid.querySelectorAll('[tabindex="0"]');
  for (const stop of stops) stop.setAttribute('tabindex', '-1');
  for (const node of grid.querySelectorAll('a')) node.setAttribute('tabindex', '-1');
  const target = cell ?? grid.querySelector('th button');
  target?.setAttribute('tabindex', '0');
  if (cell instanceof HTMLElement) {
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** @param {App} app @param {HTMLElement} grid @param {HTMLDialogElement} dialog
 * @param {KeyboardEvent} event */
function gridKey(app, grid, dialog, event) {
  const cell = /** @type {HTMLElement} */ (event.target).closest('th, td');
  const line = cell?.closest('tr');
  if (!cell || !line) return;
  if (event.key === 'Enter' && cell.matches('td')) {
    const anchor = cell.querySelector('a');
    if (anchor) anchor.click();
    else choose(app, dialog, line.getAttribute('data-id'));
    event.preventDefault();
    return;
  }
  const target = cellFrom(grid, cell, line, event);
  if (!target) return;
  rove(grid, target.querySelector('button') ?? target);
  event.preventDefault();
}

/** The cell that a key leads to.
 * @param {HTMLElement} grid @param {Element} cell @param {Element} line @param {KeyboardEvent} event
 * @returns {Element | null} */
function cellFrom(grid, cell, line, event) {
  const lines = [...grid.querySelectorAll('tr')];
  const [at, column] = [lines.findIndex((one) => one === line), [...line.children].indexOf(cell)];
  const ends = event.ctrlKey ? [0, lines.length - 1] : [at, at];
  /** @type {Record<string, [number, number]>} */
  const moves = {
    ArrowDown: [at + 1, column],
    ArrowUp: [at - 1, column],
    PageDown: [at + 15, column],
    PageUp: [at - 15, column],
    ArrowRight: [at, column + 1],
    ArrowLeft: [at, column - 1],
    Home: [ends[0], 0],
    End: [ends[1], COLUMNS.length - 1],
  };
  const move = moves[event.key];
  if (!move) return null;
  const next = lines[Math.max(0, Math.min(lines.length - 1, move[0]))];
  return next.children[Math.max(0, Math.min(COLUMNS.length - 1, move[1]))] ?? null;
}

/** @param {App} app @param {{page: number}} view @param {() => void} draw */
function pagerNodes(app, view, draw) {
  const all = app.rows().length;
  const pages = Math.ceil(all / PAGE);
  if (pages < 2) return [];
  const turn = (/** @type {number} */ by, /** @type {string} */ name) => {
    const disabled = view.page + by < 0 || view.page + by >= pages;
    const onclick = () => {
      view.page += by;
      draw();
    };
    return el('button', { type: 'button', class: 'cm-button', disabled, onclick }, app.t(name));
  };
  return [
    turn(-1, 'table.before'),
    el('span', {}, app.t('table.page', { n: view.page + 1, all: pages })),
    turn(1, 'table.after'),
  ];
}
