/** Dates that are typed: the first and the last day of the events, and the day of the ground. */
/** @import {App, Day} from '#app/types' */
import { controlOf } from '#app/rules/standing';
import { el, fill } from '#app/ui/dom';
import { groundDay, toDay, toIso } from '#app/util/clock';

/** @param {App} app */
export function createDates(app) {
  const title = el('summary');
  const [first, last] = [0, 1].map((side) => field(side === 0 ? 'first' : 'last', (day) => {
    const [from, to] = app.store.state().window;
    const window = side === 0 ? [day, Math.max(to, day + 1)] : [Math.min(from, day), day + 1];
    app.store.set({ window: [window[0], window[1]] });
  }));
  const ground = field('ground', (day) => app.store.set({ day }));
  const body = el('div', { class: 'cm-more-body' }, first.node, last.node, ground.node);
  const node = el('details', { class: 'cm-more', 'data-name': 'dates' }, title, body);
  ground.node.hidden = ![...app.data.features.values()].some(controlOf);
  closesElsewhere(node);
  app.watch(
    ({ lang, window, day, compare }) => [lang, window, day, compare],
    (state) => {
      title.textContent = app.t('time.dates');
      node.hidden = state.compare !== null;
      first.update(app.t('time.first'), state.window[0]);
      last.update(app.t('time.last'), state.window[1] - 1);
      ground.update(app.t('time.ground'), groundDay(state));
    },
  );
  return node;
}

/** @param {string} name @param {(day: Day) => void} set */
function field(name, set) {
  const words = el('span');
  const input = el('input', { type: 'date', class: 'cm-date-input', 'data-name': `day-${name}` });
  input.addEventListener('change', () => {
    const day = toDay(input.value);
    if (day !== null) set(day);
  });
  return {
    node: el('label', { class: 'cm-choice' }, words, input),
    /** @param {string} label @param {Day} day */
    update(label, day) {
      fill(words, label);
      if (input.value !== toIso(day)) input.value = toIso(day);
    },
  };
}

/** What opens over the map closes by Escape and by a press beside it.
 * @param {HTMLDetailsElement} node */
export function closesElsewhere(node) {
  addEventListener('pointerdown', ({ target }) => {
    if (!node.contains(/** @type {Node} */ (target))) node.open = false;
  });
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !node.open) return;
    node.open = false;
    node.querySelector('summary')?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
}
