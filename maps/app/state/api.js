/**
 * `window.conflictmap`: drive the page from outside. Days are ISO dates, windows half-open.
 * `drawn()` goes by the clock and the layer switches, at any zoom.
 */
/** @import {App, Filters, State, Totals, Window} from '#app/types' */
import { WHOLE } from '#app/rules/article';
import { viewsOf } from '#app/rules/claimsview';
import { count } from '#app/rules/count';
import { DOUBT_KINDS } from '#app/rules/doubts';
import { LISTS, NO_FILTERS } from '#app/rules/filter';
import { standing } from '#app/rules/standing';
import { LANGS } from '#app/text/i18n';
import { groundOf, toDay, toIso } from '#app/util/clock';

const NAMINGS = ['paired', 'international', 'armenian_first', 'azerbaijani_first'];
const THEMES = ['auto', 'light', 'dark'];

/** @param {App} app */
export function createApi(app) {
  const { store } = app;
  const api = {
    state: () => outside(store.state()),
    /** @param {Record<string, unknown>} patch @returns {ReturnType<typeof outside>} */
    set(patch) {
      store.set(inside(patch, app));
      return api.state();
    },
    visible: () => app.rows().map((row) => app.data.spec.events.id[row]),
    drawn: () => drawnIds(app),
    /** @returns {Totals} */
    totals: () => count(app.data, app.rows(), store.state().window),
    /** @param {(state: ReturnType<typeof outside>) => void} fn @returns {() => void} */
    on: (fn) => store.on((state) => fn(outside(state))),
  };
  return Object.freeze(api);
}

/** @param {State} state */
const outside = (state) => ({
  window: state.window.map(toIso),
  day: state.day === null ? null : toIso(state.day),
  filters: { ...state.filters },
  select: state.select,
  compare: state.compare && state.compare.map(toIso),
  marks: state.marks,
  story: state.story && { ...state.story },
  article: state.article,
  claims: state.claims,
  doubt: state.doubt,
  lang: state.lang,
  names: state.names,
  layers: { ...state.layers },
  view: state.view,
  theme: state.theme,
});

/** @param {App} app @returns {string[]} */
export function drawnIds({ data, store }) {
  const { layers } = store.state();
  const ground = groundOf(store.state());
  const ids = [];
  for (const [
    id,
    {
      feature: { properties },
      layer,
    },
  ] of data.features) {
    if (layers[layer.id] && standing(properties.from, properties.to, ground) !== 'none') ids.push(id);
  }
  return ids;
}

/** @param {Record<string, unknown>} patch @param {App} app @returns {Partial<State>} */
function inside(patch, { data, store }) {
  /** @type {Record<string, (value: any) => unknown>} */
  const readers = {
    window: readWindow,
    day: readDay,
    filters: (value) => readFilters(value, store.state().filters),
    select: (value) =>
      typeof value === 'string' && data.index.has(value)
        ? value
        : oneOf('select', value, [null, ...first(data.index.keys(), 13)]),
    compare: readCompare,
    marks: (value) => oneOf('marks', value, ['marks', 'hex', 'killed']),
    story: (value) => readStory(value, data.spec.stories ?? []),
    article: (value) =>
      oneOf('article', value, [null, WHOLE, ...data.spec.statements.map(({ code }) => code)]),
    doubt: (value) => oneOf('doubt', value, [null, 'all', ...DOUBT_KINDS]),
    claims: (value) => oneOf('claims', value, viewsOf(data.spec.claims)),
    lang: (value) => oneOf('lang', value, Object.keys(LANGS)),
    names: (value) => oneOf('names', value, NAMINGS),
    theme: (value) => oneOf('theme', value, THEMES),
    layers: (value) => readLayers(value, store.state().layers),
    view: readView,
  };
  return Object.fromEntries(
    Object.entries(patch).map(([key, value]) => {
      oneOf('set', key, Object.keys(readers));
      return [key, readers[key](value)];
    }),
  );
}

/** @param {Iterable<string>} values @param {number} most */
function first(values, most) {
  const found = [];
  for (const value of values) if (found.push(value) >= most) break;
  return found;
}

/** @param {string} name @param {unknown} value @param {readonly unknown[]} among */
function oneOf(name, value, among) {
  if (among.includes(value)) return value;
  const some = among.slice(0, 12).map(String).join(', ');
  const more = among.length > 12 ? ', …' : '';
  throw new RangeError(`conflictmap ${name}: ${JSON.stringify(value)} is none of: ${some}${more}.`);
}

/** @param {unknown} value @returns {Window} */
function readWindow(value) {
  const [from, to] = Array.isArray(value) ? value.map(toDay) : [null, null];
  if (from === null || to === null || from === undefined || to === undefined || from >= to) {
    throw new RangeError(
      `conflictmap window: ${JSON.stringify(value)} is not two ISO dates, the first before the ` +
        'second; write ["2022-09-12", "2022-09-15"].',
    );
  }
  return [from, to];
}

/** @param {unknown} value @returns {State['day']} */
function readDay(value) {
  const day = value === null ? null : toDay(value);
  if (day === null && value !== null)
    throw new RangeError(
      `conflictmap day: ${JSON.stringify(value)} is not an ISO date; write "2020-12-01", or null ` +
        'for the last day of the window.',
    );
  return day;
}

/** @param {unknown} value @returns {State['compare']} */
function readCompare(value) {
  if (value === null) return null;
  const [one, two] = Array.isArray(value) ? value.map(toDay) : [];
  if (typeof one !== 'number' || typeof two !== 'number')
    throw new RangeError(
      `conflictmap compare: ${JSON.stringify(value)} is not two ISO dates; write ` +
        '["2020-09-26", "2022-08-31"], or null.',
    );
  return [one, two];
}

/** @param {any} value @param {import('#app/types').Story[]} stories @returns {State['story']} */
function readStory(value, stories) {
  if (value === null) return null;
  const story = stories.find(({ id }) => id === value?.id);
  if (!story) {
    oneOf('story', value?.id, stories.map(({ id }) => id));
    return null;
  }
  const step = Number(value.step ?? 0);
  return { id: story.id, step: Math.max(0, Math.min(story.steps.length - 1, step || 0)) };
}

/** @param {Partial<Filters> | null} value @param {Filters} before @returns {Filters} */
function readFilters(value, before) {
  if (value === null) return NO_FILTERS;
  for (const key of Object.keys(value)) oneOf('filters', key, Object.keys(NO_FILTERS));
  const filters = { ...before, ...value };
  for (const key of LISTS) {
    if (!Array.isArray(filters[key]))
      throw new TypeError(`conflictmap filters.${key}: give a list, [] for all.`);
  }
  return { ...filters, text: String(filters.text ?? '') };
}

/** @param {Record<string, unknown>} value @param {Record<string, boolean>} before */
function readLayers(value, before) {
  for (const id of Object.keys(value)) oneOf('layers', id, Object.keys(before));
  return {
    ...before,
    ...Object.fromEntries(Object.entries(value).map(([id, on]) => [id, Boolean(on)])),
  };
}

/** @param {any} value @returns {State['view']} */
function readView(value) {
  if (value === null) return null;
  const numbers = [value?.center?.[0], value?.center?.[1], value?.zoom];
  if (!numbers.every(Number.isFinite)) {
    throw new RangeError('conflictmap view: write {center: [latitude, longitude], zoom: 9}.');
  }
  return { center: [value.center[0], value.center[1]], zoom: value.zoom };
}
