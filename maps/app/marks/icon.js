/** The mark of an event type as a small picture, the same as on the map. */
/** @import {App, Range} from '#app/types' */
import { shapePath } from '#app/marks/shapes';
import { svg } from '#app/ui/dom';

/** A total over events, here and on the map: a ring round a square.
 * @param {App} app @param {string} type @param {Range | null} [toll] null: as if a toll were known
 * @param {string} [role] */
export function typeGlyph(app, type, toll = null, role = 'event') {
  const { family = 'other', shape = 'circle', whole = false } = app.styles.get(type) ?? {};
  return svg(
    'svg',
    {
      viewBox: '-9 -9 18 18',
      width: 18,
      height: 18,
      class: `cm-glyph cm-family-${family}`,
      'aria-hidden': 'true',
    },
    ...(role === 'aggregate' || whole ? wholePaths() : shapePaths(shape, toll)),
  );
}

const wholePaths = () => [
  svg('circle', { r: 7, class: 'cm-hollow' }),
  svg('path', { d: shapePath('diamond', 3.4), class: 'cm-solid' }),
];

/** Filled: the number of dead is known. Ring: only its bounds are. Hollow: nothing is.
 * @param {string} shape @param {Range | null} toll */
function shapePaths(shape, toll) {
  const path = (/** @type {number} */ size, /** @type {string} */ name) =>
    svg('path', { d: shapePath(shape, size), class: name });
  if (toll === null || toll.best !== null) return [path(5.4, 'cm-solid')];
  if (toll.low === null && toll.high === null) return [path(5, 'cm-hollow')];
  return [path(6.4, 'cm-bounds'), path(3.4, 'cm-solid')];
}
