/** How a hexagon of events is drawn: darker for more, with its number. */
/** @import {Mark} from '#app/marks/markstyle' */
/** @import {App, Weights} from '#app/types' */
import { CELL } from '#app/marks/dotgrid';
import { hexbins, nearestHex, stepOf, stepsTo } from '#app/marks/hexbins';
import { countsKilled } from '#app/marks/counted';
import { sidesAt } from '#app/marks/hexground';
import { cssColour } from '#app/marks/palette';
import { numberText } from '#app/text/format';
import { choice } from '#app/ui/choice';
import { svg } from '#app/ui/dom';
import { keyFigure } from '#app/ui/keyfigure';
import { lazyMember } from '#app/util/lazy';

export const HEX = 26;

/** @param {CanvasRenderingContext2D} context @param {App} app
 * @param {import('#app/marks/markstyle').Mark} bin @param {boolean} active
 * @param {number[]} steps of the ramp */
export function drawHex(context, app, bin, active, steps) {
  const { x, y } = bin;
  const count = Math.floor(bin.count);
  const { across, up } = bin.sides ?? { across: HEX, up: HEX };
  const step = Math.max(0, stepOf(count, steps));
  context.beginPath();
  for (let i = 0; i < 6; i += 1) {
    const angle = (Math.PI / 3) * i + Math.PI / 6;
    context.lineTo(x + (across - 0.8) * Math.cos(angle), y + (up - 0.8) * Math.sin(angle));
  }
  context.closePath();
  context.globalAlpha = count ? 0.88 : 0.4;
  context.fillStyle = cssColour(`hex-${step + 1}`);
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = active ? 3 : 1;
  context.strokeStyle = cssColour(active ? 'ink' : 'halo');
  context.stroke();
  if (!count) return; // none killed, or none known
  const text = numberText(count, app.store.state().lang);
  const size = Math.min(12, (1.55 * across * 12) / (7 * text.length)); // long numbers are small
  context.font = `600 ${size}px ${cssColour('sans')}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = cssColour(step > 2 ? 'hex-on' : 'hex-ink');
  context.fillText(text, x, y + 0.5);
}

/** Bins of what is in view, with the grid fixed to the ground.
 * @param {L.Map} map @param {{row: number, x: number, y: number}[]} points container pixels
 * @param {Weights} weights
 * @param {number} [side] of the hexagons of the ground, in degrees @returns {Mark[]} */
export function binsInView(map, points, weights, side = 0) {
  if (side > 0 && sidesAt(map, side, 0, HEX / 2)) return hexagonsOf(map, points, weights, side);
  const origin = map.getPixelBounds().min ?? L.point(0, 0);
  return hexbins(
    points.map(({ row, x, y }) => ({ row, x: x + origin.x, y: y + origin.y })),
    HEX,
    weights,
  ).map((bin) => ({ ...bin, x: bin.x - origin.x, y: bin.y - origin.y, radius: HEX * 0.9 }));
}

/** The same of many events: of each small cell of a grid as a whole. A bin's rows are looked up
 * when they are asked for.
 * @param {L.Map} map @param {import('#app/marks/dotgrid').DotGrid} grid @param {number} pad
 * @param {number} [side] of the hexagons of the ground, in degrees
 * @returns {import('#app/marks/markstyle').Mark[]} */
export function binsOfGrid(map, grid, pad, side = 0) {
  const origin = map.getPixelBounds().min ?? L.point(0, 0);
  const { counts, ground } = grid;
  /** @type {Map<number, {x: number, y: number, count: number, cells: Set<number>}>} */
  const found = new Map();
  const hex = { x: 0, y: 0, key: 0 };
  const own = side > 0 && sidesAt(map, side, 0, HEX / 2) !== null;
  for (let at = 0; at < counts.length; at += 1) {
    if (counts[at] === 0) continue;
    const x = ((at % ground.columns) + 0.5) * CELL - pad + origin.x;
    const y = (Math.floor(at / ground.columns) + 0.5) * CELL - pad + origin.y;
    if (own) Object.assign(hex, { x, y, key: at });
    else nearestHex(x, y, HEX, hex);
    const bin = found.get(hex.key) ?? { x: hex.x, y: hex.y, count: 0, cells: new Set() };
    bin.count += counts[at];
    bin.cells.add(at);
    found.set(hex.key, bin);
  }
  return [...found.values()].map(({ x, y, count, cells }) => {
    const sides = own ? sidesAt(map, side, y - origin.y, 0) : null;
    const radius = (sides ? sides.across : HEX) * 0.9;
    const mark = { x: x - origin.x, y: y - origin.y, radius, count, cells, sides };
    lazyMember(mark, 'rows', () => grid.rowsIn((cell) => cells.has(cell)));
    return /** @type {any} */ (mark);
  });
}

/** Totals by place, each in its hexagon of the ground.
 * @param {L.Map} map @param {{row: number, x: number, y: number}[]} points container pixels
 * @param {Weights} weights @param {number} side in degrees
 * @returns {Mark[]} */
function hexagonsOf(map, points, weights, side) {
  /** @type {Map<string, Mark>} */
  const found = new Map();
  for (const { row, x, y } of points) {
    const key = `${Math.round(x)} ${Math.round(y)}`;
    const sides = sidesAt(map, side, y, 0);
    const radius = (sides?.across ?? HEX) * 0.9;
    const mark = found.get(key) ?? { x, y, rows: [], radius, count: 0, sides };
    mark.rows.push(row);
    mark.count += weights?.[row] ?? 1;
    found.set(key, mark);
  }
  return [...found.values()];
}

/** The ramp for the key: ranges below the steps, or, where numbers are long, the least count of each
 * where it begins.
 * @param {App} app */
export function hexKey(app) {
  const steps = stepsTo(app.ui.state().top);
  const long = steps[4] >= 200;
  const wide = long ? 40 : 37;
  const marks = steps.flatMap((_, i) => [
    svg('rect', { x: 1 + i * wide, y: 2, width: wide - 1, height: 14, class: `cm-hex-${i + 1}` }),
    svg(
      'text',
      {
        x: i * wide + (long ? 1 : 19), y: 30, 'text-anchor': long ? 'start' : 'middle',
        class: 'cm-size-text',
      },
      stepWords(app, steps, i, long),
    ),
  ]);
  const killed = countsKilled(app);
  const options = [['hex', app.t('tab.events')], ['killed', app.t('measure.killed')]];
  const by = choice(app.t('hex.by'), 'hexby', app.store.state().marks, options, (value) =>
    app.store.set({ marks: /** @type {'hex' | 'killed'} */ (value) }));
  return keyFigure(app.t(killed ? 'key.hex.killed' : 'key.hex'), 0, 34, marks, by);
}

/** @param {App} app @param {number[]} steps @param {number} i @param {boolean} long */
function stepWords(app, steps, i, long) {
  const n = (/** @type {number} */ count) => numberText(count, app.store.state().lang);
  const [least, next] = [steps[i], steps[i + 1]];
  if (next === undefined) return `${n(least)}+`;
  return long || next - 1 === least ? n(least) : `${n(least)}–${n(next - 1)}`;
}
