/** Switch layers on and off, by group; each says who says so, from where, under what terms. */
/** @import {App, LayerInfo} from '#app/types' */
import { standing } from '#app/rules/standing';
import { label } from '#app/text/i18n';
import { el, fill, link, text } from '#app/ui/dom';

/** @param {App} app */
export function createLayerPanel(app) {
  const node = el('div', { class: 'cm-layers' });
  app.watch(
    ({ lang, layers, window }, ui) => [lang, layers, window, ui.tab],
    (_, ui) => {
      if (ui.tab !== 'layers') return;
      const name = node.contains(document.activeElement)
        ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
        : null;
      const open = new Set(
        [...node.querySelectorAll('details[open]')].map((details) =>
          details.getAttribute('data-layer'),
        ),
      );
      const groups = new Map();
      for (const layer of app.data.spec.layers)
        groups.set(layer.group, [...(groups.get(layer.group) ?? []), layer]);
      fill(
        node,
        el('h2', {}, app.t('layers.title')),
        ...[...groups].map(([group, layers]) =>
          el(
            'fieldset',
            {},
            el('legend', {}, label(app.t, 'group', group || 'other')),
            .../** @type {LayerInfo[]} */ (layers).map((layer) => layerNode(app, layer, open)),
          ),
        ),
      );
      if (name)
        /** @type {HTMLElement | null} */ (
          node.querySelector(`[data-name="${CSS.escape(name)}"]`)
        )?.focus();
    },
  );
  return node;
}

/** @param {App} app @param {LayerInfo} layer @param {Set<string | null>} open */
function layerNode(app, layer, open) {
  const { store, data, t } = app;
  const { layers, window } = store.state();
  const features = data.layers.get(layer.id)?.features ?? [];
  const now = features.some(
    ({ properties }) => standing(properties.from, properties.to, window) !== 'none',
  );
  const input = el('input', {
    type: 'checkbox',
    'data-name': layer.id,
    onchange: () => store.set({ layers: { ...store.state().layers, [layer.id]: input.checked } }),
  });
  input.checked = layers[layer.id];
  const rows = [
    [t('layer.viewpoint'), layer.viewpoint],
    [t('layer.licence'), layer.licence],
    [t('layer.note'), layer.note],
  ]
    .filter(([, value]) => value)
    .map(([name, value]) =>
      el('p', {}, el('span', { class: 'cm-label' }, name), text('span', value)),
    );
  return el(
    'div',
    { class: 'cm-layer' },
    el(
      'label',
      { class: 'cm-check' },
      input,
      text('span', layer.title),
      !now && el('span', { class: 'cm-badge' }, t('layer.notnow')),
    ),
    el(
      'details',
      { class: 'cm-details', 'data-layer': layer.id, open: open.has(layer.id) },
      el('summary', { 'aria-label': `${t('layer.about')}: ${layer.title}` }, t('layer.about')),
      ...rows,
      el(
        'p',
        {},
        el('span', { class: 'cm-label' }, t('layer.source')),
        link(layer.source_url, layer.source || t('unknown')),
      ),
    ),
  );
}
