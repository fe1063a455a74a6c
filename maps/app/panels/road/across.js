/** The road across a wide page while its panel is open: when it was closed, as dated bands. */
/** @import {Frame} from '#app/panels/road/stripmarks' */
/** @import {App} from '#app/types' */
import { picture, spanOf } from '#app/panels/road/strip';
import { isAcross } from '#app/panels/road/where';
import { roadModel } from '#app/rules/road';
import { eraOf, spells } from '#app/rules/roadspells';
import { dateText, numberText } from '#app/text/format';
import { el, fill, svg } from '#app/ui/dom';

/** About the width of a letter, in pixels. */
const LETTER = 6.2;

/** @param {App} app */
export function createRoadAcross(app) {
  const node = el('section', { class: 'cm-road-across', hidden: true });
  const road = roadModel(app);
  const draw = () => {
    node.hidden = !road || app.ui.state().tab !== 'road' || !isAcross();
    if (node.hidden || !road) return;
    node.setAttribute('aria-label', app.t('strip.title'));
    const all = spells(road.states);
    const size = { width: node.clientWidth - 40, height: 148, left: 24, right: 104, top: 26, bottom: 24 };
    const span = eraOf(all, app.store.state().window) ?? spanOf(app);
    fill(node, picture(app, road, size, span, (frame) => said(app, all, frame)));
  };
  app.calmly(
    (state, ui) => [
      app.rows(), state.lang, state.names, state.window, state.day, state.select, ui.hover, ui.tab,
    ],
    draw,
  );
  addEventListener('resize', draw);
  return node;
}

/** Each band that has room says what it was and for how long, and from when; the longest first.
 * @param {App} app @param {import('#app/rules/roadspells').Spell[]} all @param {Frame} frame */
function said(app, all, { x, span, left, right, top }) {
  /** @type {[number, number][]} */
  const taken = [[0, left + 60]]; // by the words of the axis
  const bands = all
    .filter(({ status }) => status !== 'open')
    .map((spell) => {
      const [from, to] = [spell.from ?? span[0], spell.to ?? span[1]];
      return { spell, from, start: Math.max(left, x(from)), end: Math.min(right, x(to)) };
    })
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  return bands.flatMap(({ spell, from, start, end }) => {
    if (end <= start) return [];
    const date = dateText(from, app.store.state().lang, 'short');
    const until = start + date.length * LETTER + 8;
    const free = taken.every(([first, last]) => until <= first || start >= last);
    if (free) taken.push([start, until]);
    const words = wordsOf(app, spell).find((one) => one.length * LETTER < end - start - 6);
    return [
      svg('path', { d: `M${start} ${top - 4}v6`, class: 'cm-strip-tick' }),
      ...(free ? [label(date, start, top - 5)] : []),
      ...(words ? [label(words, start + 4, top + 13)] : []),
    ];
  });
}

/** What a band may say, the longest first.
 * @param {App} app @param {import('#app/rules/roadspells').Spell} spell */
function wordsOf(app, { from, to, status }) {
  const state = app.t(`road.${status}`);
  if (from === null || to === null) return [state];
  return [`${state}, ${app.t('strip.days', { n: numberText(to - from, app.store.state().lang) })}`, state];
}

/** @param {string} words @param {number} x @param {number} y */
const label = (words, x, y) => svg('text', { x, y, class: 'cm-strip-said' }, words);
