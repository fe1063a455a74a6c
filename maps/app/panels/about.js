/** Caption and credits: viewpoint, names, sources, accounting, terms. */
/** @import {App} from '#app/types' */
import { pluginList } from '#app/map/plugins';
import { articleLink } from '#app/panels/article';
import { choices } from '#app/panels/header';
import { arePaired } from '#app/rules/names';
import { numberText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, fill, link, text } from '#app/ui/dom';
import { dataText } from '#app/ui/datatext';
import { sourceLine } from '#app/ui/sourceline';

/** @param {App} app */
export function createAbout(app) {
  const node = el('div', { class: 'cm-about' });
  app.watch(
    ({ lang, names, theme }, ui) => [lang, names, theme, ui.tab, ui.plugins],
    (_, ui) => {
      if (ui.tab === 'about')
        fill(
          node,
          el('h2', {}, app.t('about.title')),
          el('div', { class: 'cm-settings' }, ...choices(app)),
          ...howMade(app),
          ...whereFrom(app),
          el('p', { class: 'cm-aside' }, app.data.spec.generator),
        );
    },
  );
  return node;
}

/** @param {string} title @param {(Node | false | null)[]} children */
const section = (title, ...children) => el('section', {}, el('h3', {}, title), ...children);

/** Viewpoint, names, and how the page counts.
 * @param {App} app */
function howMade(app) {
  const { data: { spec }, t } = app;
  const { names } = app.store.state();
  return [
    section(t('about.viewpoint'), el('p', {}, label(t, 'viewpoint', spec.viewpoint))),
    arePaired(app.data) && section(
      t('about.names'),
      el('p', {}, t(`naming.${names}.text`), ' ', el('strong', {}, t('names.note'))),
    ),
    spec.notes.length > 0 &&
      section(t('about.notes'), ...spec.notes.map((note) => dataText(app, 'p', note))),
    spec.statements.length > 0 && section(t('check.title'), articleLink(app)),
    section(t('about.uncertain'), el('p', {}, t('about.uncertain.text'))),
    section(t('about.rows'), el('p', { class: 'cm-accounting' }, accountingText(app))),
    section(t('about.keys'), el('p', {}, t('about.keys.text')), keySwitch(app)),
  ];
}

/** Whoever speaks to the page, or types by accident, can switch single keys off.
 * @param {App} app */
function keySwitch({ ui, t }) {
  const input = el('input', {
    type: 'checkbox', 'data-name': 'keys', checked: ui.state().keys,
    onchange: () => ui.set({ keys: input.checked }),
  });
  return el('label', { class: 'cm-check' }, input, el('span', {}, t('about.keys.on')));
}

/** Layers, plugins, sources and files.
 * @param {App} app */
function whereFrom(app) {
  const { data: { spec }, t } = app;
  const sources = Object.values(spec.sources);
  return [
    section(t('about.credits'), credits(app)),
    spec.plugins && section(t('about.plugins'), pluginList(app)),
    section(
      t('about.sources', { n: sources.length }),
      el(
        'ol',
        { class: 'cm-sources' },
        ...sources.map((source) => el('li', {}, ...sourceLine(app, source))),
      ),
    ),
    section(t('about.inputs'), inputs(app)),
  ];
}

/** The files that were read, by which the page can be built again.
 * @param {App} app */
const inputs = ({ data: { spec } }) =>
  el(
    'ul',
    { class: 'cm-plain cm-inputs' },
    ...spec.inputs.map(({ name, sha256, rows }) =>
      el(
        'li',
        {},
        text('span', name),
        el('span', { class: 'cm-aside' }, `${rows ?? ''} · SHA-256 ${sha256}`),
      ),
    ),
  );

/** read 214 = placed 210 + unplaced 2 + undated 0 + set aside 2
 * @param {App} app */
export function accountingText({
  data: {
    spec: { accounting },
  },
  store,
  t,
}) {
  const { lang } = store.state();
  const n = (/** @type {string} */ key) => numberText(accounting?.[key] ?? 0, lang);
  return t('accounting', {
    read: n('read'),
    placed: n('placed'),
    unplaced: n('unplaced'),
    undated: n('undated'),
    aside: n('set_aside'),
  });
}

/** Every layer with its source and licence.
 * @param {App} app */
function credits(app) {
  const { data: { spec }, t } = app;
  return el(
    'ul',
    { class: 'cm-plain cm-credits' },
    ...spec.layers.map((layer) =>
      el(
        'li',
        {},
        dataText(app, 'strong', layer.title),
        ' ',
        link(layer.source_url, layer.source || t('unknown')),
        el(
          'span',
          { class: 'cm-aside', dir: 'auto' },
          [layer.licence, layer.attribution].filter(Boolean).join(' · '),
        ),
      ),
    ),
  );
}

/** One line on the map: what the areas mean, whose data these are.
 * @param {App} app */
export function createCaption(app) {
  const node = el('p', { class: 'cm-caption' });
  app.watch(
    ({ lang, names }) => [lang, names],
    () => {
      const { spec } = app.data;
      const { t } = app;
      const about = () => {
        app.ui.set({ tab: 'about', sheet: true });
        document.getElementById('cm-tab-about')?.focus();
      };
      fill(
        node,
        spec.layers.some(({ role }) => role === 'control' || role === 'district') &&
          text('span', `${label(t, 'caption', spec.viewpoint)} `),
        spec.tiles && text('span', `${spec.tiles.attribution} `),
        el('button', { type: 'button', class: 'cm-link', onclick: about }, t('about.more')),
      );
    },
  );
  return node;
}
