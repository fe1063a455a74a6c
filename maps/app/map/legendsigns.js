/** The small pictures of the key. */
/** @import {App} from '#app/types' */
import { applyStyle } from '#app/map/authorstyle';
import { keySizes, LARGEST_TOLL } from '#app/marks/shapes';
import { topOf } from '#app/marks/sized';
import { numberText, valueText } from '#app/text/format';
import { el, svg, text } from '#app/ui/dom';
import { keyFigure } from '#app/ui/keyfigure';

/** @param {Node} picture @param {string} words */
export const entry = (picture, words) => el('li', {}, picture, text('span', words));

/** @param {string} className */
export const swatch = (className) =>
  svg(
    'svg',
    { viewBox: '0 0 22 14', width: 22, height: 14, 'aria-hidden': 'true' },
    svg('rect', { x: 1, y: 1, width: 20, height: 12, class: `cm-shape ${className}` }),
  );
/** @param {string[]} classNames */
export const stroke = (...classNames) =>
  svg(
    'svg',
    { viewBox: '0 0 26 14', width: 26, height: 14, 'aria-hidden': 'true' },
    ...classNames.map((className) => svg('path', { d: 'M1 7H25', class: `cm-shape ${className}` })),
  );
/** A colour of the author's own: checked before, and set as a fill, not as text.
 * @param {string} colour #rrggbb */
export function chip(colour) {
  const picture = swatch('cm-chip-own');
  const box = /** @type {SVGElement} */ (picture.firstChild);
  box.style.fill = colour;
  return picture;
}
/** A line of the author's own, with its colour and dashes: checked before.
 * @param {import('#app/map/authorstyle').Style} style */
export function lineChip(style) {
  const picture = stroke('cm-line cm-role-user');
  applyStyle(/** @type {SVGElement} */ (picture.firstChild), style, false);
  return picture;
}
export const areaSign = () =>
  svg(
    'svg',
    {
      viewBox: '-9 -9 18 18',
      width: 18,
      height: 18,
      'aria-hidden': 'true',
      class: 'cm-glyph cm-family-other',
    },
    svg('circle', { r: 3, class: 'cm-solid' }),
    svg('circle', { r: 7.5, class: 'cm-dashed' }),
  );
export const stackSign = () =>
  svg(
    'svg',
    {
      viewBox: '-9 -9 18 18',
      width: 18,
      height: 18,
      'aria-hidden': 'true',
      class: 'cm-glyph cm-family-other',
    },
    svg('rect', { x: -9, y: -7, width: 18, height: 14, rx: 7, class: 'cm-hollow' }),
    svg('text', { y: 3.2, 'text-anchor': 'middle', class: 'cm-glyph-count' }, '3'),
  );

export const uncheckedSign = () =>
  svg(
    'svg',
    {
      viewBox: '-9 -9 18 18',
      width: 18,
      height: 18,
      'aria-hidden': 'true',
      class: 'cm-glyph cm-family-other',
    },
    svg('circle', { cx: -2, cy: 2, r: 5, class: 'cm-hollow' }),
    svg('text', { x: 5, y: 0, 'text-anchor': 'middle', class: 'cm-glyph-count' }, '?'),
  );

/** The words of a key of sizes: its heading, and those of each number, from the largest.
 * @param {App} app @param {number[]} tolls */
function sizeWords({ data, store, t }, tolls) {
  const { lang } = store.state();
  const by = data.spec.style?.size;
  const n = (/** @type {number} */ toll) =>
    by ? valueText((by.top * toll) / LARGEST_TOLL, lang) : numberText(toll, lang);
  const words = tolls.map((toll, i) =>
    i === tolls.length - 1
      ? t(by ? 'key.orless' : 'key.orfewer', { n: n(toll) })
      : i === 0 && !by
        ? t('key.ormore', { n: n(toll) })
        : n(toll));
  return { heading: by ? t('key.size.by', { name: by.name }) : t('key.size'), words };
}

/** Nested circles: the area goes with the toll, or with a column of the author's.
 * @param {App} app */
export function sizes(app) {
  const found = keySizes(topOf(app));
  const { heading, words } = sizeWords(app, found.map(({ toll }) => toll));
  const bottom = found[0].y + 2 * found[0].r;
  const circles = found.flatMap(({ r, y, line }, i) => [
    svg('circle', { cx: 38, cy: bottom - r, r, class: 'cm-size' }),
    svg('path', { d: `M38 ${y}H68L80 ${line}H83`, class: 'cm-size-line' }),
    svg('text', { x: 86, y: line + 4, class: 'cm-size-text' }, words[i]),
  ]);
  const last = found[found.length - 1].line;
  return keyFigure(heading, -4, Math.max(bottom, last + 2) + 12, circles);
}
