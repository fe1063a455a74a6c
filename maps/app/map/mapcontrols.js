/** Zoom, whole view, full screen and scale bar. */
/** @import {App} from '#app/types' */
import { endCompare, startCompare } from '#app/state/compare';
import { lengthText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { icon } from '#app/ui/icons';

/** Two groups of buttons: where one looks, and what one looks with.
 * @param {App} app @param {L.Map} map @returns {[HTMLElement, HTMLElement]} */
export function createMapControls(app, map) {
  const node = el('div', { class: 'cm-map-buttons', role: 'group' });
  const tools = el('div', { class: 'cm-map-buttons cm-map-tools', role: 'group' });
  app.watch(
    ({ lang, compare, marks }, { measuring }) => [lang, compare, marks, measuring],
    () => {
      node.setAttribute('aria-label', app.t('map.controls'));
      tools.setAttribute('aria-label', app.t('map.tools'));
      keepFocus(node, () => fill(node, ...viewButtons(app, map)));
      keepFocus(tools, () => fill(tools, ...toolButtons(app)));
    },
  );
  return [node, tools];
}

/** @param {App} app @param {string} name @param {string} picture @param {() => void} onclick
 * @param {boolean | null} [on] */
const button = (app, name, picture, onclick, on = null) =>
  el(
    'button',
    {
      type: 'button',
      'data-name': picture,
      'aria-label': app.t(name),
      'aria-pressed': on === null ? null : String(on),
      title: app.t(name),
      onclick,
    },
    icon(picture),
  );

/** @param {App} app @param {L.Map} map */
const viewButtons = (app, map) => [
  button(app, 'map.in', 'plus', () => map.zoomIn(1)),
  button(app, 'map.out', 'minus', () => map.zoomOut(1)),
  button(app, 'map.home', 'home', () => app.store.set({ view: null })),
  document.fullscreenEnabled && button(app, 'map.full', 'full', fullScreen),
];

/** @param {App} app */
function toolButtons(app) {
  const { compare, marks } = app.store.state();
  const { measuring } = app.ui.state();
  const isHex = marks !== 'marks';
  return [
    button(app, 'map.hex', 'hex', () => app.store.set({ marks: isHex ? 'marks' : 'hex' }), isHex),
    button(app, 'map.compare', 'swipe', () => (compare ? endCompare(app) : startCompare(app)),
      compare !== null),
    button(app, 'map.measure', 'measure', () => app.ui.set({ measuring: !measuring }), measuring),
  ];
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
}

/** @param {App} app @param {L.Map} map */
export function createScale(app, map) {
  const bar = el('div', { class: 'cm-scale-bar' });
  const words = el('span');
  const node = el('div', { class: 'cm-scale' }, words, bar);
  const update = () => {
    const y = map.getSize().y / 2;
    const metres = map.distance(
      map.containerPointToLatLng([0, y]),
      map.containerPointToLatLng([100, y]),
    );
    const length = roundLength(metres);
    bar.style.width = `${Math.round((100 * length) / metres)}px`;
    words.textContent = lengthText(length, app.store.state().lang, app.t);
  };
  map.on('moveend', update);
  app.watch(({ lang }) => [lang], update);
  return node;
}

/** The largest of 1, 2, 5 × 10ⁿ that is not above a length.
 * @param {number} metres */
export function roundLength(metres) {
  const power = 10 ** Math.floor(Math.log10(metres));
  const digit = metres / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}
