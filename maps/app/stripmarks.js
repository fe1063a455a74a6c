/** What stands on and beside the road strip: events at their kilometre, places at theirs. */
/** @import {App} from '#app/types' */
/** @import {Frame} from '#app/strip' */
import { overlaps } from '#app/clock';
import { svg } from '#app/dom';
import { edtfText } from '#app/edtf';
import { shapePath } from '#app/shapes';
import { BESIDE_M } from '#app/strip';

/** Places beside the road, at its right; those that would collide are left out.
 * @param {App} app @param {import('#app/roadmodel').Road} road @param {Frame} frame */
export function posts(app, road, { y, right }) {
  /** @type {number[]} */
  const taken = [];
  const nodes = [];
  for (const { name, along } of road.posts(app)) {
    if (taken.some((other) => Math.abs(other - y(along)) < 13)) continue;
    taken.push(y(along));
    nodes.push(
      svg('path', { d: `M${right} ${y(along)}h5`, class: 'cm-strip-tick' }),
      svg('text', { x: right + 8, y: y(along) + 4, class: 'cm-strip-post' }, name),
    );
  }
  return nodes;
}

/** @param {App} app @param {import('#app/roadmodel').Road} road @param {Frame} frame */
export function marks(app, road, { x, y, span }) {
  const { events } = app.data.spec;
  const { select, lang } = app.store.state();
  const { hover } = app.ui.state();
  const shown = new Set(app.rows());
  const nodes = [];
  for (const { row, along } of road.events(app, BESIDE_M)) {
    const [start, end] = [events.start[row], events.end[row]];
    if (start === null || end === null || !overlaps(start, end, ...span)) continue;
    const id = events.id[row];
    const style = app.styles.get(events.type[row]);
    const [cx, cy] = [x(Math.max(span[0], start)), y(along)];
    const radius = events.radius_m[row] ?? 0;
    const on = id === select || id === hover;
    const state = (on ? ' cm-on' : '') + (shown.has(row) ? '' : ' cm-out');
    const [least, most] = [Math.max(0, along - radius), Math.min(road.length, along + radius)];
    nodes.push(
      svg(
        'g',
        {
          class: `cm-strip-mark cm-family-${style?.family ?? 'other'}${state}`,
          onclick: () => app.select(id),
          'data-id': id,
        },
        svg('title', {}, `${edtfText(events.when[row], lang, app.t)}: ${events.title[row]}`),
        radius > 0
          ? svg('path', {
              d: `M${cx} ${y(least)}V${y(most)}`,
              class: 'cm-strip-doubt',
            })
          : null,
        end - start > 1
          ? svg('path', { d: `M${cx} ${cy}H${x(Math.min(span[1], end))}`, class: 'cm-strip-last' })
          : null,
        svg('path', {
          d: shapePath(style?.shape ?? 'circle', on ? 6.5 : 4.5, cx, cy),
          class: 'cm-strip-shape',
        }),
      ),
    );
  }
  return nodes;
}
