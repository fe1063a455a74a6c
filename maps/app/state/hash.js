/**
 * The address hash holds the view, in a stable form; pure.
 *
 *   #w=2022-09-12_2022-09-15   window, half-open ISO days
 *   &s=lachin-handover-2022    selected event
 *   &v=39.75,46.6,9            latitude, longitude, zoom
 *   &l=en|hy|az|ru  &n=paired|international|armenian_first|azerbaijani_first
 *   &d=light|dark              theme; absent: as the device says
 *   &y=+held-1994,-rivers      layers switched on or off against the map's own default
 *   &c=2020-09-26_2022-08-31   two days side by side
 *   &m=hex                     events counted in hexagons
 *   &claims=armenian           whose figures of the dead: armenian, azerbaijani, third_party,
 *                              latest, first; absent: the range of all
 *   &u=all|unplaced            what is not known is emphasised: all of it, or one kind
 *   &t=road-2020-2023.3        story and step, from 1
 *   &ft=battle,shelling &fs=verified &fp=settlement &fx=10 &fc=1 &q=words
 *                              filters: type, status, place precision, least toll, certain only,
 *                              text
 *   &fa=Armenia &fd=third_party &fr=ap-2022-08-26
 *                              filters: party named, side quoted, source
 *
 * Unknown keys and values that make no sense are left out, never guessed.
 */
/** @import {Lang, Naming, State, Theme} from '#app/types' */
import { CLAIMS } from '#app/rules/claimsview';
import { KINDS } from '#app/rules/doubts';
import { NO_FILTERS } from '#app/rules/filter';
import { toDay, toIso } from '#app/util/clock';

const LANGS = ['en', 'hy', 'az', 'ru'];
const NAMINGS = ['paired', 'international', 'armenian_first', 'azerbaijani_first'];

/** @param {State} state @param {Record<string, boolean>} defaults layers on by default */
export function toHash(state, defaults) {
  const { filters, view } = state;
  const changed = Object.keys(defaults).filter((id) => state.layers[id] !== defaults[id]);
  const pairs = [
    ['w', state.window.map(toIso).join('_')],
    ['s', state.select ?? ''],
    [
      'v',
      view
        ? [view.center[0].toFixed(4), view.center[1].toFixed(4), round(view.zoom)].join(',')
        : '',
    ],
    ['l', state.lang],
    ['n', state.names],
    ['d', state.theme === 'auto' ? '' : state.theme],
    ['y', changed.map((id) => (state.layers[id] ? '+' : '-') + id).join(',')],
    ['c', state.compare ? state.compare.map(toIso).join('_') : ''],
    ['m', state.marks === 'hex' ? 'hex' : ''],
    ['claims', !state.claims || state.claims === 'range' ? '' : state.claims],
    ['u', state.doubt ?? ''],
    ['t', state.story ? `${state.story.id}.${state.story.step + 1}` : ''],
    ['ft', filters.types.join(',')],
    ['fs', filters.status.join(',')],
    ['fp', filters.precision.join(',')],
    ['fa', filters.actors.map(escaped).join(',')],
    ['fd', filters.sides.join(',')],
    ['fr', filters.sources.join(',')],
    ['fx', filters.toll === null ? '' : String(filters.toll)],
    ['fc', filters.certain ? '1' : ''],
    ['q', filters.text],
  ];
  return (
    '#' +
    pairs
      .filter(([, value]) => value !== '')
      .map(
        ([key, value]) =>
          `${key}=${encodeURIComponent(value).replace(/%2C/g, ',').replace(/%2B/g, '+')}`,
      )
      .join('&')
  );
}

/** @param {number} zoom */
const round = (zoom) => String(Math.round(zoom * 100) / 100);

/** @param {string} hash @param {Record<string, boolean>} defaults
 * @param {readonly string[]} [views] of the claims of the data @returns {Partial<State>} */
export function fromHash(hash, defaults, views = CLAIMS) {
  const keys = new Map(hash.replace(/^#/, '').split('&').map(pairOf));
  /** @type {Partial<State>} */
  const state = {};
  const days = (keys.get('w') ?? '').split('_').map(toDay);
  if (days.length === 2 && days[0] !== null && days[1] !== null && days[0] < days[1])
    state.window = [days[0], days[1]];
  if (keys.get('s')) state.select = keys.get('s') ?? null;
  const view = (keys.get('v') ?? '').split(',').map(Number);
  if (view.length === 3 && isPlace(view)) state.view = { center: [view[0], view[1]], zoom: view[2] };
  if (LANGS.includes(keys.get('l') ?? '')) state.lang = /** @type {Lang} */ (keys.get('l'));
  if (NAMINGS.includes(keys.get('n') ?? '')) state.names = /** @type {Naming} */ (keys.get('n'));
  if (['light', 'dark'].includes(keys.get('d') ?? ''))
    state.theme = /** @type {Theme} */ (keys.get('d'));
  const layers = layersOf(keys.get('y') ?? '', defaults);
  if (layers) state.layers = layers;
  const filters = filtersOf(keys);
  if (filters) state.filters = filters;
  const two = (keys.get('c') ?? '').split('_').map(toDay);
  if (two.length === 2 && two[0] !== null && two[1] !== null) state.compare = [two[0], two[1]];
  if (keys.get('m') === 'hex') state.marks = 'hex';
  const doubt = [/** @type {const} */ ('all'), ...KINDS].find((kind) => kind === keys.get('u'));
  if (doubt) state.doubt = doubt;
  const claims = views.find((view) => view === keys.get('claims'));
  if (claims) state.claims = claims;
  const story = /^([a-z0-9-]+)\.(\d{1,3})$/.exec(keys.get('t') ?? '');
  if (story && Number(story[2]) > 0) state.story = { id: story[1], step: Number(story[2]) - 1 };
  return state;
}

/** @param {number[]} view latitude, longitude, zoom; NaN for what is no number */
const isPlace = ([lat, lon, zoom]) =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 360 && zoom >= 0 && zoom <= 30;

/** A comma inside a name is no comma between names.
 * @param {string} name */
const escaped = (name) => name.replaceAll('%', '%25').replaceAll(',', '%2C');

/** @param {string} pair @returns {[string, string]} */
function pairOf(pair) {
  const at = pair.indexOf('=');
  if (at < 0) return [pair, ''];
  try {
    return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
  } catch {
    return [pair.slice(0, at), ''];
  }
}

/** @param {string} text @param {Record<string, boolean>} defaults */
function layersOf(text, defaults) {
  const marked = text
    .split(',')
    .filter((part) => /^[+-]/.test(part) && Object.hasOwn(defaults, part.slice(1)));
  if (marked.length === 0) return null;
  return {
    ...defaults,
    ...Object.fromEntries(marked.map((part) => [part.slice(1), part[0] === '+'])),
  };
}

/** @param {Map<string, string>} keys */
function filtersOf(keys) {
  const list = (/** @type {string} */ key) => (keys.get(key) ?? '').split(',').filter(Boolean);
  const toll = Number(keys.get('fx') || NaN);
  const found = {
    types: list('ft'),
    status: list('fs'),
    precision: list('fp'),
    actors: list('fa').map((name) => name.replaceAll('%2C', ',').replaceAll('%25', '%')),
    sides: list('fd'),
    sources: list('fr'),
    text: keys.get('q') ?? '',
    certain: keys.get('fc') === '1',
    toll: Number.isFinite(toll) ? toll : null,
  };
  return JSON.stringify(found) === JSON.stringify(NO_FILTERS) ? null : found;
}
