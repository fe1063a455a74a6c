/** The mark of an event type as a small picture, the same as on the map. */
/** @import {App, Range} from '#app/types' */
import { shapePath } from '#app/marks/shapes';
import { svg } from '#app/ui/dom';

/** A total over events, here and on the map: a ring round a square.
 * @param {App} app @param {string} type @param {Range | null} [toll] null: as if a toll were known
 * @param {string} [role] */
export function typeGlyph(app, type, toll = null, role = 'event') {
  const style = app.styles.get(type);
  const family = `cm-family-${style?.family ?? 'other'}`;
  const picture = (/** @type {SVGElement[]} */ ...paths) =>
    svg(
      'svg',
      {
        viewBox: '-9 -9 18 18',
        width: 18,
        height: 18,
        class: `cm-glyph ${family}`,
        'aria-hidden': 'true',
      },
      ...paths,
    );
  if (role === 'aggregate' || style?.whole)
    return picture(
      svg('circle', { r: 7, class: 'cm-hollow' }),
      svg('path', { d: shapePath('diamond', 3.4), class: 'cm-solid' }),
    );
  const shape = style?.shape ?? 'circle';
  const silent = toll && toll.low === null && toll.best === null && toll.high === null;
  if (silent) return picture(svg('path', { d: shapePath(shape, 5), class: 'cm-hollow' }));
  if (toll && toll.best === null)
    return picture(
      svg('path', { d: shapePath(shape, 6.4), class: 'cm-bounds' }),
      svg('path', { d: shapePath(shape, 3.4), class: 'cm-solid' }),
    );
  return picture(svg('path', { d: shapePath(shape, 5.4), class: 'cm-solid' }));
}
