/** The picture of the timeline: bars by family in lanes or stacks, ticks, window. */
/** @import {App, Axis, Window} from '#app/types' */
import { familyRows } from '#app/marks/families';
import { cssColour, FAMILIES } from '#app/marks/palette';
import { bars, highest } from '#app/rules/beginnings';
import { dateText, numberText } from '#app/text/format';
import { ticks } from '#app/time/axis';
import { familyNames, stacksOf } from '#app/time/lanes';

export const HEIGHT = 74;
const BARS = 52;
/** Above bars that stand on each other: how many the highest has, and what the colours mean. */
const HEAD = 14;
/** Width of a bar and its gap. */
const BIN = 4;

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {Window} extent
 * @param {number} width
 * @param {import('#app/util/lazy').Rows} rows rows that pass the filters, at any time */
export function drawPlot(context, app, axis, extent, width, rows) {
  drawWindow(context, app, axis);
  drawBars(context, app, axis, width, rows);
  drawTicks(context, app, axis, extent, width);
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis */
function drawWindow(context, app, axis) {
  const [from, to] = app.store.state().window;
  context.fillStyle = cssColour('brush');
  context.fillRect(axis.x(from), 0, Math.max(1.5, axis.x(to) - axis.x(from)), BARS + 4);
}

/** Bars are whole in the window, and light beside it.
 * @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {number} width
 * @param {import('#app/util/lazy').Rows} rows */
function drawBars(context, app, axis, width, rows) {
  const found = barsOf(app, axis, width, rows);
  const names = familyNames(app);
  const layout = stacksOf(found, names.map(({ family }) => family), BARS, HEAD);
  const picture = pictureOf(context, found, width, layout, app.ui.state().dark);
  const [from, to] = app.store.state().window.map(axis.x);
  const left = Math.max(0, Math.floor(from / BIN) * BIN);
  const right = Math.min(width, Math.ceil(Math.max(to, from + BIN) / BIN) * BIN);
  for (const [x, end, alpha] of [[0, left, 0.5], [left, right, 1], [right, width, 0.5]]) {
    if (end <= x) continue;
    context.globalAlpha = alpha;
    const ratio = picture.width / width;
    context.drawImage(picture, x * ratio, 0, (end - x) * ratio, picture.height, x, 0, end - x, BARS);
  }
  context.globalAlpha = 1;
  if (layout.stacks.length > 1) drawLanes(context, names, layout.stacks, width);
  else drawScale(context, app, found.max, names, width);
}

/** The bars drawn once, in whole.
 * @param {CanvasRenderingContext2D} context @param {Bars} found @param {number} width
 * @param {ReturnType<typeof stacksOf>} layout @param {boolean} dark
 * @returns {HTMLCanvasElement} */
function pictureOf({ canvas }, found, width, layout, dark) {
  const key = `${canvas.width} ${dark}`;
  if (found.picture && found.key === key) return found.picture;
  const ratio = canvas.width / width;
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [canvas.width, Math.round(BARS * ratio)];
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (let i = 0; i < found.count; i += 1) drawBar(context, found, i, layout);
  Object.assign(found, { picture, key });
  return picture;
}

/** In a stack what may have begun stands on what did, in a lane behind it.
 * @param {CanvasRenderingContext2D} context @param {Bars} found @param {number} i
 * @param {ReturnType<typeof stacksOf>} layout */
function drawBar(context, { sure, maybe }, i, { stacks, high }) {
  const isLane = stacks.length > 1;
  const kinds = /** @type {const} */ ([[sure, plain, BIN - 1], [maybe, hatch, BIN]]);
  for (const { families, foot } of stacks) {
    let y = foot;
    for (const [counts, draw, width] of isLane ? [kinds[1], kinds[0]] : kinds) {
      for (const f of families) {
        const height = high(counts[i * FAMILIES.length + f]);
        if (height === 0) continue;
        draw(context, i * BIN, y, width, height, cssColour(`family-${FAMILIES[f]}`));
        if (!isLane) y -= height;
      }
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} foot
 * @param {number} width @param {number} height @param {string} colour */
function plain(context, x, foot, width, height, colour) {
  context.fillStyle = colour;
  context.fillRect(x, foot - height, width, height);
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

/** @typedef {ReturnType<typeof bars> & {max: number, key?: string,
 *   picture?: HTMLCanvasElement}} Bars */

/** @type {WeakMap<ArrayLike<number>, {axis: Axis, bars: Bars}>} */
const made = new WeakMap();

/** The bars stay the same while only the window moves.
 * @param {App} app @param {Axis} axis @param {number} width
 * @param {import('#app/util/lazy').Rows} rows @returns {Bars} */
function barsOf(app, axis, width, rows) {
  const found = made.get(rows);
  if (found?.axis === axis) return found.bars;
  const { columns } = app.data;
  const days = {
    start: columns.number('start'),
    end: columns.number('end'),
    certain_start: columns.number('certain_start'),
  };
  const counted = bars(axis, width, BIN, rows, days, familyRows(app), FAMILIES.length, columns.weights());
  const kept = { ...counted, max: highest(counted.sure, counted.maybe, FAMILIES.length) };
  made.set(rows, { axis, bars: kept });
  return kept;
}

/** One reference line says what a bar's height means; the names of the colours stand above it, as
 * far as there is room.
 * @param {CanvasRenderingContext2D} context @param {App} app @param {number} max
 * @param {ReturnType<typeof familyNames>} names @param {number} width */
function drawScale(context, app, max, names, width) {
  if (max < 1) return;
  line(context, HEAD, width);
  const words = app.t('time.scale', { n: numberText(max, app.store.state().lang) });
  text(context, words, 2, 7, 'left', 'ink-2');
  let x = context.measureText(words).width + 18;
  for (const { family, words: name } of names.length > 1 ? names : []) {
    const end = x + 11 + context.measureText(name).width;
    if (end > width) return;
    named(context, family, name, x, 7);
    x = end + 12;
  }
}

/** Each lane has its line and its name.
 * @param {CanvasRenderingContext2D} context @param {ReturnType<typeof familyNames>} names
 * @param {ReturnType<typeof stacksOf>['stacks']} stacks @param {number} width */
function drawLanes(context, names, stacks, width) {
  const half = stacks[0].foot / 2;
  for (const [i, { foot }] of stacks.entries()) {
    if (foot < BARS) line(context, foot, width);
    named(context, names[i].family, names[i].words, 2, foot - half);
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} family @param {string} words
 * @param {number} x @param {number} y */
function named(context, family, words, x, y) {
  plain(context, x, y + 3.5, 7, 7, cssColour(`family-${FAMILIES[family]}`));
  context.font = `10.5px ${cssColour('sans')}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = cssColour('halo');
  context.strokeText(words, x + 11, y);
  text(context, words, x + 11, y, 'left', 'ink-2');
}

/** @param {CanvasRenderingContext2D} context @param {number} at @param {number} width */
function line(context, at, width) {
  const y = Math.round(at) - 0.5;
  context.strokeStyle = cssColour('hairline');
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Axis} axis
 * @param {Window} extent
 * @param {number} width */
function drawTicks(context, app, axis, extent, width) {
  const { lang } = app.store.state();
  context.strokeStyle = cssColour('ink-3');
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, BARS + 0.5);
  context.lineTo(width, BARS + 0.5);
  context.stroke();
  let free = -Infinity;
  for (const { day, unit } of ticks(extent, axis, 64)) {
    const x = Math.round(axis.x(day)) + 0.5;
    context.beginPath();
    context.moveTo(x, BARS + 1);
    context.lineTo(x, BARS + 5);
    context.stroke();
    const words = dateText(day, lang, unit === 'day' ? 'short' : unit);
    context.font = `11px ${cssColour('sans')}`;
    const wide = context.measureText(words).width;
    const left = Math.max(0, x - wide / 2);
    if (left < free || left + wide > width + 4) continue;
    text(context, words, left, BARS + 14, 'left', 'ink-2', 11);
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
