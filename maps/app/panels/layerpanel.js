/** Switch layers on and off, by group; each says who says so, from where, under what terms. */
/** @import {App, LayerInfo} from '#app/types' */
import { standing } from '#app/rules/standing';
import { label } from '#app/text/i18n';
import { el, fill, link } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { dataText } from '#app/ui/datatext';
import { groundOf } from '#app/util/clock';

/** @param {App} app */
export function createLayerPanel(app) {
  const node = el('div', { class: 'cm-layers' });
  app.watch(
    ({ lang, layers, window, day }, ui) => [lang, layers, window, day, ui.tab],
    (_, ui) => {
      if (ui.tab !== 'layers') return;
      const open = new Set(
        [...node.querySelectorAll('details[open]')].map((details) =>
          details.getAttribute('data-layer'),
        ),
      );
      keepFocus(node, () =>
        fill(node, el('h2', {}, app.t('layers.title')), ...groupNodes(app, open)),
      );
    },
  );
  return node;
}

/** @param {App} app @param {Set<string | null>} open layers whose details are open */
function groupNodes(app, open) {
  /** @type {Map<string, LayerInfo[]>} */
  const groups = new Map();
  for (const layer of app.data.spec.layers)
    groups.set(layer.group, [...(groups.get(layer.group) ?? []), layer]);
  return [...groups].map(([group, layers]) =>
    el(
      'fieldset',
      {},
      el('legend', {}, label(app.t, 'group', group || 'other')),
      ...layers.map((layer) => layerNode(app, layer, open.has(layer.id))),
    ),
  );
}

/** @param {App} app @param {LayerInfo} layer @param {boolean} open */
function layerNode(app, layer, open) {
  const { store, data, t } = app;
  const { layers } = store.state();
  const ground = groundOf(store.state());
  const block = data.layers.get(layer.id);
  const now = block?.image !== undefined || (block?.features ?? []).some(
    ({ properties }) => standing(properties.from, properties.to, ground) !== 'none',
  );
  const input = el('input', {
    type: 'checkbox',
    'data-name': layer.id,
    onchange: () => store.set({ layers: { ...store.state().layers, [layer.id]: input.checked } }),
  });
  input.checked = layers[layer.id];
  return el(
    'div',
    { class: 'cm-layer' },
    el(
      'label',
      { class: 'cm-check' },
      input,
      dataText(app, 'span', layer.title),
      !now && el('span', { class: 'cm-badge' }, t('layer.notnow')),
    ),
    layerDetails(app, layer, open),
  );
}

/** Who says so, from where, under what terms.
 * @param {App} app @param {LayerInfo} layer @param {boolean} open */
function layerDetails(app, layer, open) {
  const { t } = app;
  const line = (/** @type {string} */ name, /** @type {Node} */ value) =>
    el('p', {}, el('span', { class: 'cm-label' }, name), value);
  const rows = [
    [t('layer.viewpoint'), layer.viewpoint],
    [t('layer.licence'), layer.licence],
    [t('layer.note'), layer.note],
  ].filter(([, value]) => value);
  return el(
    'details',
    { class: 'cm-details', 'data-layer': layer.id, open },
    el('summary', { 'aria-label': `${t('layer.about')}: ${app.say(layer.title)}` }, t('layer.about')),
    ...rows.map(([name, value]) => line(name, dataText(app, 'span', value))),
    line(t('layer.source'), link(layer.source_url, layer.source || t('unknown'))),
  );
}
