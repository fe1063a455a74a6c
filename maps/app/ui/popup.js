/** The box that a click on the ground opens: it follows map, date and language, and closes by its
 * button, by Escape, and by a tap elsewhere. */
/** @import {App, Ui} from '#app/types' */
import { el, fill } from '#app/ui/dom';
import { icon } from '#app/ui/icons';

/** @typedef {NonNullable<Ui['spot']>} Spot */

/** What a press leaves open: the map decides for itself, and the time may change under the box. */
const KEEPS = '.cm-popup, .cm-map-frame, .cm-timeline';

/** @param {App} app @param {L.Map} map
 * @param {(spot: Spot, point: L.Point) => Node[]} content empty when nothing is to be said */
export function createPopup(app, map, content) {
  const { box, words, shut } = emptyBox();
  const close = () => {
    if (app.ui.state().spot) app.ui.set({ spot: null });
    box.remove();
  };
  const follow = () => {
    const { spot } = app.ui.state();
    if (!spot) return;
    const at = map.latLngToContainerPoint(spot);
    if (isInView(map, at)) place(box, map, at);
    else close();
  };
  const render = () => {
    const { spot } = app.ui.state();
    const found = spot ? content(spot, map.latLngToContainerPoint(spot)) : [];
    if (found.length === 0) {
      close();
      return;
    }
    fill(words, ...found);
    box.setAttribute('aria-label', app.t('spot.label'));
    shut.setAttribute('aria-label', app.t('sheet.close'));
    // Beside the map, not in it: what is pressed in the box is no press on the map.
    if (!box.isConnected) map.getContainer().after(box);
    follow();
  };
  listenClose(map, shut, close);
  map.on('move zoomend resize', follow);
  app.watch(
    ({ window, day, compare, layers, lang, names, select }, { spot, split }) =>
      [spot, window, day, compare, layers, lang, names, select, compare && split],
    render,
  );
  const open = (/** @type {L.LatLng} */ { lat, lng }) => {
    app.ui.set({ spot: { lat, lng, own: app.ui.state().over } });
    render();
  };
  return { close, click: clicker(app, open, close) };
}

function emptyBox() {
  const words = el('div');
  const shut = el('button', { type: 'button', class: 'cm-popup-close' }, icon('close'));
  const box = el('div', { class: 'cm-tip cm-popup', role: 'dialog' }, words, shut);
  return { box, words, shut };
}

/** Its button and a press elsewhere close the box.
 * @param {L.Map} map @param {HTMLElement} shut @param {() => void} close */
function listenClose(map, shut, close) {
  shut.addEventListener('click', () => {
    close();
    map.getContainer().focus({ preventScroll: true });
  });
  addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Element && !target.closest(KEEPS)) close();
  });
}

/** Is a point of the container within the map?
 * @param {L.Map} map @param {L.Point} at */
function isInView(map, at) {
  const { x, y } = map.getSize();
  return at.x >= 0 && at.y >= 0 && at.x <= x && at.y <= y;
}

/** A click opens the box; a tap, while it is open, closes it.
 * @param {App} app @param {(at: L.LatLng) => void} open @param {() => void} close
 * @returns {(event: L.LeafletMouseEvent, coarse: boolean) => void} coarse: fingers are likely */
const clicker = (app, open, close) => ({ originalEvent, latlng }, coarse) => {
  const { pointerType } = /** @type {PointerEvent} */ (originalEvent);
  const tapped = pointerType ? pointerType === 'touch' : coarse;
  if (app.ui.state().spot && tapped) close();
  else open(latlng);
};

/** Beside a point, and within the map.
 * @param {HTMLElement} box @param {L.Map} map @param {L.Point} at */
export function place(box, map, at) {
  const size = map.getSize();
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  box.style.left = `${Math.max(4, Math.min(size.x - width - 4, at.x + 14))}px`;
  box.style.top = `${at.y + 18 + height > size.y ? Math.max(4, at.y - height - 12) : at.y + 18}px`;
}
