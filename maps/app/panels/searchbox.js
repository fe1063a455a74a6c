/** The search box: it filters the events, and offers the places of that name. */
/** @import {App} from '#app/types' */
import { findPlaces } from '#app/data/read';
import { display } from '#app/rules/names';
import { el, fill, text } from '#app/ui/dom';
import { inTurn } from '#app/util/schedule';

/** A box that filters the events as one types, and offers the places of that name.
 * @param {App} app @param {L.Map} map */
export function createSearch(app, map) {
  const input = el('input', {
    type: 'search',
    class: 'cm-search',
    dir: 'auto',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-controls': 'cm-places',
    'aria-autocomplete': 'list',
  });
  const options = el('div', { id: 'cm-places', class: 'cm-places', role: 'listbox', hidden: true });
  const busy = el('p', { class: 'cm-aside', role: 'status', hidden: true });
  const node = el('div', { class: 'cm-search-box' }, input, options, busy);
  const view = {
    places: /** @type {ReturnType<typeof findPlaces>} */ ([]), active: -1, timer: 0,
    giveUp: /** @type {(() => void) | null} */ (null),
  };
  const show = (/** @type {boolean} */ open) => {
    view.places = open ? findPlaces(app.data, input.value, 6) : [];
    if (view.active >= view.places.length) view.active = -1;
    options.hidden = view.places.length === 0;
    input.setAttribute('aria-expanded', String(!options.hidden));
    drawPlaces(app, options, input, view, go);
  };
  // Many events are read in short steps, so that typing and the map never wait for them.
  const search = (/** @type {string} */ words) => {
    view.giveUp?.();
    const end = () => {
      clearTimeout(view.timer);
      busy.hidden = true;
      view.giveUp = null;
      app.store.set({ filters: { ...app.store.state().filters, text: words } });
    };
    const { searching } = app.data.hot;
    if (!searching || words === '') end();
    else {
      clearTimeout(view.timer);
      view.timer = setTimeout(() => {
        busy.hidden = false;
      }, 300);
      view.giveUp = inTurn(searching(words), end);
    }
  };
  const go = (/** @type {number} */ i) => {
    const place = view.places[i];
    if (place?.geometry.type === 'Point')
      map.flyTo(
        [place.geometry.coordinates[1], place.geometry.coordinates[0]],
        Math.max(map.getZoom(), 10),
        { duration: 0.7, animate: !matchMedia('(prefers-reduced-motion: reduce)').matches },
      );
    view.active = -1;
    show(false);
  };
  input.addEventListener('input', () => {
    view.active = -1;
    search(input.value);
    show(true);
  });
  input.addEventListener('blur', () => setTimeout(() => show(false), 150));
  input.addEventListener('keydown', (event) => searchKey(event, view, show, go));
  app.watch(
    ({ lang, filters }) => [lang, filters.text],
    ({ filters }) => {
      input.setAttribute('aria-label', app.t('search.label'));
      options.setAttribute('aria-label', app.t('search.places'));
      input.placeholder = app.t('search.hint');
      busy.textContent = app.t('search.busy');
      if (!view.giveUp && input.value !== filters.text) input.value = filters.text;
    },
  );
  return node;
}

/** @param {KeyboardEvent} event @param {{places: unknown[], active: number}} view
 * @param {(open: boolean) => void} show @param {(i: number) => void} go */
function searchKey(event, view, show, go) {
  const count = view.places.length;
  if (event.key === 'ArrowDown' && count) view.active = (view.active + 1) % count;
  else if (event.key === 'ArrowUp' && count) view.active = (view.active + count - 1) % count;
  else if (event.key === 'Enter' && count) {
    go(Math.max(0, view.active));
    return;
  } else if (event.key === 'Escape' && count) {
    show(false);
    event.preventDefault();
    return;
  } else return;
  event.preventDefault();
  show(true);
}

/** @param {App} app @param {HTMLElement} options @param {HTMLInputElement} input
 * @param {{places: ReturnType<typeof findPlaces>, active: number}} view
 * @param {(i: number) => void} go */
function drawPlaces(app, options, input, view, go) {
  const { lang, names } = app.store.state();
  fill(
    options,
    ...view.places.map((place, i) => {
      const { name_hy, name_az, name_ru } = place.properties;
      const others = [...new Set([name_hy, name_az, name_ru])].filter(Boolean).join(' · ');
      return el(
        'div',
        {
          id: `cm-place-${i}`,
          role: 'option',
          class: `cm-place${i === view.active ? ' cm-active' : ''}`,
          'aria-selected': String(i === view.active),
          'data-id': place.id,
          onpointerdown: (/** @type {Event} */ event) => {
            event.preventDefault();
            go(i);
          },
        },
        text('strong', display(place.properties, lang, names)),
        text('span', others, 'cm-place-names'),
      );
    }),
  );
  if (view.active >= 0) input.setAttribute('aria-activedescendant', `cm-place-${view.active}`);
  else input.removeAttribute('aria-activedescendant');
}
