/** How one event, or a stack of them, is drawn on a canvas. */
/** @import {App} from '#app/types' */
import { familyRows } from '#app/marks/families';
import { cssColour, FAMILIES, ownColour } from '#app/marks/palette';
import { radiusOf, SMALLEST, trace } from '#app/marks/shapes';
import { isCut, sizeOfRow, topOf } from '#app/marks/sized';
import { eventsIn, eventsOf } from '#app/rules/weights';
import { numberText, rangeText } from '#app/text/format';

/** @typedef {{x: number, y: number, rows: number[], radius: number, count: number,
 *   cells?: Set<number>, sides?: import('#app/marks/hexground').Sides | null}} Mark its number of events; of many, the cells of the grid they are in */

/** Has a mark a number, in place of the shape of one event?
 * @param {App} app @param {number[]} rows */
export function stacked({ data: { columns, spec: { events } } }, rows) {
  const [row] = rows;
  return rows.length > 1 || (eventsOf(columns, row) > 1 && events.role[row] !== 'aggregate');
}

/** @param {App} app @param {{x: number, y: number, rows: number[]}} stack @returns {Mark} */
export function markOf(app, stack) {
  const { events } = app.data.spec;
  const count = eventsIn(app.data.columns, stack.rows);
  if (stacked(app, stack.rows))
    return { ...stack, count, radius: Math.min(roomFor(count), 11 + 1.5 * Math.log2(count)) };
  const [row] = stack.rows;
  if (events.role[row] === 'aggregate') return { ...stack, count, radius: 8 };
  const { low, best, high } = sizeOfRow(events, row);
  const toll = best ?? high ?? low;
  return { ...stack, count, radius: toll === null ? SMALLEST : radiusOf(toll, topOf(app)) };
}

/** The largest radius of a stack: more where its number is long.
 * @param {number} count */
const roomFor = (count) => 19 + 3.5 * Math.max(0, String(count).length - 4);

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Mark} mark
 * @param {boolean} active */
export function drawOne(context, app, mark, active) {
  if (!stacked(app, mark.rows)) {
    drawMark(context, app, mark, active);
    return;
  }
  drawStack(context, app, mark, active);
  const [{ events }, [row]] = [app.data.spec, mark.rows];
  if (mark.rows.length > 1) return;
  if (events.where[row].length) dashedRing(context, mark, cssColour('ink-2'));
  if (unchecked(events.status[row])) question(context, mark);
}

/** @param {CanvasRenderingContext2D} context @param {App} app @param {Mark} mark
 * @param {boolean} active */
export function drawMark(context, app, mark, active) {
  const { events } = app.data.spec;
  const [row] = mark.rows;
  const { family = 'other', shape = 'circle' } = app.styles.get(events.type[row]) ?? {};
  const colour = ownColour(events.color?.[row]) ?? cssColour(`family-${family}`);
  const toll = sizeOfRow(events, row);
  context.lineJoin = 'round';
  if (events.where[row].length) dashedRing(context, mark, colour);
  if (events.role[row] === 'aggregate') drawAggregate(context, mark, colour);
  else drawShape(context, { shape, top: topOf(app) }, mark, toll, colour);
  if (unchecked(events.status[row])) question(context, mark);
  if (active) halo(context, mark);
  if (isCut(app, mark.radius))
    caption(context, mark, rangeText(toll, app.store.state().lang, app.t));
}

/** Filled: a toll is known. Ring: only its bounds are. Hollow: no toll is known.
 * @param {CanvasRenderingContext2D} context @param {{shape: string, top?: number}} look
 * @param {Mark} mark @param {import('#app/types').Range} toll @param {string} colour */
function drawShape(context, look, mark, toll, colour) {
  const { shape } = look;
  if (toll.best !== null) solid(context, shape, mark, mark.radius, colour);
  else if (toll.high === null && toll.low === null) hollow(context, shape, mark, colour);
  else bounds(context, look, mark, toll, colour);
}

/** @param {string} status @returns {boolean} whether no source was read for the event itself */
export const unchecked = (status) => status === 'from_memory' || status === 'source_article';

/** Not checked against a source: a question mark at the shoulder.
 * @param {CanvasRenderingContext2D} context @param {Mark} mark */
function question(context, { x, y, radius }) {
  const [right, top] = [x + radius * 0.75 + 3, y - radius * 0.75 - 3];
  context.font = `700 12px ${cssColour('sans')}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = cssColour('paper');
  context.strokeText('?', right, top);
  context.fillStyle = cssColour('ink');
  context.fillText('?', right, top);
}

/** @param {CanvasRenderingContext2D} context @param {string} shape @param {Mark} mark
 * @param {number} radius @param {string} colour */
function solid(context, shape, { x, y }, radius, colour) {
  trace(context, shape, x, y, radius);
  context.globalAlpha = radius > 12 ? 0.72 : 0.92;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.2;
  context.strokeStyle = cssColour('paper');
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {string} shape @param {Mark} mark
 * @param {string} colour */
function hollow(context, shape, { x, y, radius }, colour) {
  trace(context, shape, x, y, radius);
  context.lineWidth = 4;
  context.strokeStyle = cssColour('paper');
  context.stroke();
  context.fillStyle = cssColour('paper');
  context.fill();
  context.lineWidth = 1.6;
  context.strokeStyle = colour;
  context.stroke();
}

/** A contested toll: the low bound filled, the high bound a ring.
 * @param {CanvasRenderingContext2D} context @param {{shape: string, top?: number}} look
 * @param {Mark} mark @param {{low: number | null, high: number | null}} toll
 * @param {string} colour */
function bounds(context, { shape, top }, mark, { low, high }, colour) {
  trace(context, shape, mark.x, mark.y, high === null ? mark.radius + 3 : mark.radius);
  context.globalAlpha = 0.18;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = colour;
  if (high === null) context.setLineDash([2, 2]);
  context.stroke();
  context.setLineDash([]);
  if (low !== null) solid(context, shape, mark, Math.min(radiusOf(low, top), mark.radius - 2.5), colour);
}

/** A total over several events: a diamond in a ring, no size.
 * @param {CanvasRenderingContext2D} context @param {Mark} mark @param {string} colour */
function drawAggregate(context, { x, y, radius }, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = cssColour('paper');
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  context.stroke();
  trace(context, 'diamond', x, y, radius - 4.2);
  context.fillStyle = colour;
  context.fill();
}

/** Somewhere in an area, not at this point.
 * @param {CanvasRenderingContext2D} context @param {Mark} mark @param {string} colour */
function dashedRing(context, { x, y, radius }, colour) {
  context.beginPath();
  context.arc(x, y, radius + 4.5, 0, 2 * Math.PI);
  context.setLineDash([2.5, 2.5]);
  context.lineWidth = 1.2;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} context @param {Mark} mark */
function halo(context, { x, y, radius }) {
  context.beginPath();
  context.arc(x, y, radius + 4, 0, 2 * Math.PI);
  context.lineWidth = 4.5;
  context.strokeStyle = cssColour('paper');
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = cssColour('ink');
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Mark} mark @param {string} words */
function caption(context, { x, y, radius }, words) {
  context.font = `600 11px ${cssColour('sans')}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineWidth = 3;
  context.strokeStyle = cssColour('paper');
  context.strokeText(words, x, y + radius + 2);
  context.fillStyle = cssColour('ink');
  context.fillText(words, x, y + radius + 2);
}

/** Half the height of a count. */
const HALF = 9;

/** A number of events: a label of one height, which nothing sized by a toll is like; along its foot
 * the shares of the families.
 * @param {CanvasRenderingContext2D} context @param {App} app @param {Mark} mark
 * @param {boolean} active */
function drawStack(context, app, mark, active) {
  const { x, y, radius, rows, count } = mark;
  context.save();
  label(context, mark);
  context.fillStyle = cssColour('paper');
  context.fill();
  context.clip();
  let left = x - radius;
  const families = familyRows(app);
  const counts = FAMILIES.map(() => 0);
  for (const row of rows) counts[families[row]] += eventsOf(app.data.columns, row);
  for (const [i, family] of FAMILIES.entries()) {
    const width = (counts[i] / count) * 2 * radius;
    if (width === 0) continue;
    context.fillStyle = cssColour(`family-${family}`);
    context.fillRect(left, y + HALF - 4, width, 4);
    left += width;
  }
  context.restore();
  label(context, mark);
  context.lineWidth = 1.2;
  context.strokeStyle = cssColour('ink-2');
  context.stroke();
  context.font = `600 ${count < 1000 ? 12 : 10.5}px ${cssColour('sans')}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = cssColour('ink');
  context.fillText(numberText(count, app.store.state().lang), x, y - 1.5);
  if (active) halo(context, mark);
}

/** The outline of a count: round at both ends.
 * @param {CanvasRenderingContext2D} context @param {Mark} mark */
function label(context, { x, y, radius }) {
  const end = Math.max(0, radius - HALF);
  context.beginPath();
  context.arc(x - end, y, HALF, Math.PI / 2, 1.5 * Math.PI);
  context.arc(x + end, y, HALF, -Math.PI / 2, Math.PI / 2);
  context.closePath();
}
