/** Measure along clicks: a line on the map and its length on the ground. */
/** @import {App} from '#app/types' */
import { lengthText } from '#app/text/format';
import { el, fill } from '#app/ui/dom';
import { lengthM } from '#app/util/geodesic';

/** @param {App} app @param {L.Map} map */
export function createMeasure(app, map) {
  /** @type {[number, number][]} */
  let points = [];
  const words = el('span', { role: 'status' });
  const clear = el('button', { type: 'button', class: 'cm-text-button' });
  const node = el('div', { class: 'cm-measure', hidden: true }, words, clear);
  const cross = el('div', { class: 'cm-cross', hidden: true, 'aria-hidden': 'true' });
  const renderer = L.svg({ pane: 'cm-line', padding: 0.4 });
  const options = { renderer, interactive: false };
  const casing = L.polyline([], { ...options, className: 'cm-shape cm-measure-casing' });
  const line = L.polyline([], { ...options, className: 'cm-shape cm-measure-line' });
  const draw = () => {
    casing.setLatLngs(points);
    line.setLatLngs(points);
    const { lang } = app.store.state();
    words.textContent =
      points.length < 2
        ? app.t('measure.how')
        : app.t('measure.length', { length: lengthText(lengthM(points), lang, app.t) });
    clear.textContent = app.t('measure.clear');
    clear.hidden = points.length === 0;
  };
  const add = (/** @type {L.LatLng} */ at) => {
    points = [...points, [at.lat, at.lng]];
    draw();
  };
  clear.addEventListener('click', () => {
    points = [];
    draw();
    map.getContainer().focus({ preventScroll: true });
  });
  map.on('click', (event) => {
    if (app.ui.state().measuring) add(event.latlng);
  });
  map.getContainer().addEventListener('keydown', (event) => {
    if (!app.ui.state().measuring) return;
    if (event.key === 'Enter') add(map.getCenter());
    else if (event.key === 'Backspace') points = points.slice(0, -1);
    else return;
    draw();
    event.preventDefault();
  });
  app.watch(
    ({ lang }, { measuring }) => [measuring, lang],
    (_, { measuring }) => {
      node.hidden = !measuring;
      cross.hidden = !measuring;
      map.getContainer().classList.toggle('cm-measuring', measuring);
      if (!measuring) points = [];
      for (const path of [casing, line]) {
        if (measuring) path.addTo(map);
        else path.remove();
      }
      if (measuring) map.doubleClickZoom.disable();
      else map.doubleClickZoom.enable();
      draw();
    },
  );
  const both = el('div');
  fill(both, cross, node);
  return both;
}
