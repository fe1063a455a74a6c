/** Short texts on the map, numbered as in the list beside it. */
/** @import {Annotation, App} from '#app/types' */
import { takeControls } from '#app/map/labels/obstacles';
import { isWhole, LabelBoxes } from '#app/map/labels/placement';
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
    const places = new LabelBoxes();
    takeControls(places, map.getContainer());
    for (const { node, at } of shown) {
      const { x, y } = map.latLngToLayerPoint(at);
      node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      const side = sideOf(node, map.latLngToContainerPoint(at), places, { width, height });
      SIDES.forEach((name, i) => node.classList.toggle(name, Boolean(side[i])));
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
      place(); // the controls over the map are made after it, and change
      const frame = rest.getBoundingClientRect();
      return shown.map(({ node }) => boxOf(node, frame));
    },
  };
}

/** A text left of its number, above it, and no text at all: the list has the words. */
const SIDES = ['cm-leftward', 'cm-upward', 'cm-wordless'];

/** The text stands on the outer side, where it covers less of the subject, unless it would lie under
 * a control or over another text there.
 * @param {HTMLElement} node @param {{x: number, y: number}} at in container pixels
 * @param {LabelBoxes} places @param {{width: number, height: number}} size of the map
 * @returns {boolean[]} by SIDES */
function sideOf(node, { x, y }, places, { width, height }) {
  const words = /** @type {HTMLElement} */ (node.lastElementChild);
  const [wide, high] = [words.offsetWidth, words.offsetHeight];
  const outer = x / width > 0.2 && (x / width < 0.5 || x / width > 0.8);
  const sides = [[outer, false], [outer, true], [!outer, false], [!outer, true]];
  const boxes = sides.map(([left, up]) => {
    const [x0, y0] = [left ? x - 15 - wide : x + 15, up ? y + 12 - high : y - 12];
    return /** @type {Box} */ ([x0, y0, x0 + wide, y0 + high]);
  });
  const inView = boxes.filter((box) => isWhole([0, 0, width, height], box));
  const at = places.first(inView);
  return at < 0 ? [false, false, true] : sides[boxes.indexOf(inView[at])];
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

/** The ground of what is seen: a text that is hidden has none, where the number stands alone.
 * @param {HTMLElement} node @param {DOMRect} frame @returns {Box} */
function boxOf(node, frame) {
  const parts = [...node.children].map((part) => part.getBoundingClientRect());
  const boxes = parts.filter(({ width }) => width > 0);
  return [
    Math.min(...boxes.map(({ left }) => left)) - frame.left,
    Math.min(...boxes.map(({ top }) => top)) - frame.top,
    Math.max(...boxes.map(({ right }) => right)) - frame.left,
    Math.max(...boxes.map(({ bottom }) => bottom)) - frame.top,
  ];
}
