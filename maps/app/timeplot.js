/** The picture of the timeline: bars by family, bands, ticks, window. */
/** @import {App, Window} from '#app/types' */
/** @import {Axis} from '#app/axis' */
import { ticks } from '#app/axis';
import { dateText } from '#app/format';
import { bars, highest } from '#app/fuzzy';
import { familyRows } from '#app/families';
import { cssColour, FAMILIES } from '#app/palette';

export const HEIGHT = 108;
const BARS = 62;
const BAND = 15;
const BANDS = ['war', 'ceasefire', 'agreement', 'blockade'];

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {Window} extent
 * @param {number} width @param {import('#app/lazy').Rows} rows rows that pass the filters, at any time */
export function drawPlot(context, app, axis, extent, width, rows) {
  drawWindow(context, app, axis);
  drawBars(context, app, axis, width, rows);
  drawBands(context, app, axis, width);
  drawTicks(context, app, axis, extent, width);
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis */
function drawWindow(context, app, axis) {
  const [from, to] = app.store.state().window;
  context.fillStyle = cssColour('brush');
  context.fillRect(axis.x(from), 0, Math.max(1.5, axis.x(to) - axis.x(from)), BARS + BAND + 4);
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {number} width
 * @param {import('#app/lazy').Rows} rows */
function drawBars(context, app, axis, width, rows) {
  const bin = 4;
  const { sure, count, max, maybe } = barsOf(app, axis, width, rows, bin);
  const scale = max > 0 ? (BARS - 12) / max : 0;
  const [from, to] = app.store.state().window.map(axis.x);
  for (let i = 0; i < count; i += 1) {
    let y = BARS;
    context.globalAlpha = (i + 1) * bin > from && i * bin < Math.max(to, from + bin) ? 1 : 0.5;
    for (const [f, name] of FAMILIES.entries()) {
      const height = sure[i * FAMILIES.length + f] * scale;
      if (height === 0) continue;
      context.fillStyle = cssColour(`family-${name}`);
      context.fillRect(i * bin, y - height, bin - 1, height);
      y -= height;
    }
    for (const [f, name] of FAMILIES.entries()) {
      const height = maybe[i * FAMILIES.length + f] * scale;
      if (height === 0) continue;
      hatch(context, i * bin, y, bin - 1, height, cssColour(`family-${name}`));
      y -= height;
    }
  }
  context.globalAlpha = 1;
  drawScale(context, app, max, scale, width);
}

/** What may have begun here: a light bar with stripes.
 * @param {CanvasRenderingContext2D} context @param {number} x @param {number} foot
 * @param {number} width @param {number} height @param {string} colour */
function hatch(context, x, foot, width, height, colour) {
  const alpha = context.globalAlpha;
  context.fillStyle = colour;
  context.globalAlpha = alpha * 0.3;
  context.fillRect(x, foot - height, width, height);
  context.globalAlpha = alpha * 0.75;
  for (let y = foot - 1; y > foot - height; y -= 3) context.fillRect(x, y, width, 1);
  context.globalAlpha = alpha;
}

/** @typedef {ReturnType<typeof bars> & {max: number}} Bars */

/** @type {WeakMap<ArrayLike<number>, {axis: Axis, bars: Bars}>} */
const made = new WeakMap();

/** The bars stay the same while only the window moves.
 * @param {App} app @param {Axis} axis @param {number} width
 * @param {import('#app/lazy').Rows} rows @param {number} bin */
function barsOf(app, axis, width, rows, bin) {
  const found = made.get(rows);
  if (found?.axis === axis) return found.bars;
  const { hot } = app.data;
  const days = {
    start: hot.number('start'), end: hot.number('end'), certain_start: hot.number('certain_start'),
  };
  const counted = bars(axis, width, bin, rows, days, familyRows(app), FAMILIES.length);
  const kept = { ...counted, max: highest(counted.sure, counted.maybe, FAMILIES.length) };
  made.set(rows, { axis, bars: kept });
  return kept;
}

/** One reference line says what a bar's height means.
 * @param {CanvasRenderingContext2D} context @param {App} app @param {number} max
 * @param {number} scale
 * @param {number} width */
function drawScale(context, app, max, scale, width) {
  if (max < 1) return;
  const y = Math.round(BARS - max * scale) - 0.5;
  context.strokeStyle = cssColour('hairline');
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  text(context, app.t('time.scale', { n: max }), 2, y - 6, 'left', 'ink-2');
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {number} width */
function drawBands(context, app, axis, width) {
  let free = -Infinity;
  for (const band of app.data.spec.bands) {
    const from = Math.max(0, band.from === null ? 0 : axis.x(band.from));
    const to = Math.min(width, band.to === null ? width : axis.x(band.to));
    if (to <= 0 || from >= width) continue;
    const wide = Math.max(2, to - from);
    context.fillStyle = cssColour(`band-${BANDS.includes(band.kind) ? band.kind : 'agreement'}`);
    context.fillRect(from, BARS + 3, wide, BAND - 1);
    context.font = `10.5px ${cssColour('sans')}`;
    const room = context.measureText(band.label).width + 8;
    if (room > wide || from < free) continue;
    text(context, band.label, from + 4, BARS + 10.5, 'left', 'ink');
    free = from + room;
  }
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {Window} extent
 * @param {number} width */
function drawTicks(context, app, axis, extent, width) {
  const { lang } = app.store.state();
  context.strokeStyle = cssColour('ink-3');
  context.beginPath();
  context.moveTo(0, BARS + 0.5);
  context.lineTo(width, BARS + 0.5);
  context.stroke();
  let free = -Infinity;
  for (const { day, unit } of ticks(extent, axis, 64)) {
    const x = Math.round(axis.x(day)) + 0.5;
    context.beginPath();
    context.moveTo(x, BARS + BAND + 3);
    context.lineTo(x, BARS + BAND + 8);
    context.stroke();
    const words = dateText(day, lang, unit === 'day' ? 'short' : unit);
    context.font = `11px ${cssColour('sans')}`;
    const wide = context.measureText(words).width;
    const left = Math.max(0, x - wide / 2);
    if (left < free || left + wide > width + 4) continue;
    text(context, words, left, BARS + BAND + 18, 'left', 'ink-2', 11);
    free = left + wide + 12;
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} x
 * @param {number} y
 * @param {CanvasTextAlign} align @param {string} colour @param {number} [size] */
function text(context, words, x, y, align, colour, size = 10.5) {
  context.font = `${size}px ${cssColour('sans')}`;
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.fillStyle = cssColour(colour);
  context.fillText(words, x, y);
}
