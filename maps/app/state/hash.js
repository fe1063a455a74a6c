/**
 * The address hash holds the view, in a stable form; pure.
 *
 *   #w=2022-09-12_2022-09-15   window, half-open ISO days
 *   &day=2022-09-13            day of the ground; absent: the last of the window
 *   &s=lachin-handover-2022    selected event
 *   &v=39.75,46.6,9            latitude, longitude, zoom
 *   &l=en|hy|az|ru  &n=paired|international|armenian_first|azerbaijani_first
 *   &d=light|dark              theme; absent: as the device says
 *   &y=+held-1994,-rivers      layers switched on or off against the map's own default
 *   &c=2020-09-26_2022-08-31   two days side by side
 *   &m=hex|killed              events, or their dead, counted in hexagons
 *   &claims=armenian           whose figures of the dead: armenian, azerbaijani, third_party,
 *                              latest, first; absent: the range of all
 *   &u=all|unplaced            what is not known is emphasised: all of it, or one kind
 *   &t=road-2020-2023.3        story and step, from 1
 *   &article=S07              the article that is checked, at a statement; bare or `all`: the whole
 *   &ft=battle,shelling &fs=verified &fp=settlement &fx=10 &fc=1 &q=words
 *                              filters: type, status, place precision, least toll, certain only,
 *                              text
 *   &fa=Armenia &fd=third_party &fr=ap-2022-08-26
 *                              filters: party named, side quoted, source
 *
 * Unknown keys and values that make no sense are left out, never guessed.
 */
/** @import {State} from '#app/types' */
import { WHOLE } from '#app/rules/article';
import { CLAIMS } from '#app/rules/claimsview';
import { DOUBT_KINDS } from '#app/rules/doubts';
import { NO_FILTERS } from '#app/rules/filter';
import { LANGS } from '#app/text/i18n';
import { toDay, toIso } from '#app/util/clock';

const NAMINGS = ['paired', 'international', 'armenian_first', 'azerbaijani_first'];

/** Does a link ask for more than a language, a way of naming and a theme? A page that is told only
 * these opens as it does by itself; pure.
 * @param {string} hash */
export const asksView = (hash) =>
  hash.replace(/^#/, '').split('&').some((pair) => pair && !/^[lnd]=/.test(pair));

/** @param {State} state @param {Record<string, boolean>} defaults layers on by default */
export function toHash(state, defaults) {
  const changed = Object.keys(defaults).filter((id) => state.layers[id] !== defaults[id]);
  const pairs = [
    ['w', daysText(state.window)],
    ['day', state.day == null ? '' : toIso(state.day)],
    ['s', state.select ?? ''],
    ['v', viewText(state.view)],
    ['l', state.lang],
    ['n', state.names],
    ['d', unless(state.theme, 'auto')],
    ['y', changed.map((id) => (state.layers[id] ? '+' : '-') + id).join(',')],
    ['c', daysText(state.compare)],
    ['m', unless(state.marks, 'marks')],
    ['claims', unless(state.claims, 'range')],
    ['u', state.doubt ?? ''],
    ['t', state.story ? `${state.story.id}.${state.story.step + 1}` : ''],
    ['article', state.article ?? ''],
    ...filterPairs(state.filters),
  ];
  const kept = pairs.filter(([, value]) => value !== '');
  return `#${kept.map(([key, value]) => `${key}=${encoded(value)}`).join('&')}`;
}

/** @param {State['filters']} filters @returns {string[][]} */
const filterPairs = (filters) => [
  ['ft', listText(filters.types)],
  ['fs', listText(filters.status)],
  ['fp', listText(filters.precision)],
  ['fa', listText(filters.actors)],
  ['fd', listText(filters.sides)],
  ['fr', listText(filters.sources)],
  ['fx', filters.toll === null ? '' : String(filters.toll)],
  ['fc', filters.certain ? '1' : ''],
  ['q', filters.text],
];

/** @param {number[] | null} days */
const daysText = (days) => (days ? days.map(toIso).join('_') : '');

/** @param {State['view']} view */
const viewText = (view) =>
  view ? [view.center[0].toFixed(4), view.center[1].toFixed(4), round(view.zoom)].join(',') : '';

/** What is usual is left out.
 * @param {string | undefined} value @param {string} usual */
const unless = (value, usual) => (!value || value === usual ? '' : value);

/** Half a character, which no address can hold, is written as what stands for it elsewhere.
 * @param {string} value */
const encoded = (value) =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
    .replace(/%2C/g, ',')
    .replace(/%2B/g, '+');

/** @param {number} zoom */
const round = (zoom) => String(Math.round(zoom * 100) / 100);

/** @param {string} hash @param {Record<string, boolean>} defaults
 * @param {readonly string[]} [views] of the claims of the data @returns {Partial<State>} */
export function fromHash(hash, defaults, views = CLAIMS) {
  const keys = new Map(hash.replace(/^#/, '').split('&').map(pairOf));
  const text = (/** @type {string} */ key) => keys.get(key) ?? '';
  const [window, compare] = [daysOf(text('w')), daysOf(text('c'))];
  const found = {
    window: window && window[0] < window[1] ? window : null,
    day: toDay(text('day')),
    select: text('s') || null,
    view: viewOf(text('v')),
    lang: oneOf(Object.keys(LANGS), text('l')),
    names: oneOf(NAMINGS, text('n')),
    theme: oneOf(['light', 'dark'], text('d')),
    layers: layersOf(text('y'), defaults),
    filters: filtersOf(keys),
    compare,
    marks: oneOf(['hex', 'killed'], text('m')),
    doubt: oneOf(['all', ...DOUBT_KINDS], text('u')),
    claims: oneOf(views, text('claims')),
    story: storyOf(text('t')),
    article: keys.has('article') ? articleOf(text('article')) : null,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
}

/** @param {readonly string[]} known @param {string} text */
const oneOf = (known, text) => known.find((one) => one === text) || null;

/** Two days, or null.
 * @param {string} text @returns {[number, number] | null} */
function daysOf(text) {
  const [one, two, ...more] = text.split('_').map((day) => toDay(day));
  return more.length || one === null || two === null || two === undefined ? null : [one, two];
}

/** @param {string} text @returns {State['view']} */
function viewOf(text) {
  const view = text.split(',').map(Number);
  return view.length === 3 && isPlace(view) ? { center: [view[0], view[1]], zoom: view[2] } : null;
}

/** @param {string} text @returns {State['story']} */
function storyOf(text) {
  const [, id, step] = /^([a-z0-9-]+)\.(\d{1,3})$/.exec(text) ?? [];
  return Number(step) > 0 ? { id, step: Number(step) - 1 } : null;
}

/** @param {string} text @returns {State['article']} */
const articleOf = (text) => (text === '' ? WHOLE : /^[\w-]{1,20}$/.test(text) ? text : null);

/** @param {number[]} view latitude, longitude, zoom; NaN for what is no number */
const isPlace = ([lat, lon, zoom]) =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 360 && zoom >= 0 && zoom <= 30;

/** A comma inside a name is no comma between names.
 * @param {string[]} names */
const listText = (names) =>
  names.map((name) => name.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');

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
  const list = (/** @type {string} */ key) =>
    (keys.get(key) ?? '')
      .split(',')
      .filter(Boolean)
      .map((name) => name.replaceAll('%2C', ',').replaceAll('%25', '%'));
  const toll = Number(keys.get('fx') || NaN);
  const found = {
    types: list('ft'),
    status: list('fs'),
    precision: list('fp'),
    actors: list('fa'),
    sides: list('fd'),
    sources: list('fr'),
    text: keys.get('q') ?? '',
    certain: keys.get('fc') === '1',
    toll: Number.isFinite(toll) ? toll : null,
  };
  return JSON.stringify(found) === JSON.stringify(NO_FILTERS) ? null : found;
}
