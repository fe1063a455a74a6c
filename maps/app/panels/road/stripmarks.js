/** What stands on and beside the road strip: events at their kilometre, places at theirs. */
/** @import {App, Window} from '#app/types' */
import { familyRows } from '#app/marks/families';
import { FAMILIES } from '#app/marks/palette';
import { shapePath } from '#app/marks/shapes';
import { eventsOf } from '#app/rules/weights';
import { edtfText } from '#app/text/edtf';
import { svg } from '#app/ui/dom';
import { among } from '#app/util/lazy';

/** Places beside the road, at its right; those that would collide are left out.
 * @param {App} app @param {import('#app/rules/road').Road} road @param {Frame} frame */
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

/** With more events than this, they are dots: one for each spot, larger for more. */
const MANY = 600;
const SPOT = 4;

/** Events in the span of the picture, with the days and the kilometre they stand at.
 * @param {App} app @param {import('#app/rules/road').Road} road @param {Frame} frame */
export function marks(app, road, frame) {
  const { hot } = app.data;
  const [start, end] = [hot.number('start'), hot.number('end')];
  const found = road
    .events()
    .filter(({ row }) => start[row] < frame.span[1] && end[row] > frame.span[0]);
  if (found.length > MANY) return dots(app, found, start, frame);
  return found.map((spot) => mark(app, road, frame, spot));
}

/** @param {App} app @param {import('#app/rules/road').Road} road @param {Frame} frame
 * @param {{row: number, along: number}} spot */
function mark(app, road, { x, y, span }, { row, along }) {
  const { events } = app.data.spec;
  const { select, lang } = app.store.state();
  const [start, end] = [events.start[row] ?? span[0], events.end[row] ?? span[1]];
  const id = events.id[row];
  const style = app.styles.get(events.type[row]);
  const [cx, cy] = [x(Math.max(span[0], start)), y(along)];
  const radius = events.radius_m[row] ?? 0;
  const on = id === select || id === app.ui.state().hover;
  const state = (on ? ' cm-on' : '') + (among(app.rows(), row) ? '' : ' cm-out');
  const [least, most] = [Math.max(0, along - radius), Math.min(road.length, along + radius)];
  return svg(
    'g',
    {
      class: `cm-strip-mark cm-family-${style?.family ?? 'other'}${state}`,
      onclick: () => app.select(id),
      'data-id': id,
    },
    svg('title', {}, `${edtfText(events.when[row], lang, app.t)}: ${events.title[row]}`),
    radius > 0
      ? svg('path', { d: `M${cx} ${y(least)}V${y(most)}`, class: 'cm-strip-doubt' })
      : null,
    end - start > 1
      ? svg('path', { d: `M${cx} ${cy}H${x(Math.min(span[1], end))}`, class: 'cm-strip-last' })
      : null,
    svg('path', {
      d: shapePath(style?.shape ?? 'circle', on ? 6.5 : 4.5, cx, cy),
      class: 'cm-strip-shape',
    }),
  );
}

/** Many events: a dot for each spot that holds some, in the colour of most of them. A click lists
 * those that are shown.
 * @param {App} app @param {{row: number, along: number}[]} found @param {ArrayLike<number>} start
 * @param {Frame} frame */
function dots(app, found, start, { x, y, span }) {
  const family = familyRows(app);
  /** @type {Map<string, {x: number, y: number, rows: number[], kinds: number[]}>} */
  const spots = new Map();
  for (const { row, along } of found) {
    const shown = among(app.rows(), row);
    const at = [x(Math.max(span[0], start[row])), y(along)].map((n) => Math.round(n / SPOT));
    const key = `${at} ${shown}`;
    const spot = spots.get(key) ??
      { x: at[0] * SPOT, y: at[1] * SPOT, rows: [], kinds: FAMILIES.map(() => 0) };
    if (shown) spot.rows.push(row);
    spot.kinds[family[row]] += eventsOf(app.data.hot, row);
    spots.set(key, spot);
  }
  return [...spots.values()]
    .sort((a, b) => a.rows.length - b.rows.length)
    .map(({ x: cx, y: cy, rows, kinds }) => {
      const kind = FAMILIES[kinds.indexOf(Math.max(...kinds))];
      const n = kinds.reduce((a, b) => a + b, 0);
      return svg('circle', {
        cx, cy, r: Math.min(5, 1.6 + 0.7 * Math.log2(n)),
        class: `cm-strip-mark cm-strip-dot cm-family-${kind}${rows.length ? '' : ' cm-out'}`,
        onclick: rows.length ? () => open(app, rows) : null,
      });
    });
}

/** @param {App} app @param {number[]} rows */
function open(app, rows) {
  if (rows.length === 1) app.select(app.data.spec.events.id[rows[0]]);
  else {
    app.store.set({ select: null });
    app.ui.set({ stack: rows, tab: 'events' });
  }
}

/** @typedef {{x: (day: number) => number, y: (metres: number) => number, span: Window,
 *   right: number, bottom: number}} Frame */
