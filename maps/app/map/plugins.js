/** Programs of the map's author that run after ours: each is given the map, and listed on the page
 * with what it loads. Nothing here exists on a page without them. */
/** @import {App} from '#app/types' */
import { keyRoom } from '#app/map/labels/labels';
import { el, text } from '#app/ui/dom';

/** Leaflet's own marker would be loaded by address. */
const PIN =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 25 41'%3E%3Cpath" +
  " d='M12.5 40C10 30 1 22 1 12.5a11.5 11.5 0 0 1 23 0C24 22 15 30 12.5 40z'" +
  " fill='%231d5f78' stroke='%23fff'/%3E%3Ccircle cx='12.5' cy='12.5' r='4.5'" +
  " fill='%23fff'/%3E%3C/svg%3E";

/** Width of the key's button, in pixels. */
const CLOSED_KEY = 90;

/** @param {App} app @param {L.Map} map */
export function openToPlugins(app, map) {
  const { plugins } = app.data.spec;
  if (!plugins) return;
  const note = (/** @type {number} */ i, /** @type {string} */ word) =>
    app.ui.set({ plugins: [...app.ui.state().plugins, [i, word]] });
  makeRoom(app, map);
  let running = 0;
  Object.assign(L.Icon.Default, { imagePath: '' });
  L.Icon.Default.mergeOptions({ iconUrl: PIN, iconRetinaUrl: PIN, shadowUrl: PIN, shadowSize: [0, 0] });
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    note(running, `${effectiveDirective} ${blockedURI}`),
  );
  Object.defineProperty(window, 'conflictmapPlugin', {
    value: (/** @type {number} */ i, /** @type {(map: L.Map) => void} */ run) => {
      running = i;
      for (const node of document.querySelectorAll('body > .cm-plugin'))
        map.getContainer().append(node);
      run(map);
      note(i, '');
    },
  });
}

/** Their controls stand beside the key and our own buttons, not over them.
 * @param {App} app @param {L.Map} map */
function makeRoom(app, map) {
  const node = map.getContainer();
  node.classList.add('cm-plugged');
  const move = () => {
    const left = `${keyRoom(app, map.getSize().x) || CLOSED_KEY}px`;
    for (const corner of node.querySelectorAll('.leaflet-left'))
      /** @type {HTMLElement} */ (corner).style.left = left;
  };
  app.watch((_, { key }) => [key], move);
  map.on('resize', move);
}

/** Each with what it loads, and what became of it.
 * @param {App} app */
export function pluginList({ data: { spec }, ui, t }) {
  const said = ui.state().plugins;
  return el(
    'ul',
    { class: 'cm-plain cm-plugins' },
    ...(spec.plugins ?? []).map(({ line }, i) => {
      const held = said.filter(([one, word]) => one === i && word).map(([, word]) => word);
      return el(
        'li',
        {},
        text('span', line),
        !said.some(([one, word]) => one === i && !word) &&
          el('strong', {}, ' ', t('about.plugins.off')),
        held.length > 0 &&
          el('strong', {}, ' ', t('about.plugins.held', { what: [...new Set(held)].join(', ') })),
      );
    }),
  );
}
