/** Zoom, whole view, full screen and scale bar. */
/** @import {App} from '#app/types' */
import { el, fill } from '#app/dom';
import { icon } from '#app/icons';
import { lengthText } from '#app/format';

/** @param {App} app @param {L.Map} map */
export function createMapControls(app, map) {
  const node = el('div', { class: 'cm-map-buttons', role: 'group' });
  const home = () => app.store.set({ view: null });
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  };
  app.watch(
    ({ lang }) => [lang],
    () => {
      node.setAttribute('aria-label', app.t('map.controls'));
      const button = (
        /** @type {string} */ name,
        /** @type {string} */ picture,
        /** @type {() => void} */ act,
      ) =>
        el(
          'button',
          { type: 'button', 'aria-label': app.t(name), title: app.t(name), onclick: act },
          icon(picture),
        );
      fill(
        node,
        button('map.in', 'plus', () => map.zoomIn(1)),
        button('map.out', 'minus', () => map.zoomOut(1)),
        button('map.home', 'home', home),
        document.fullscreenEnabled && button('map.full', 'full', full),
      );
    },
  );
  return node;
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
