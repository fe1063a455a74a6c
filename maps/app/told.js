/**
 * Tolls by speaker: what one side, a third party, or the latest or first report says; pure.
 * The rules are those of geo/conflictmap/analysis/claims_view.py, and a test compares the two.
 */
/** @import {Claim, ClaimsView, Data, Num, Range, Source} from '#app/types' */
import { lazyList } from '#app/lazy';

/** @type {readonly ClaimsView[]} */
export const CLAIMS = ['range', 'armenian', 'azerbaijani', 'third_party', 'latest', 'first'];
const SIDES = ['armenian', 'azerbaijani', 'third_party'];
const KEYS = /** @type {const} */ (['low', 'best', 'high']);

/** The data with the tolls of one view; `base` holds those of the table.
 * @param {Data} data @param {ClaimsView} view @returns {Data} */
export function asTold(data, view) {
  if (view === 'range') return data;
  const { events, claims, sources } = data.spec;
  /** @type {Map<string, Claim[]>} */
  const spoken = new Map();
  for (const claim of claims) {
    if (claim.measure !== 'killed' || !SIDES.includes(claim.side)) continue;
    if (KEYS.every((key) => claim[key] === null)) continue;
    const known = spoken.get(claim.event);
    if (known) known.push(claim);
    else spoken.set(claim.event, [claim]);
  }
  const columns = KEYS.map((key) => /** @type {const} */ ([key, new Float64Array(data.hot.rows).fill(NaN)]));
  for (const [id, said] of spoken) {
    const row = data.index.get(id);
    const toll = tollOf(said, view, sources);
    if (row !== undefined) for (const [key, column] of columns) column[row] = toll[key] ?? NaN;
  }
  const told = Object.fromEntries(columns.map(([key, column]) => [key, listOf(column)]));
  const number = (/** @type {import('#app/types').NumberColumn} */ name) =>
    columns.find(([key]) => key === name)?.[1] ?? data.hot.number(name);
  // Over the others, which are read only when they are asked for.
  return over(data, {
    base: data, hot: over(data.hot, { number }), spec: over(data.spec, { events: over(events, told) }),
  });
}

/** @param {Float64Array} column NaN where nothing is said @returns {Num[]} */
const listOf = (column) =>
  lazyList(column.length, (row) => (Number.isNaN(column[row]) ? null : column[row]));

/** An object with some members of its own, and the others of another.
 * @template {object} T @param {T} under @param {object} own @returns {T} */
function over(under, own) {
  const members = Object.entries(own).map(([key, value]) => [key, { value, enumerable: true }]);
  return Object.create(under, Object.fromEntries(members));
}

/** @param {Claim[]} claims @param {ClaimsView} view @param {Record<string, Source>} sources */
function tollOf(claims, view, sources) {
  const chosen = view === 'latest' || view === 'first' ? ofDay(claims, view, sources) : null;
  const own = chosen ?? claims.filter(({ side }) => side === view);
  const sides = SIDES.map((side) => own.filter((claim) => claim.side === side));
  return rangeOf(sides.filter(({ length }) => length > 0).map(ofSide));
}

/** The claims of the newest or oldest day; a claim without a day has that of its source.
 * @param {Claim[]} claims @param {'latest' | 'first'} view
 * @param {Record<string, Source>} sources */
function ofDay(claims, view, sources) {
  const days = claims.map(
    ({ on, source }) =>
      dayOf(on) || dayOf(Object.hasOwn(sources, source) ? sources[source].date : ''),
  );
  const known = days.filter(Boolean).sort();
  const day = view === 'latest' ? known.at(-1) : known[0];
  return claims.filter((_, i) => day !== undefined && days[i] === day);
}

/** A day, month or year as text that sorts by time; empty when it is none.
 * @param {string | undefined} text */
function dayOf(text) {
  const plain = (text ?? '').trim().replace(/[~?%]+$/, '');
  return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(plain) ? plain : '';
}

/** What one side says: of all, or summed over the groups that it names.
 * @param {Claim[]} claims @returns {Range} */
function ofSide(claims) {
  /** @type {Map<string, Range[]>} */
  const groups = new Map();
  for (const claim of claims) {
    const who = claim.who || 'unknown';
    groups.set(who, [...(groups.get(who) ?? []), claim]);
  }
  const all = groups.get('all');
  if (all) return rangeOf(all);
  const named = [...groups].filter(([who]) => who !== 'unknown').map(([, said]) => rangeOf(said));
  return named.length ? sumOf(named) : rangeOf(groups.get('unknown') ?? []);
}

/** Several figures of one thing as a range; one figure is its own range.
 * @param {Range[]} said @returns {Range} */
function rangeOf(said) {
  const lows = known(said.map(({ low, best }) => low ?? best));
  const highs = known(said.map(({ best, high }) => high ?? best));
  const low = lows.length ? Math.min(...lows) : null;
  const high = highs.length ? Math.max(...highs) : null;
  const bests = new Set(said.map(({ best }) => best));
  return {
    low: low !== null && highs.some((n) => n < low) ? null : low,
    best: bests.size === 1 ? [...bests][0] : null,
    high: high !== null && lows.some((n) => n > high) ? null : high,
  };
}

/** @param {Range[]} said groups that are added, end by end @returns {Range} */
function sumOf(said) {
  const sum = (/** @type {Num[]} */ ends) =>
    ends.includes(null) ? null : known(ends).reduce((a, b) => a + b, 0);
  return {
    low: sum(said.map(({ low }) => low)),
    best: sum(said.map(({ best }) => best)),
    high: sum(said.map(({ high }) => high)),
  };
}

/** @param {Num[]} values @returns {number[]} */
const known = (values) => values.filter((n) => n !== null);
