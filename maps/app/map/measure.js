/** Measure along clicks: a line on the map and its length on the ground. */
/** @import {App} from '#app/types' */
import { lengthText } from '#app/text/format';
import { el } from '#app/ui/dom';
import { lengthM } from '#app/util/geodesic';

/** @param {App} app @param {L.Map} map */
export function createMeasure(app, map) {
  /** @type {[number, number][]} */
  let points = [];
  const words = el('span', { role: 'status' });
  const clear = el('button', { type: 'button', class: 'cm-text-button' });
  const node = el('div', { class: 'cm-measure', hidden: true }, words, clear);
  const cross = el('div', { class: 'cm-cross', hidden: true, 'aria-hidden': 'true' });
  const line = createLine(map);
  const set = (/** @type {[number, number][]} */ next) => {
    points = next;
    line.set(points);
    words.textContent = lengthWords(app, points);
    clear.textContent = app.t('measure.clear');
    clear.hidden = points.length === 0;
  };
  const add = (/** @type {L.LatLng} */ at) => set([...points, [at.lat, at.lng]]);
  clear.addEventListener('click', () => {
    set([]);
    map.getContainer().focus({ preventScroll: true });
  });
  map.on('click', (event) => {
    if (app.ui.state().measuring) add(event.latlng);
  });
  map.getContainer().addEventListener('keydown', (event) => {
    if (!app.ui.state().measuring) return;
    if (event.key === 'Enter') add(map.getCenter());
    else if (event.key === 'Backspace') set(points.slice(0, -1));
    else return;
    event.preventDefault();
  });
  app.watch(
    ({ lang }, { measuring }) => [measuring, lang],
    (_, { measuring }) => {
      node.hidden = cross.hidden = !measuring;
      line.show(measuring);
      set(measuring ? points : []);
    },
  );
  return el('div', {}, cross, node);
}

/** @param {App} app @param {[number, number][]} points */
function lengthWords({ store, t }, points) {
  if (points.length < 2) return t('measure.how');
  return t('measure.length', { length: lengthText(lengthM(points), store.state().lang, t) });
}

/** The line on the map; while it is there, a double click does not zoom.
 * @param {L.Map} map */
function createLine(map) {
  const options = { renderer: L.svg({ pane: 'cm-line', padding: 0.4 }), interactive: false };
  const paths = ['casing', 'line'].map((part) =>
    L.polyline([], { ...options, className: `cm-shape cm-measure-${part}` }),
  );
  return {
    set: (/** @type {[number, number][]} */ points) =>
      paths.forEach((path) => path.setLatLngs(points)),
    show(/** @type {boolean} */ on) {
      map.getContainer().classList.toggle('cm-measuring', on);
      for (const path of paths) {
        if (on) path.addTo(map);
        else path.remove();
      }
      if (on) map.doubleClickZoom.disable();
      else map.doubleClickZoom.enable();
    },
  };
}
