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
  const { columns } = app.data;
  const [start, end] = [columns.number('start'), columns.number('end')];
  const found = road
    .events()
    .filter(({ row }) => start[row] < frame.span[1] && end[row] > frame.span[0]);
  if (found.length > MANY) return dots(app, found, start, frame);
  return found.map((spot) => mark(app, road, frame, spot));
}

/** How a type that the page does not know is drawn. */
const UNKNOWN = { family: 'other', shape: 'circle' };

/** @param {App} app @param {import('#app/rules/road').Road} road @param {Frame} frame
 * @param {{row: number, along: number}} spot */
function mark(app, road, frame, { row, along }) {
  const { events } = app.data.spec;
  const [first, last] = frame.span;
  const [start, end] = [events.start[row] ?? first, events.end[row] ?? last];
  const { family, shape } = app.styles.get(events.type[row]) ?? UNKNOWN;
  const [cx, cy] = [frame.x(Math.max(first, start)), frame.y(along)];
  const on = isOn(app, events.id[row]);
  const when = edtfText(events.when[row], app.store.state().lang, app.t);
  return svg(
    'g',
    {
      class: `cm-strip-mark cm-family-${family}${stateClass(app, row, on)}`,
      ...pressed(() => app.select(events.id[row])),
      'aria-label': `${when}: ${app.say(events.title[row])}`,
      'data-id': events.id[row],
    },
    svg('title', {}, `${when}: ${app.say(events.title[row])}`),
    whereabouts(road, frame, cx, along, events.radius_m[row] ?? 0),
    end - start > 1 && duration(cx, cy, frame.x(Math.min(last, end))),
    svg('path', { d: shapePath(shape, on ? 6.5 : 4.5, cx, cy), class: 'cm-strip-shape' }),
  );
}

/** A mark that mouse and keys press.
 * @param {() => void} act */
const pressed = (act) => ({
  role: 'button',
  tabindex: 0,
  onclick: act,
  onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  },
});

/** Is an event selected, or under the pointer?
 * @param {App} app @param {string} id */
const isOn = ({ store, ui }, id) => id === store.state().select || id === ui.state().hover;

/** @param {App} app @param {number} row @param {boolean} on */
const stateClass = (app, row, on) =>
  (on ? ' cm-on' : '') + (among(app.rows(), row) ? '' : ' cm-out');

/** A line through the days of an event.
 * @param {number} x @param {number} y @param {number} to */
const duration = (x, y, to) => svg('path', { d: `M${x} ${y}H${to}`, class: 'cm-strip-last' });

/** Along the road, as far as an event may have been from its point.
 * @param {import('#app/rules/road').Road} road @param {Frame} frame @param {number} x
 * @param {number} along @param {number} radius metres */
function whereabouts({ length }, { y }, x, along, radius) {
  if (radius <= 0) return null;
  const [least, most] = [Math.max(0, along - radius), Math.min(length, along + radius)];
  return svg('path', { d: `M${x} ${y(least)}V${y(most)}`, class: 'cm-strip-doubt' });
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
    spot.kinds[family[row]] += eventsOf(app.data.columns, row);
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
 *   left: number, right: number, top: number, bottom: number}} Frame */
