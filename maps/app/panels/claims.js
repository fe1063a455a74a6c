/** Who says what: both sides in the same form and order, then third parties and what is compiled.
 * */
/** @import {App, Claim} from '#app/types' */
import { latestOf } from '#app/rules/claimhistory';
import { edtfText } from '#app/text/edtf';
import { aroundFigure, rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { el, link, svg, text } from '#app/ui/dom';
import { whoseName } from '#app/ui/fatalities';
import { dataText } from '#app/ui/datatext';

const SIDES = ['armenian', 'azerbaijani'];

/** @param {App} app @param {number} row */
export function claimsSection(app, row) {
  const id = app.data.spec.events.id[row];
  const claims = app.data.spec.claims.filter(({ event }) => event === id);
  if (claims.length === 0) return null;
  const most = Math.max(1, ...claims.map(({ low, best, high }) => high ?? best ?? low ?? 0));
  const others = claims.filter(({ side }) => !SIDES.includes(side));
  const columns = SIDES.map((side) =>
    column(
      app,
      side,
      claims.filter((claim) => claim.side === side),
      most,
    ),
  );
  return el(
    'section',
    {},
    el('h3', {}, app.t('claims.title')),
    el('div', { class: 'cm-sides' }, ...columns),
    ...['allied', 'third_party', 'compiled'].map((side) => {
      const found = others.filter((claim) => claim.side === side);
      return found.length ? column(app, side, found, most) : null;
    }),
  );
}

/** What a side says last, and below it what it had said before.
 * @param {App} app @param {string} side @param {Claim[]} claims @param {number} most */
function column(app, side, claims, most) {
  const { latest, earlier } = latestOf(claims);
  return el(
    'div',
    { class: 'cm-side' },
    el('h4', {}, app.t(`side.${side}`)),
    ...latest.map((claim) => claimNode(app, claim, most)),
    claims.length === 0 && el('p', { class: 'cm-aside' }, app.t('claims.none')),
    earlier.length > 0 && el(
      'details',
      { class: 'cm-details' },
      el('summary', {}, app.t('claims.history', { n: earlier.length })),
      ...earlier.map((claim) => claimNode(app, claim, most)),
    ),
  );
}

/** @param {App} app @param {Claim} claim @param {number} most */
function claimNode(app, claim, most) {
  const figures = claim.low !== null || claim.best !== null || claim.high !== null;
  return el(
    'div',
    { class: 'cm-claim' },
    figures && figureLine(app, claim),
    figures && rangeBar(claim, most),
    claim.statement && dataText(app, 'p', claim.statement, 'cm-claim-words'),
    speakerLine(app, claim),
  );
}

/** How many, what is counted, and whose dead they are.
 * @param {App} app @param {Claim} claim */
function figureLine(app, claim) {
  const { t, store } = app;
  const measure = [
    label(t, 'measure', claim.measure),
    claim.who && claim.who !== 'unknown' ? label(t, 'who', claim.who) : '',
    whoseName(app, claim.whose ?? ''),
  ];
  const [before, after] = aroundFigure(measure.filter(Boolean).join(', '), t);
  return el(
    'p',
    { class: 'cm-claim-figure' },
    before && text('span', before),
    el('strong', {}, rangeText(claim, store.state().lang, t)),
    after && text('span', after),
  );
}

/** Who says so, when, and where it stands.
 * @param {App} app @param {Claim} claim */
function speakerLine({ data: { spec: { sources } }, store, t }, claim) {
  const when = claim.on ? edtfText(claim.on, store.state().lang, t) : '';
  const by = [claim.by, when].filter(Boolean).join(', ');
  const source = Object.hasOwn(sources, claim.source) ? sources[claim.source] : null;
  return el(
    'p',
    { class: 'cm-aside' },
    by && text('span', by),
    by && source && ' · ',
    ...(source ? pagePlace(source, claim.locator) : []),
  );
}

/** The page on which it stands, and where on it.
 * @param {import('#app/types').Source} source @param {string | undefined} locator */
const pagePlace = ({ url, publisher, title }, locator) => [
  link(url, publisher || title || url || ''),
  locator && text('span', ` (${locator})`),
];

/** A bar from low to high with a tick at the best figure; all bars of an event share one scale.
 * @param {Claim} claim @param {number} most */
function rangeBar({ low, best, high }, most) {
  const x = (/** @type {number} */ n) => (100 * n) / most;
  const known = [low, best, high].filter((n) => n !== null);
  const [least, largest] = [Math.min(...known), Math.max(...known)];
  return svg(
    'svg',
    { viewBox: '0 0 104 8', class: 'cm-range', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { x: 2, y: 3.5, width: 100, height: 1, class: 'cm-range-track' }),
    svg('rect', {
      x: 2 + x(least),
      y: 2,
      width: Math.max(1, x(largest) - x(least)),
      height: 4,
      class: 'cm-range-bar',
    }),
    best !== null
      ? svg('rect', { x: 1.5 + x(best), y: 0, width: 1.2, height: 8, class: 'cm-range-best' })
      : null,
  );
}
