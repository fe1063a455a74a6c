/** The divider of the swiped map: left of it the first day, right of it the second. */
/** @import {App} from '#app/types' */
import { dateText } from '#app/text/format';
import { el } from '#app/ui/dom';
import { polygonsOf } from '#app/util/geometry';

/** Panes that are drawn twice. */
export const TWICE = ['control', 'outline', 'border', 'line'];
const FAR = 1e5;

/** @param {App} app @param {L.Map} map */
export function createSwipe(app, map) {
  const [left, right] = [0, 1].map((side) =>
    el('span', { class: `cm-swipe-date cm-swipe-${side}`, 'aria-hidden': 'true' }),
  );
  const handle = el('div', { class: 'cm-swipe', role: 'slider', tabindex: 0 }, left, right);
  const frame = el('div', { class: 'cm-swipe-frame', hidden: true }, handle);
  const place = () => {
    const { compare, lang } = app.store.state();
    if (compare && frame.hidden) app.ui.set({ split: middle(app, map) });
    frame.hidden = compare === null;
    const { split } = app.ui.state();
    clip(map, compare ? split : null);
    if (!compare) return;
    const [one, two] = compare.map((day) => dateText(day, lang));
    left.textContent = one;
    right.textContent = two;
    handle.style.left = `${100 * split}%`;
    handle.setAttribute('aria-label', app.t('compare.divider'));
    handle.setAttribute('aria-valuemin', '0');
    handle.setAttribute('aria-valuemax', '100');
    handle.setAttribute('aria-valuenow', String(Math.round(100 * split)));
    handle.setAttribute(
      'aria-valuetext',
      app.t('compare.shares', { n: Math.round(100 * split), one, two }),
    );
  };
  map.on('move zoomend viewreset resize', () => {
    if (app.store.state().compare) clip(map, app.ui.state().split);
  });
  app.watch(({ compare, lang }, { split }) => [compare, lang, split], place);
  drag(app, frame, handle);
  return frame;
}

/** The line begins in the middle of the districts.
 * @param {App} app @param {L.Map} map @returns {number} share of the width */
function middle(app, map) {
  const bounds = L.latLngBounds([]);
  for (const { feature, layer } of app.data.features.values())
    if (layer.role === 'district')
      for (const [lon, lat] of polygonsOf(feature.geometry).flat(2)) bounds.extend([lat, lon]);
  if (!bounds.isValid()) return 0.5;
  const share = map.latLngToContainerPoint(bounds.getCenter()).x / map.getSize().x;
  return share > 0.1 && share < 0.9 ? share : 0.5;
}

/** @param {L.Map} map @param {number | null} split */
function clip(map, split) {
  const at = map.containerPointToLayerPoint([(split ?? 0) * map.getSize().x, 0]).x;
  for (const name of TWICE) {
    cut(map.getPane(`cm-${name}`), split === null ? '' : box(-FAR, at));
    const second = map.getPane(`cm-${name}-b`);
    if (second) second.style.display = split === null ? 'none' : '';
    cut(second, split === null ? '' : box(at, FAR));
  }
}

/** By `clip`: of a `clip-path` WebKitGTK shows nothing, since a pane has no size of its own.
 * @param {HTMLElement | undefined} pane @param {string} rect */
function cut(pane, rect) {
  if (pane) pane.style.clip = rect;
}

/** @param {number} from @param {number} to */
const box = (from, to) => `rect(${-FAR}px, ${to}px, ${FAR}px, ${from}px)`;

/** @param {App} app @param {HTMLElement} frame @param {HTMLElement} handle */
function drag(app, frame, handle) {
  const set = (/** @type {number} */ split) =>
    app.ui.set({ split: Math.max(0.02, Math.min(0.98, split)) });
  let held = false;
  handle.addEventListener('pointerdown', (event) => {
    held = true;
    handle.setPointerCapture(event.pointerId);
    event.stopPropagation();
  });
  handle.addEventListener('pointermove', (event) => {
    const { left, width } = frame.getBoundingClientRect();
    if (held) set((event.clientX - left) / width);
  });
  for (const name of ['pointerup', 'pointercancel'])
    handle.addEventListener(name, () => {
      held = false;
    });
  handle.addEventListener('keydown', (event) => {
    const { split } = app.ui.state();
    const steps = new Map([
      ['ArrowLeft', split - 0.02],
      ['ArrowRight', split + 0.02],
      ['PageDown', split - 0.2],
      ['PageUp', split + 0.2],
      ['Home', 0],
      ['End', 1],
    ]);
    const next = steps.get(event.key);
    if (next === undefined) return;
    set(next);
    event.preventDefault();
    event.stopPropagation();
  });
}
