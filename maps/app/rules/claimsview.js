/**
 * Tolls by speaker: what one side, a third party, or the latest or first report says; pure.
 * The rules are those at the head of geo/conflictmap/analysis/claims_view.py: whose dead a claim
 * counts, when figures may be added, and when there is no toll. tests/parity/claims.json holds the two together.
 */
/** @import {Claim, ClaimsView, Data, Num, Range, Source, ViewFigures} from '#app/types' */
import { orderedRange } from '#app/rules/sums';
import { lazyList } from '#app/util/lazy';

/** The views that there are for any data; each side that speaks in the data is one, too.
 * @type {readonly ClaimsView[]} */
export const CLAIMS = ['range', 'armenian', 'azerbaijani', 'allied', 'third_party', 'latest', 'first'];
const KEYS = /** @type {const} */ (['low', 'best', 'high']);
const [ALL, COMPILED] = ['all', 'compiled'];
/** Sides that are no party, in the order in which they stand after the parties: an ally's word is
 * that of no third party, and not of the party itself. */
const APART = ['allied', 'third_party'];
export const ALLIED = APART[0];

/** @template T @param {Iterable<T>} values @param {(value: T) => number} rank
 * @returns {T[]} each once, by rank, then sorted */
const ordered = (values, rank) =>
  [...new Set(values)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
/** The figures that do not say whose dead they count stand last. @param {string} whose */
const unsaidLast = (whose) => Number(whose === '');

/** The sides that speak, allies and third parties last. @param {Claim[]} claims @returns {string[]} */
export const sidesOf = (claims) =>
  ordered(claims.map(({ side }) => side), (side) => APART.indexOf(side))
    .filter((side) => side && side !== COMPILED);

/** The sides that are parties: no ally, no third party, nobody who compiled.
 * @param {Claim[]} claims @returns {string[]} */
export const partiesOf = (claims) => sidesOf(claims).filter((side) => !APART.includes(side));

/** The views of some claims. @param {Claim[]} claims @returns {ClaimsView[]} */
export const viewsOf = (claims) => ['range', ...sidesOf(claims), 'latest', 'first'];

/** Whose dead the claims count: last '', not said; without `all`, whose dead are the toll.
 * @param {Claim[]} claims @returns {string[]} */
export const peoples = (claims) =>
  ordered(claims.filter(counts).map(whoseOf), unsaidLast)
    .filter((whose) => whose !== ALL);

/** @param {Claim} claim */
const whoseOf = ({ whose }) => whose ?? '';

/** Does it state a number of dead, in somebody's word? @param {Claim} claim */
const counts = (claim) =>
  claim.measure === 'killed' && claim.side !== '' && claim.side !== COMPILED &&
  KEYS.some((key) => claim[key] !== null);

/** What a view says of the dead, by the id of the event.
 * @param {Claim[]} claims @param {Record<string, Source>} sources @param {ClaimsView} view
 * @returns {Map<string, ViewFigures>} */
export function figuresInView(claims, sources, view) {
  const found = grouped(claims.filter(counts), ({ event }) => event);
  return new Map([...found].map(([id, said]) => [id, toldOf(said, view, sources)]));
}

/** The data with the tolls of one view, or with the dead of one people; `base` holds those of the
 * table. @param {Data} data @param {ClaimsView} view @param {string} [whose] by default all
 * @returns {Data} */
export function dataInView(data, view, whose = ALL) {
  if (view === 'range') return data;
  const { events, claims, sources } = data.spec;
  const columns = KEYS.map((key) => /** @type {const} */ ([key, new Float64Array(data.columns.rows).fill(NaN)]));
  const found = figuresInView(claims, sources, view);
  for (const [id, said] of found) {
    const row = data.index.get(id);
    const toll = whose === ALL ? said.toll : said.people.get(whose);
    if (row !== undefined) for (const [key, column] of columns) column[row] = toll?.[key] ?? NaN;
  }
  const lists = Object.fromEntries(columns.map(([key, column]) => [key, listOf(column)]));
  const number = (/** @type {import('#app/types').NumberColumn} */ name) =>
    columns.find(([key]) => key === name)?.[1] ?? data.columns.number(name);
  // Over the others, which are read only when they are asked for.
  return over(data, {
    base: data.base ?? data,
    viewFigures: found,
    columns: over(data.columns, { number }),
    spec: over(data.spec, { events: over(events, lists) }),
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

/** @template T @param {Iterable<T>} values @param {(value: T) => string} of
 * @returns {Map<string, T[]>} */
function grouped(values, of) {
  /** @type {Map<string, T[]>} */
  const found = new Map();
  for (const value of values) {
    const known = found.get(of(value));
    if (known) known.push(value);
    else found.set(of(value), [value]);
  }
  return found;
}

/** What a view says of one event, of which all claims are given.
 * @param {Claim[]} claims @param {ClaimsView} view @param {Record<string, Source>} sources
 * @returns {ViewFigures} */
function toldOf(claims, view, sources) {
  const day = (/** @type {Claim} */ { on, source }) =>
    dayOf(on) || dayOf(Object.hasOwn(sources, source) ? sources[source].date : '');
  const dated = view === 'latest' || view === 'first';
  const chosen = dated ? ofDay(claims, view, day) : claims.filter(({ side }) => side === view);
  const sides = [...grouped(chosen, ({ side }) => side).values()].map(
    (own) => new Map([...grouped(own, whoseOf)].map(([whose, said]) => [whose, figure(said, day)])),
  );
  const people = ordered(sides.flatMap((own) => [...own.keys()]), unsaidLast)
    .filter((whose) => whose !== ALL);
  return {
    toll: rangeOf(having(sides, ALL)),
    people: new Map(people.map((whose) => [whose, rangeOf(having(sides, whose))])),
  };
}

/** @param {Map<string, Range>[]} sides @param {string} whose @returns {Range[]} */
const having = (sides, whose) => sides.flatMap((own) => own.get(whose) ?? []);

/** Of each people, the claims of the newest or oldest day: their own, where any has one. A word on
 * civilians alone chooses no day where there is another.
 * @param {Claim[]} claims @param {'latest' | 'first'} view @param {(claim: Claim) => string} day */
function ofDay(claims, view, day) {
  return [...grouped(claims, whoseOf).values()].flatMap((said) => {
    const own = said.filter(({ on }) => dayOf(on));
    const dated = own.length ? own : said.filter(day);
    const wide = dated.filter(({ who }) => who !== 'civilian');
    const days = (wide.length ? wide : dated).map(day).sort();
    return dated.filter((claim) => day(claim) === (view === 'latest' ? days.at(-1) : days[0]));
  });
}

/** A day, month or year as text that sorts by time; empty when it is none.
 * @param {string | undefined} text */
function dayOf(text) {
  const plain = (text ?? '').trim().replace(/[~?%]+$/, '');
  return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(plain) ? plain : '';
}

/** @param {Claim} claim */
const whoOf = ({ who }) => who || 'unknown';

/** What one side says of the dead of one people: of all, or summed over the groups that it names.
 * @param {Claim[]} said @param {(claim: Claim) => string} day @returns {Range} */
function figure(said, day) {
  const named = [...new Set(said.map(whoOf))].filter((who) => who !== ALL && who !== 'unknown');
  const whole = [...grouped(said, day).values()].flatMap((own) => wholeOf(own, named) ?? []);
  if (whole.length) return rangeOf(whole);
  const groups = grouped(said, whoOf);
  return named.length
    ? sumOf(named.map((who) => rangeOf(groups.get(who) ?? [])))
    : rangeOf(groups.get('unknown') ?? []);
}

/** What claims of one day say of all: said so, or each of several groups that are named.
 * @param {Claim[]} own @param {string[]} named @returns {Range | null} */
function wholeOf(own, named) {
  const groups = grouped(own, whoOf);
  if (groups.has(ALL)) return rangeOf(groups.get(ALL) ?? []);
  if (named.length < 2 || !named.every((who) => groups.has(who))) return null;
  return sumOf(named.map((who) => rangeOf(groups.get(who) ?? [])));
}

/** Several figures of one thing as a range; one figure is its own range.
 * @param {Range[]} said @returns {Range} */
function rangeOf(said) {
  const lows = known(said.map(({ low, best }) => low ?? best));
  const highs = known(said.map(({ best, high }) => high ?? best));
  const low = lows.length ? Math.min(...lows) : null;
  const high = highs.length ? Math.max(...highs) : null;
  const bests = new Set(said.map(({ best }) => best));
  return orderedRange({
    low: low !== null && highs.some((n) => n < low) ? null : low,
    best: bests.size === 1 ? [...bests][0] : null,
    high: high !== null && lows.some((n) => n > high) ? null : high,
  });
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
