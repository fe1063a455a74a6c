/** On paper: the map at the width of the page, and the events shown as a table with their
 * sources. */
/** @import {App, State} from '#app/types' */
import { storyPrint } from '#app/panels/storyprint';
import { annotationsOn, spoken } from '#app/rules/annotations';
import { storyOf } from '#app/state/storywalk';
import { edtfText } from '#app/text/edtf';
import { rangeText } from '#app/text/format';
import { leadWords } from '#app/text/groundwords';
import { label } from '#app/text/i18n';
import { el, fill, text } from '#app/ui/dom';
import { dataText, dataPlace } from '#app/ui/datatext';

const MOST = 2000;

/** @param {App} app @param {L.Map} map @param {HTMLElement} root */
export function createPrint(app, map, root) {
  const node = el('section', { class: 'cm-print' });
  /** @type {State['view']} */
  let before = null;
  let key = false;
  const legend = () => root.querySelector('.cm-key') ?? hole;
  /** Where the key goes back to. */
  const hole = document.createComment('');
  addEventListener('beforeprint', () => {
    const story = storyOf(app);
    key = app.ui.state().key;
    app.ui.set({ key: true });
    // Paper has no button that closes the key: below the map it hides nothing.
    const sheet = legend();
    sheet.replaceWith(hole);
    fill(node, sheet, ...inShort(app), story && storyPrint(app, story), !story && tableOf(app));
    before = app.store.state().view;
    const bounds = map.getBounds();
    document.documentElement.dataset.printing = 'yes';
    root.classList.add('cm-printing');
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { animate: false });
    app.flush();
  });
  addEventListener('afterprint', () => {
    hole.replaceWith(legend());
    fill(node);
    delete document.documentElement.dataset.printing;
    root.classList.remove('cm-printing');
    map.invalidateSize({ animate: false });
    app.ui.set({ key });
    app.store.set({ view: before });
  });
  return node;
}

/** The sentence, and what is written on the map, by its numbers.
 * @param {App} app */
function inShort(app) {
  const state = app.store.state();
  const notes = annotationsOn(app.data.spec.annotations, state);
  return [
    el('p', {}, leadWords(app).join(' ')),
    notes.length > 0 && el('ol', {}, ...notes.map((one) => text('li', spoken(one.text, state.lang)))),
  ];
}

/** @param {App} app */
function tableOf(app) {
  const { events, sources } = app.data.spec;
  const { t } = app;
  const { lang } = app.store.state();
  const rows = app
    .rows()
    .slice(0, MOST)
    .map((row) =>
      el(
        'tr',
        {},
        text('td', edtfText(events.when[row], lang, t)),
        text('td', label(t, 'type', events.type[row], app.styles.get(events.type[row])?.label)),
        dataText(app, 'td', events.title[row]),
        dataPlace(app, 'td', events.place[row]),
        el(
          'td',
          {},
          rangeText(
            { low: events.low[row], best: events.best[row], high: events.high[row] },
            lang,
            t,
          ),
        ),
        text('td', events.sources[row].map((id) => sources[id]?.title ?? id).join('; ')),
      ),
    );
  const heads = ['fact.when', 'fact.type', 'fact.title', 'fact.place', 'fact.toll', 'sources'].map(
    (key) => el('th', { scope: 'col' }, t(key)),
  );
  return el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows));
}
