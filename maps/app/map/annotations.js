/** Short texts on the map, numbered as in the list beside it. */
/** @import {Annotation, App} from '#app/types' */
import { annotationsOn, spoken } from '#app/rules/annotations';
import { el, text } from '#app/ui/dom';

/** @typedef {[number, number, number, number]} Box */

/** @param {App} app @param {L.Map} map
 * @returns {{boxes: () => Box[]}} the ground that they take, in container pixels */
export function createAnnotations(app, map) {
  const pane = map.createPane('cm-annotations');
  pane.style.zIndex = '640';
  pane.classList.add('leaflet-zoom-hide');
  /** @type {{node: HTMLElement, at: L.LatLng}[]} */
  let shown = [];
  const place = () => {
    const { x: width, y: height } = map.getSize();
    // A small map has room for the numbers alone; the list beside it has the words.
    pane.classList.toggle('cm-numbers', width < 620 || height < 380);
    for (const { node, at } of shown) {
      const { x, y } = map.latLngToLayerPoint(at);
      node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      // The text stands on the outer side, where it covers less of the subject.
      const across = map.latLngToContainerPoint(at).x / width;
      node.classList.toggle('cm-leftward', across > 0.2 && (across < 0.5 || across > 0.8));
    }
  };
  app.watch(
    ({ lang, window, day, compare }) => [lang, window, day, compare],
    (state) => {
      const found = annotationsOn(app.data.spec.annotations, state);
      for (const { node } of shown) node.remove();
      shown = found.map((one, i) => drawn(one, i, state.lang));
      pane.append(...shown.map(({ node }) => node));
      place();
    },
  );
  map.on('zoomend viewreset resize moveend', place);
  const rest = map.getContainer();
  return {
    boxes() {
      const frame = rest.getBoundingClientRect();
      return shown.map(({ node }) => boxOf(node, frame));
    },
  };
}

/** @param {Annotation} one @param {number} i @param {import('#app/types').Lang} lang */
function drawn({ at: [lat, lon], text: words }, i, lang) {
  const node = el(
    'div',
    { class: 'cm-annotation', 'aria-hidden': 'true' },
    el('span', { class: 'cm-annotation-number' }, String(i + 1)),
    text('span', spoken(words, lang), 'cm-annotation-text'),
  );
  return { node, at: L.latLng(lat, lon) };
}

/** @param {HTMLElement} node @param {DOMRect} frame @returns {Box} */
function boxOf(node, frame) {
  const boxes = [...node.children].map((part) => part.getBoundingClientRect());
  return [
    Math.min(...boxes.map(({ left }) => left)) - frame.left,
    Math.min(...boxes.map(({ top }) => top)) - frame.top,
    Math.max(...boxes.map(({ right }) => right)) - frame.left,
    Math.max(...boxes.map(({ bottom }) => bottom)) - frame.top,
  ];
}
