/** Title, subtitle, language, names and theme. */
/** @import {App, Lang, Naming, Theme} from '#app/types' */
import { spoken } from '#app/rules/annotations';
import { arePaired } from '#app/rules/names';
import { LANGS } from '#app/text/i18n';
import { choice } from '#app/ui/choice';
import { el, fill, text } from '#app/ui/dom';
import { keepFocus } from '#app/ui/focus';
import { dataText } from '#app/ui/datatext';

/** @param {App} app */
export function createHeader(app) {
  const { spec } = app.data;
  const title = text('h1', spec.title);
  const under = text('p', spec.subtitle, 'cm-subtitle');
  const tools = el('div', { class: 'cm-tools' });
  app.watch(
    ({ lang, names, theme }) => [lang, names, theme],
    ({ lang }) => {
      document.documentElement.lang = lang;
      const headline = spoken(spec.opening?.headline, lang);
      document.title = app.say(spec.title);
      fill(title, headline || dataText(app, 'span', spec.title));
      fill(under, dataText(app, 'span', headline ? spec.title : spec.subtitle));
      keepFocus(tools, () => fill(tools, ...choices(app)));
    },
  );
  const skip = el('button', { type: 'button', class: 'cm-skip', onclick: () => skipTo(app) });
  app.watch(({ lang }) => [lang], () => {
    skip.textContent = app.t('skip');
  });
  return el(
    'header',
    { class: 'cm-header' },
    skip,
    logoOf(spec.logo),
    el(
      'div',
      { class: 'cm-titles' },
      title,
      under,
    ),
    tools,
  );
}

/** The author's logo: a picture in the page, checked when it was built.
 * @param {App['data']['spec']['logo']} logo */
const logoOf = (logo) =>
  logo && /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/.test(logo.src)
    ? el('img', { class: 'cm-logo', src: logo.src, alt: logo.alt })
    : null;

/** Past the map and the timeline, to the list.
 * @param {App} app */
function skipTo(app) {
  app.ui.set({ tab: 'events', sheet: true, stack: null });
  app.select(null);
  requestAnimationFrame(() =>
    /** @type {HTMLElement | null} */ (document.querySelector('.cm-search'))?.focus());
}

/** Language, names and theme.
 * @param {App} app */
export function choices({ data, store, t }) {
  const { lang, names, theme } = store.state();
  const themes = ['auto', 'light', 'dark'];
  const namings = ['paired', 'international', 'armenian_first', 'azerbaijani_first'];
  return [
    choice(t('lang'), 'lang', lang, Object.entries(LANGS),
      (value) => store.set({ lang: /** @type {Lang} */ (value) })),
    ...(arePaired(data) ? [choice(t('naming'), 'names', names, namings.map((id) => [id, t(`naming.${id}.short`)]),
      (value) => store.set({ names: /** @type {Naming} */ (value) }))] : []),
    choice(t('theme'), 'theme', theme, themes.map((id) => [id, t(`theme.${id}`)]),
      (value) => store.set({ theme: /** @type {Theme} */ (value) })),
  ];
}
