/** A picture of what is seen: title, days, map, key and credit, as SVG or PNG. */
/** @import {App} from '#app/types' */
import { spoken } from '#app/rules/annotations';
import { leadWords } from '#app/text/groundwords';
import { label } from '#app/text/i18n';
import { svg } from '#app/ui/dom';
import { drawing, fonts } from '#app/ui/drawing';

/** Room at the edges, width of the key, pixels of a PNG for each of the page. */
const [EDGE, KEY, SCALE] = [16, 230, 2];
/** What lies over the map and is for the hand. */
const CONTROLS =
  '.cm-map-buttons, .cm-key, .cm-tip, .cm-popup, .cm-caption, .cm-hidden, .cm-tiles-missing';

/** @typedef {{nodes: SVGElement[], height: number}} Block */

/** @param {App} app @returns {Promise<SVGElement>} */
export async function pictureOf(app) {
  const frame = /** @type {Element} */ (document.querySelector('.cm-map-frame'));
  const { left, top, width, height } = frame.getBoundingClientRect();
  const map = drawing(frame, { x: left, y: top }, CONTROLS);
  const key = await keyOf(app);
  const whole = width + KEY + 3 * EDGE;
  const head = block(whole, headWords(app));
  const middle = Math.max(height, key.height);
  const foot = block(whole, footWords(app));
  const y = head.height + middle + EDGE;
  const colour = getComputedStyle(document.body);
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg', width: whole, height: y + foot.height,
      viewBox: `0 0 ${whole} ${y + foot.height}`, fill: colour.color, 'font-family': colour.fontFamily,
    },
    fonts(),
    svg('rect', { width: '100%', height: '100%', fill: colour.backgroundColor }),
    svg('g', {}, ...head.nodes),
    svg('svg', { x: EDGE, y: head.height, width, height }, map),
    svg('g', { transform: `translate(${width + 2 * EDGE} ${head.height})` }, ...key.nodes),
    svg('g', { transform: `translate(0 ${y})` }, ...foot.nodes),
  );
}

/** The key as a whole, whether or not it is open.
 * @param {App} app @returns {Promise<Block>} */
async function keyOf(app) {
  const { key } = app.ui.state();
  app.ui.set({ key: true });
  // What is many waits for a pause before it is drawn.
  await new Promise((done) => setTimeout(done, key ? 0 : 400));
  const body = document.querySelector('.cm-key-body');
  if (!body) return { nodes: [], height: 0 };
  const { left, top } = body.getBoundingClientRect();
  const node = drawing(body, { x: left, y: top - body.scrollTop });
  app.ui.set({ key });
  return { nodes: node ? [node] : [], height: body.scrollHeight };
}

/** @param {App} app @returns {[number, string][]} sizes and texts */
function headWords(app) {
  const { spec } = app.data;
  const days = [...document.querySelectorAll('.cm-dateline > *')].map((part) => part.textContent);
  return [
    [24, spoken(spec.opening?.headline, app.store.state().lang) || app.say(spec.title)],
    [15, days.filter(Boolean).join(' · ')],
    [13, leadWords(app).join(' ')],
  ];
}

/** What the areas mean, whose data these are, what made the picture, and where the page is served.
 * @param {App} app @returns {[number, string][]} */
function footWords({ data: { spec }, t }) {
  const isGround = spec.layers.some(({ role }) => role === 'control' || role === 'district');
  const at = /^https?:/.test(location.href) ? location.href.replace(/#.*/, '') : '';
  return [[11, [
    isGround && label(t, 'caption', spec.viewpoint), ...spec.attribution, spec.tiles?.attribution,
    ...new Set(spec.layers.map(({ attribution }) => attribution)), spec.generator, at,
  ].filter(Boolean).join(' · ')]];
}

/** Texts below each other, broken at a width.
 * @param {number} width @param {[number, string][]} texts @returns {Block} */
function block(width, texts) {
  const context = /** @type {CanvasRenderingContext2D} */ (
    document.createElement('canvas').getContext('2d'));
  const { fontFamily } = getComputedStyle(document.body);
  let height = EDGE / 2;
  const nodes = texts.flatMap(([size, text]) => {
    context.font = `${size > 20 ? 600 : 400} ${size}px ${fontFamily}`;
    return broken(context, text, width - 2 * EDGE).map((line) => {
      height += 1.35 * size;
      const node = svg('text', {
        x: EDGE, y: height - 0.3 * size, 'font-size': size, 'font-weight': size > 20 ? 600 : null,
      });
      node.textContent = line;
      return node;
    });
  });
  return { nodes, height: height + EDGE / 2 };
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} width */
function broken(context, text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** @param {SVGElement} picture */
export const svgText = (picture) => new XMLSerializer().serializeToString(picture);

/** @param {SVGElement} picture @returns {Promise<Blob>} */
export async function pngOf(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width * SCALE, image.height * SCALE];
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'));
}
