/** The day of the ground on the timeline: a line that mouse, finger and keys move. */
/** @import {View} from '#app/time/axiszoom' */
/** @import {App} from '#app/types' */
import { controlOf } from '#app/rules/standing';
import { dateText } from '#app/text/format';
import { el } from '#app/ui/dom';
import { addUnit, groundDay } from '#app/util/clock';

/** @param {App} app @param {View} view @param {() => void} stop what plays */
export function createDayCursor(app, view, stop) {
  const line = el('div', { class: 'cm-day-line' });
  const node = el('div', { class: 'cm-day', role: 'slider', tabindex: 0 }, line);
  node.hidden = ![...app.data.features.values()].some(controlOf);
  const set = (/** @type {number} */ day) => {
    const { extent } = app.data.spec;
    stop();
    app.store.set({ day: Math.max(extent[0], Math.min(extent[1] - 1, day)) });
  };
  drags(node, view, () => groundDay(app.store.state()), set);
  node.addEventListener('keydown', (event) => {
    const day = groundDay(app.store.state());
    const next = keyedDay(day, event.key, app.data.spec.extent);
    if (next === null) return;
    set(next);
    event.preventDefault();
    event.stopPropagation();
  });
  return { node, place: () => placed(app, node, view) };
}

/** @param {number} day @param {string} key @param {import('#app/types').Window} extent */
export function keyedDay(day, key, [first, last]) {
  const steps = new Map([
    ['ArrowLeft', addUnit(day, 'day', -1)], ['ArrowDown', addUnit(day, 'day', -1)],
    ['ArrowRight', addUnit(day, 'day', 1)], ['ArrowUp', addUnit(day, 'day', 1)],
    ['PageDown', addUnit(day, 'month', -1)], ['PageUp', addUnit(day, 'month', 1)],
    ['Home', first], ['End', last - 1],
  ]);
  return steps.get(key) ?? null;
}

/** @param {HTMLElement} node @param {View} view @param {() => number} now
 * @param {(day: number) => void} set */
function drags(node, view, now, set) {
  let grab = NaN;
  node.addEventListener('pointerdown', (event) => {
    grab = view.axis.x(now() + 0.5) - event.clientX;
    node.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  node.addEventListener('pointermove', (event) => {
    if (Number.isNaN(grab)) return;
    event.stopPropagation();
    set(view.axis.at(event.clientX + grab));
  });
  for (const name of ['pointerup', 'pointercancel'])
    node.addEventListener(name, (event) => {
      grab = NaN;
      event.stopPropagation();
    });
}

/** @param {App} app @param {HTMLElement} node @param {View} view */
function placed(app, node, { axis, extent, width }) {
  const state = app.store.state();
  const day = groundDay(state);
  const at = (axis.x(day) + axis.x(day + 1)) / 2;
  node.style.left = `${at}px`;
  node.classList.toggle('cm-off', at < 0 || at > width || state.compare !== null);
  node.setAttribute('aria-label', app.t('time.ground'));
  node.setAttribute('aria-valuemin', String(extent[0]));
  node.setAttribute('aria-valuemax', String(extent[1]));
  node.setAttribute('aria-valuenow', String(day));
  node.setAttribute('aria-valuetext', dateText(day, state.lang));
}
