/** What the pointer does on the map: hover names, click selects, a stack opens its list. */
/** @import {App} from '#app/types' */
import { holderWords } from '#app/map/holdertext';
import { countsKilled } from '#app/marks/counted';
import { saysWhoHeld } from '#app/rules/holder';
import { display } from '#app/rules/names';
import { standing } from '#app/rules/standing';
import { eventsIn } from '#app/rules/weights';
import { edtfText } from '#app/text/edtf';
import { numberText, windowText } from '#app/text/format';
import { el, fill, text } from '#app/ui/dom';
import { fatalitiesText, peopleLine, viewNote } from '#app/ui/fatalities';
import { createPopup, place } from '#app/ui/popup';
import { dataText } from '#app/ui/datatext';
import { groundsOf } from '#app/util/clock';
import { contains } from '#app/util/geometry';

/** @typedef {import('#app/marks/markstyle').Mark} Mark */
/** @typedef {{pick: (point: {x: number, y: number}, slack?: number) => Mark | null}} Picker */

/** @param {App} app @param {L.Map} map @param {Picker} marks */
export function createPointer(app, map, marks) {
  const tip = createTip(app, map, marks);
  const popup = createPopup(app, map, (spot, point) => {
    const [first, second] = groundsOf(app.store.state());
    const right = point.x > app.ui.state().split * map.getSize().x;
    const days = second && right ? second : first;
    return wordsOf(app, spot.own, 'popup') ?? [
      ...holderWords(app, spot.lng, spot.lat, days[1] - 1),
      ...areasAt(app, spot, days),
    ];
  });
  map.on('click', (event) => {
    if (app.ui.state().measuring) return;
    const coarse = matchMedia('(pointer: coarse)').matches;
    const mark = marks.pick(event.containerPoint, coarse ? 12 : 3);
    tip.remove();
    if (mark) {
      popup.close();
      open(app, mark.rows);
    } else popup.click(event, coarse);
  });
}

/** What is said beside the mouse.
 * @param {App} app @param {L.Map} map @param {Picker} marks */
function createTip(app, map, marks) {
  const tip = el('div', { class: 'cm-tip' });
  let moving = false;
  map.on('movestart moveend', ({ type }) => {
    moving = type === 'movestart';
  });
  map.on('mousemove', (event) => {
    if (moving) return;
    const mark = marks.pick(event.containerPoint);
    map.getContainer().classList.toggle('cm-over', mark !== null);
    const single = mark !== null && mark.rows.length === 1;
    app.ui.set({ hover: single ? app.data.spec.events.id[mark.rows[0]] : null });
    const words = mark ? markTip(app, mark) : ownWords(app, 'tooltip');
    showTip(tip, map, event.containerPoint, words);
  });
  const leave = () => {
    tip.remove();
    app.ui.set({ hover: null });
  };
  map.on('mouseout movestart', leave);
  // What lay under a pointer that rests may be gone, or hold other events.
  app.watch(({ marks: kind, compare, lang }) => [app.rows(), kind, compare, lang], leave);
  return tip;
}

/** @param {App} app @param {number[]} rows */
function open(app, rows) {
  if (rows.length === 1) {
    app.ui.set({ stack: null, sheet: true });
    app.select(app.data.spec.events.id[rows[0]]);
    return;
  }
  app.store.set({ select: null });
  app.ui.set({ stack: rows, tab: 'events', sheet: true });
}

/** @param {HTMLElement} tip @param {L.Map} map @param {L.Point} at
 * @param {Node[] | null} content */
function showTip(tip, map, at, content) {
  if (!content) {
    tip.remove();
    return;
  }
  fill(tip, ...content);
  if (!tip.isConnected) map.getContainer().append(tip);
  place(tip, map, at);
}

/** @param {App} app @param {Mark} mark @returns {Node[]} */
function markTip(app, mark) {
  const n = countsKilled(app) ? eventsIn(app.data.columns, mark.rows) : mark.count;
  const { events } = app.data.spec;
  const { lang } = app.store.state();
  const line = (/** @type {number} */ row) =>
    el(
      'p',
      {},
      text('span', edtfText(events.when[row], lang, app.t), 'cm-tip-date'),
      dataText(app, 'span', events.title[row]),
    );
  if (mark.rows.length > 1) {
    const listed = mark.rows.slice(0, 3);
    const more = n - eventsIn(app.data.columns, listed);
    return [
      el('p', { class: 'cm-tip-head' }, app.t('stack.head', { n: numberText(n, lang) })),
      ...listed.map(line),
      more > 0
        ? el('p', { class: 'cm-tip-more' }, app.t('stack.more', { n: numberText(more, lang) }))
        : el('span'),
    ];
  }
  const [row] = mark.rows;
  const toll = { low: events.low[row], best: events.best[row], high: events.high[row] };
  return [
    line(row),
    n > 1
      ? el('p', { class: 'cm-tip-more' }, app.t('total.of', { n: numberText(n, lang) }))
      : el('span'),
    el(
      'p',
      { class: 'cm-tip-more' },
      app.t('toll.line', { range: fatalitiesText(app, row, toll) }),
      viewNote(app),
    ),
    el('p', { class: 'cm-tip-more' }, peopleLine(app, row)),
  ];
}

/** What the author says of the feature under the pointer: text, line by line.
 * @param {App} app @param {'tooltip' | 'popup'} kind @returns {Node[] | null} */
const ownWords = (app, kind) => wordsOf(app, app.ui.state().over, kind);

/** @param {App} app @param {string | null} id of a feature @param {'tooltip' | 'popup'} kind
 * @returns {Node[] | null} */
function wordsOf(app, id, kind) {
  const properties = id === null ? null : app.data.features.get(id)?.feature.properties;
  const words = properties && (properties[kind] || properties.tooltip || properties.popup);
  return words ? words.split('\n').map((line) => text('p', line)) : null;
}

/** Areas that a click names: beside who held the ground, and where no layer says that. */
const NAMED = ['strip', 'user'];
const NAMED_ALONE = [...NAMED, 'town', 'sector', 'land', 'province'];

/** The areas drawn at a point: name, days, who says so.
 * @param {App} app @param {{lng: number, lat: number}} at
 * @param {import('#app/types').Window} window @returns {Node[]} */
function areasAt(app, { lng: lon, lat }, window) {
  const { layers } = app.store.state();
  const named = saysWhoHeld(app.data) ? NAMED : NAMED_ALONE;
  return [...app.data.features.values()]
    .filter(({ feature: { geometry, properties: { from, to } }, layer }) =>
      named.includes(layer.role) && layers[layer.id] && standing(from, to, window) !== 'none' &&
      contains(geometry, lon, lat))
    .map(({ feature }) => areaLine(app, feature));
}

/** @param {App} app @param {import('#app/types').Feature} feature */
function areaLine({ store, say }, { properties }) {
  const { lang, names } = store.state();
  const { from, to, basis } = properties;
  const days = from !== null && to !== null ? windowText([from, to], lang) : '';
  return el(
    'p',
    {},
    text('strong', say(display(properties, lang, names))),
    text('span', [days, basis && say(basis)].filter(Boolean).join(' · '), 'cm-tip-more'),
  );
}
