/** The road strip: kilometres from the origin against time, with the state of the road and its
 * events. */
/** @import {Frame} from '#app/panels/road/stripmarks' */
/** @import {App, Axis, Window} from '#app/types' */
import { spellList } from '#app/panels/road/spells';
import { marks, posts } from '#app/panels/road/stripmarks';
import { isAcross } from '#app/panels/road/where';
import { display } from '#app/rules/names';
import { BESIDE_M, roadModel } from '#app/rules/road';
import { dateText, lengthText } from '#app/text/format';
import { evenAxis, ticks } from '#app/time/axis';
import { extentOf } from '#app/time/player';
import { el, fill, svg } from '#app/ui/dom';
import { overlaps } from '#app/util/clock';

/** @typedef {{width: number, height: number, left: number, right: number, top: number,
 *   bottom: number}} Size with room for words on each side */
/** @type {Size} */
const SIZE = { width: 352, height: 430, left: 30, right: 92, top: 12, bottom: 34 };

/** @param {App} app */
export function createStrip(app) {
  const node = el('div', { class: 'cm-road' });
  const road = roadModel(app);
  app.calmly(
    (state, ui) => [
      app.rows(),
      state.lang,
      state.names,
      state.window,
      state.day,
      state.select,
      ui.hover,
      ui.tab,
    ],
    (_, ui) => {
      if (ui.tab !== 'road' || !road) return;
      const { t } = app;
      fill(
        node,
        el('h2', {}, t('strip.title')),
        spellList(app, road),
        el(
          'p',
          { class: 'cm-aside' },
          t('strip.text', { length: lengthText(BESIDE_M, app.store.state().lang, t) }),
        ),
        el('p', { class: 'cm-aside' }, places(app, road)),
        !isAcross() && picture(app, road, SIZE, spanOf(app)),
        key(app, road),
      );
    },
  );
  return { node, road };
}

/** Along which route the places stand.
 * @param {App} app @param {import('#app/rules/road').Road} road */
function places(app, road) {
  const { lang, names } = app.store.state();
  return app.t('strip.places', { route: app.say(display(road.route(app).feature.properties, lang, names)) });
}

/** At least two years round the window, so that a single day has its before and after.
 * @param {App} app @returns {Window} */
export function spanOf(app) {
  const {
    window: [from, to],
  } = app.store.state();
  const pad = Math.max(20, Math.round((760 - (to - from)) / 2));
  const extent = extentOf(app);
  return [Math.max(extent[0], from - pad), Math.min(extent[1], to + pad)];
}

/** @param {App} app @param {import('#app/rules/road').Road} road @param {Size} size
 * @param {Window} span @param {(frame: Frame) => Node[]} [words] of its bands */
export function picture(app, road, size, span, words = () => []) {
  const { width, height, left, top } = size;
  const axis = evenAxis(span, width - left - size.right);
  const bottom = height - size.bottom;
  const frame = {
    span, bottom, left, top,
    right: width - size.right,
    x: (/** @type {number} */ day) => left + axis.x(day),
    y: (/** @type {number} */ m) => bottom - (m / road.length) * (bottom - top),
  };
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      class: 'cm-strip',
      role: 'group',
      'aria-label': app.t('strip.label'),
    },
    ...bands(road, frame),
    windowBox(app, frame),
    ...grid(app, road, frame, axis),
    ...changes(road, frame),
    ...posts(app, road, frame),
    ...words(frame),
    ...marks(app, road, frame),
  );
}

/** @param {import('#app/rules/road').Road} road @param {Frame} frame */
function bands(road, { x, y, span }) {
  return road.states
    .filter(({ from, to }) => overlaps(from, to, ...span))
    .map(({ from, to, status, start, end }) => {
      const left = x(Math.max(span[0], from ?? span[0]));
      const right = x(Math.min(span[1], to ?? span[1]));
      return svg('rect', {
        x: left,
        width: Math.max(0.8, right - left),
        y: y(end),
        height: Math.max(1, y(start) - y(end)),
        class: `cm-state cm-state-${/^\w+$/.test(status) ? status : 'unknown'}`,
      });
    });
}

/** @param {App} app @param {Frame} frame */
function windowBox(app, { x, span, top, bottom }) {
  const [from, to] = app.store.state().window;
  const left = x(Math.max(span[0], from));
  return svg('rect', {
    x: left,
    width: Math.max(1.5, x(Math.min(span[1], to)) - left),
    y: top - 4,
    height: bottom - top + 8,
    class: 'cm-strip-window',
  });
}

/** @param {App} app @param {import('#app/rules/road').Road} road @param {Frame} frame
 * @param {Axis} axis */
function grid(app, road, { x, y, span, left, top, bottom, right }, axis) {
  const { lang } = app.store.state();
  const nodes = [svg('text', { x: 2, y: top - 6, class: 'cm-strip-text' }, app.t('strip.km'))];
  for (let km = 0; km * 1000 <= road.length; km += 20) {
    nodes.push(
      svg('path', { d: `M${left} ${y(km * 1000)}H${right}`, class: 'cm-strip-line' }),
      svg(
        'text',
        { x: left - 4, y: y(km * 1000) + 4, 'text-anchor': 'end', class: 'cm-strip-text' },
        String(km),
      ),
    );
  }
  for (const { day, unit } of ticks(span, axis, 70)) {
    nodes.push(
      svg('path', { d: `M${x(day)} ${bottom}v5`, class: 'cm-strip-tick' }),
      svg(
        'text',
        { x: x(day), y: bottom + 18, 'text-anchor': 'middle', class: 'cm-strip-text' },
        dateText(day, lang, unit === 'year' ? 'year' : 'short'),
      ),
    );
  }
  return nodes;
}

/** The road was rerouted: kilometres before and after are of different roads.
 * @param {import('#app/rules/road').Road} road @param {Frame} frame */
function changes({ changes: days }, { x, span, top, bottom }) {
  return days
    .filter((day) => day > span[0] && day < span[1])
    .map((day) => svg('path', { d: `M${x(day)} ${top}V${bottom}`, class: 'cm-strip-change' }));
}

/** @param {App} app @param {import('#app/rules/road').Road} road */
function key(app, road) {
  const present = new Set(road.states.map(({ status }) => status));
  return el(
    'ul',
    { class: 'cm-strip-key' },
    ...['open', 'limited', 'checkpoint', 'blocked', 'closed']
      .filter((status) => present.has(status))
      .map((status) =>
        el(
          'li',
          {},
          svg(
            'svg',
            { viewBox: '0 0 22 14', width: 22, height: 14, 'aria-hidden': 'true' },
            svg('rect', {
              x: 1,
              y: 1,
              width: 20,
              height: 12,
              class: `cm-state cm-state-${status}`,
            }),
          ),
          app.t(`road.${status}`),
        ),
      ),
  );
}
