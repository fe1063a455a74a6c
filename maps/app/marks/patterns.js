/** Patterns that need no colour to be told apart, and stripes of what the ground was before. */
import { CONTROLS } from '#app/rules/compare';
import { svg } from '#app/ui/dom';

/** Sizes in pixels of the map. */
const [STRIPES, CHEVRONS, DOTS, LINES, QUERIES] = [10, 12, 7, 5, 14];

/** What a stripe has of the pattern of its fill: in grey it tells apart what the colour does not.
 * All stripes lie alike, so that later ones cover earlier ones.
 * @type {Record<string, {d: string, class: string}[]>} */
const STRIPED = {
  soviet: [{ d: `M2 0V${STRIPES}`, class: 'cm-fine-line' }],
  russian_peacekeepers: [{ d: 'M.8 2.5a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0'
    + 'm0 5a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0', class: 'cm-pattern-dot' }],
  front_moved: [{ d: 'M.4 4.5L2 2L3.6 4.5M.4 9.5L2 7L3.6 9.5', class: 'cm-chevron' }],
};

/** An element that draws nothing and holds the patterns.
 * @param {string} [of] what their ids end with: those of the map stand on its ground */
export function patterns(of = '') {
  return svg(
    'svg',
    { width: 0, height: 0, class: 'cm-defs', 'aria-hidden': 'true' },
    svg(
      'defs',
      {},
      pattern(`cm-chevrons${of}`, CHEVRONS, '', [
        svg('rect', { width: CHEVRONS, height: CHEVRONS, class: 'cm-swatch-front_moved' }),
        svg('path', { d: 'M2 8.5L6 3.5L10 8.5', class: 'cm-chevron' }),
      ]),
      pattern(`cm-queries${of}`, QUERIES, '', [
        svg('rect', { width: QUERIES, height: QUERIES, class: 'cm-swatch-unstated' }),
        svg('path', { d: 'M5 5a2.2 2.2 0 1 1 3.2 2Q7 7.5 7 9M7 10.6V12', class: 'cm-chevron' }),
      ]),
      pattern(`cm-dots${of}`, DOTS, '', [
        svg('rect', { width: DOTS, height: DOTS, class: 'cm-swatch-russian_peacekeepers' }),
        svg('circle', { cx: 3.5, cy: 3.5, r: 1.4, class: 'cm-pattern-dot' }),
      ]),
      pattern(`cm-lines${of}`, LINES, '', [
        svg('rect', { width: LINES, height: LINES, class: 'cm-swatch-soviet' }),
        svg('path', { d: `M0 2.5H${LINES}`, class: 'cm-fine-line' }),
      ]),
      ...CONTROLS.map((control) =>
        pattern(`cm-stripes-${control}${of}`, STRIPES, 'rotate(45)', [
          svg('rect', { width: 4, height: STRIPES, class: `cm-swatch-${control}` }),
          ...(STRIPED[control] ?? []).map((look) => svg('path', look)),
        ]),
      ),
    ),
  );
}

/** Let patterns stand on the ground: the same view has the same picture, however it was reached.
 * @param {Element} defs as `patterns` makes it
 * @param {{x: number, y: number}} origin what 0 of the map's pictures is, in pixels of the world */
export function anchorPatterns(defs, { x, y }) {
  for (const node of defs.querySelectorAll('pattern')) {
    const turn = node.hasAttribute('patternTransform') ? Math.PI / 4 : 0;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const size = Number(node.getAttribute('width'));
    node.setAttribute('x', String(-(x * cos + y * sin) % size));
    node.setAttribute('y', String((x * sin - y * cos) % size));
  }
}

/** @param {string} id @param {number} size @param {string} turn @param {SVGElement[]} children */
const pattern = (id, size, turn, children) =>
  svg(
    'pattern',
    {
      id,
      width: size,
      height: size,
      patternUnits: 'userSpaceOnUse',
      patternTransform: turn || null,
    },
    ...children,
  );
