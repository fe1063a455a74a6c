/** The search box: it filters the events, and offers the places of that name. */
/** @import {App} from '#app/types' */
import { findPlaces } from '#app/data/read';
import { display } from '#app/rules/names';
import { el, fill, text } from '#app/ui/dom';
import { runInSteps } from '#app/util/schedule';
import { nearestZoom, SEEN } from '#app/util/groundscale';

/** A box that filters the events as one types, and offers the places of that name.
 * @param {App} app @param {L.Map} map */
export function createSearch(app, map) {
  const { node, input, options, busy } = emptyBox();
  const view = { places: /** @type {ReturnType<typeof findPlaces>} */ ([]), active: -1 };
  const searcher = createSearcher(app, busy);
  const show = (/** @type {boolean} */ open) => {
    view.places = open ? findPlaces(app.data, input.value, 6) : [];
    if (view.active >= view.places.length) view.active = -1;
    options.hidden = view.places.length === 0;
    input.setAttribute('aria-expanded', String(!options.hidden));
    drawPlaces(app, options, input, view, go);
  };
  const go = (/** @type {number} */ i) => {
    flyTo(app, map, view.places[i]);
    view.active = -1;
    show(false);
  };
  input.addEventListener('input', () => {
    view.active = -1;
    searcher.search(input.value);
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
      if (!searcher.isBusy() && input.value !== filters.text) input.value = filters.text;
    },
  );
  return node;
}

function emptyBox() {
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
  return { node, input, options, busy };
}

/** Many events are read in short steps, so that typing and the map never wait for them.
 * @param {App} app @param {HTMLElement} busy shown when it takes long */
function createSearcher(app, busy) {
  let timer = 0;
  /** @type {(() => void) | null} */
  let giveUp = null;
  return {
    isBusy: () => giveUp !== null,
    search(/** @type {string} */ words) {
      giveUp?.();
      clearTimeout(timer);
      const end = () => {
        clearTimeout(timer);
        busy.hidden = true;
        giveUp = null;
        app.store.set({ filters: { ...app.store.state().filters, text: words } });
      };
      const { searching } = app.data.columns;
      if (!searching || words === '') {
        end();
        return;
      }
      timer = setTimeout(() => {
        busy.hidden = false;
      }, 300);
      giveUp = runInSteps(searching(words), end);
    },
  };
}

/** The sheet of a narrow page makes way for the map.
 * @param {App} app @param {L.Map} map @param {import('#app/types').Feature | undefined} place */
function flyTo(app, map, place) {
  if (place?.geometry.type !== 'Point') return;
  const [lon, lat] = place.geometry.coordinates;
  app.ui.set({ sheet: false });
  const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  const near = nearestZoom(place.properties.positional_error_m ?? 0, lat, SEEN);
  map.flyTo([lat, lon], Math.min(near, Math.max(map.getZoom(), 10)), { duration: 0.7, animate });
}

/** @param {KeyboardEvent} event @param {{places: unknown[], active: number}} view
 * @param {(open: boolean) => void} show @param {(i: number) => void} go */
function searchKey(event, view, show, go) {
  const count = view.places.length;
  const turn = (/** @type {number} */ by) => {
    view.active = (view.active + by) % count;
    show(true);
  };
  /** @type {Record<string, () => void>} */
  const acts = {
    ArrowDown: () => turn(1),
    ArrowUp: () => turn(count - 1),
    Enter: () => go(Math.max(0, view.active)),
    Escape: () => show(false),
  };
  const act = count ? acts[event.key] : null;
  if (!act) return;
  act();
  if (event.key !== 'Enter') event.preventDefault();
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
