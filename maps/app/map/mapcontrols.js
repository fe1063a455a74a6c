/** Zoom, whole view, full screen and scale bar. */
/** @import {App} from '#app/types' */
import { endCompare, startCompare } from '#app/state/compare';
import { lengthText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';
import { icon } from '#app/ui/icons';

/** Two groups of buttons: where one looks, and what one looks with.
 * @param {App} app @param {L.Map} map @returns {[HTMLElement, HTMLElement]} */
export function createMapControls(app, map) {
  const node = el('div', { class: 'cm-map-buttons', role: 'group' });
  const tools = el('div', { class: 'cm-map-buttons cm-map-tools', role: 'group' });
  const home = () => app.store.set({ view: null });
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  };
  app.watch(
    ({ lang, compare, marks }, { measuring }) => [lang, compare, marks, measuring],
    ({ compare, marks }, { measuring }) => {
      const focused = /** @type {HTMLElement | null} */ (
        node.contains(document.activeElement) || tools.contains(document.activeElement)
          ? document.activeElement
          : null
      )?.dataset.name;
      tools.setAttribute('aria-label', app.t('map.tools'));
      node.setAttribute('aria-label', app.t('map.controls'));
      const button = (
        /** @type {string} */ name,
        /** @type {string} */ picture,
        /** @type {() => void} */ act,
        /** @type {boolean | null} */ on = null,
      ) =>
        el(
          'button',
          {
            type: 'button',
            'data-name': picture,
            'aria-label': app.t(name),
            'aria-pressed': on === null ? null : String(on),
            title: app.t(name),
            onclick: act,
          },
          icon(picture),
        );
      fill(
        node,
        button('map.in', 'plus', () => map.zoomIn(1)),
        button('map.out', 'minus', () => map.zoomOut(1)),
        button('map.home', 'home', home),
        document.fullscreenEnabled && button('map.full', 'full', full),
      );
      fill(
        tools,
        button(
          'map.hex',
          'hex',
          () => app.store.set({ marks: marks === 'hex' ? 'marks' : 'hex' }),
          marks === 'hex',
        ),
        button(
          'map.compare',
          'swipe',
          () => (compare ? endCompare(app) : startCompare(app)),
          compare !== null,
        ),
        button('map.measure', 'measure', () => app.ui.set({ measuring: !measuring }), measuring),
      );
      if (focused)
        [node, tools]
          .map((group) => group.querySelector(`[data-name="${focused}"]`))
          .find((found) => found instanceof HTMLElement)
          ?.focus();
    },
  );
  return [node, tools];
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
