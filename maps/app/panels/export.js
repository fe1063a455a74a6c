/** Take the view along: link, citation, the rows shown. */
/** @import {App} from '#app/types' */
import { pictureOf, pngOf, svgText } from '#app/panels/picture';
import { toCsv, toGeoJson } from '#app/rules/export';
import { allEvents, eventsIn } from '#app/rules/weights';
import { toHash } from '#app/state/hash';
import { dateText, windowText } from '#app/text/format';
import { copyText } from '#app/ui/clipboard';
import { el, fill } from '#app/ui/dom';

/** @param {App} app @param {Record<string, boolean>} defaults layers on by default */
export function createExport(app, defaults) {
  const said = el('span', { role: 'status', class: 'cm-aside' });
  const text = el('textarea', { readonly: true, rows: 3, class: 'cm-copy', hidden: true });
  const buttons = el('div', { class: 'cm-share-buttons', role: 'group' });
  const link = () => location.href.replace(/#.*/, '') + toHash(app.store.state(), defaults);
  const copy = (/** @type {string} */ words) =>
    copyText(words).then((done) => {
      said.textContent = app.t(done ? 'share.done' : 'share.manual') + warning(app, words);
      text.hidden = done;
      text.value = words;
      if (!done) text.select();
      (done ? said : text).scrollIntoView?.({ block: 'nearest' });
    });
  app.watch(
    ({ lang }) => [lang],
    () => {
      const { t } = app;
      buttons.setAttribute('aria-label', t('share.title'));
      text.setAttribute('aria-label', t('share.manual'));
      const button = (/** @type {string} */ name, /** @type {() => void} */ act) =>
        el('button', { type: 'button', class: 'cm-text-button', onclick: act }, t(name));
      fill(
        buttons,
        button('share.link', () => void copy(link())),
        button('share.cite', () => void copy(citation(app, link()))),
        button('share.png', () => void pictureOf(app).then(pngOf)
          .then((png) => save('map.png', 'image/png', png))),
        button('share.svg', () => void pictureOf(app)
          .then((picture) => save('map.svg', 'image/svg+xml', svgText(picture)))),
        button('share.csv', () => save('events.csv', 'text/csv', toCsv(app.data, app.rows()))),
        button('share.geojson', () =>
          save('events.geojson', 'application/geo+json', toGeoJson(app.data, app.rows())),
        ),
      );
    },
  );
  return el('footer', { class: 'cm-share' }, buttons, said, text);
}

/** @param {App} app @param {string} link */
function citation(app, link) {
  const { spec, columns } = app.data;
  const { window, lang } = app.store.state();
  const data = [
    spec.generator,
    ...spec.inputs.slice(0, 1).map(({ sha256 }) => `SHA-256 ${sha256.slice(0, 12)}`),
  ].join(', ');
  return app.t('cite.text', {
    title: spec.title,
    window: windowText(window, lang),
    data,
    link,
    shown: app.t('shown', { n: eventsIn(columns, app.rows()), all: allEvents(columns) }),
    today: dateText(Math.floor(Date.now() / 86400000), lang),
  });
}

/** A link to a page that nobody else can open says so.
 * @param {App} app @param {string} words */
const warning = ({ t }, words) =>
  /\b(file|about|blob|data):/.test(words) ? ` ${t('share.file')}` : '';

/** @param {string} name @param {string} type @param {string | Blob} content */
function save(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el('a', { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
