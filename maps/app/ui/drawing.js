/** What a part of the page looks like, as SVG: its shapes, pictures, boxes and lines of text, each
 * where it is seen. Looks are written on every shape, so that the drawing stands alone. */
import { svg } from '#app/ui/dom';

/** Looks of a shape, and what they are where nothing is said.
 * @type {[string, string][]} */
const LOOKS = [
  ['fill', ''], ['fill-opacity', '1'], ['stroke', 'none'], ['stroke-width', '1px'],
  ['stroke-opacity', '1'], ['stroke-dasharray', 'none'], ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'], ['opacity', '1'],
];
const LETTERS = ['font-family', 'font-size', 'font-weight', 'font-style', 'letter-spacing'];

/** @typedef {{x: number, y: number}} Zero what is 0 of the drawing, in pixels of the window */

/** @param {Element} node @param {Zero} zero @param {string} [without] selector of what is left out
 * @returns {SVGElement | null} nothing where nothing is seen */
export function drawing(node, zero, without = '') {
  const style = getComputedStyle(node);
  if (isUnseen(style) || node.matches(without || ':not(*)')) return null;
  const whole = leaf(node, zero);
  if (whole !== undefined) return whole;
  const group = svg('g', { opacity: style.opacity }, ...box(node, zero, style));
  for (const child of inHeight(node)) {
    const made = child instanceof Element ? drawing(child, zero, without) : words(child, zero);
    if (made) group.append(made);
  }
  group.style.mixBlendMode = blend(node, style);
  return clipped(group, node, zero, style.clip);
}

/** How a part lies on what is below it; one may say it that needs it in a drawing alone.
 * @param {Element} node @param {CSSStyleDeclaration} style */
const blend = (node, { mixBlendMode }) =>
  (node instanceof HTMLElement && node.dataset.blend) || mixBlendMode;

/** What is drawn as a whole; undefined for what has children.
 * @param {Element} node @param {Zero} zero */
function leaf(node, zero) {
  if (node instanceof SVGSVGElement) return shapes(node, zero);
  if (node instanceof HTMLCanvasElement)
    return image(node, zero, node.dataset.picture ?? node.toDataURL());
  if (node instanceof HTMLImageElement) return image(node, zero, node.src);
  return undefined;
}

/** A `clip-path` has what is only for readers of the screen.
 * @param {CSSStyleDeclaration} style */
const isUnseen = ({ display, visibility, opacity, clipPath }) =>
  display === 'none' || visibility === 'hidden' || opacity === '0' || clipPath !== 'none';

/** The children from below to above.
 * @param {Element} node @returns {Node[]} */
function inHeight(node) {
  const height = (/** @type {Node} */ child) =>
    child instanceof Element ? Number.parseInt(getComputedStyle(child).zIndex, 10) || 0 : 0;
  return [...node.childNodes]
    .filter(({ nodeType }) => nodeType === Node.ELEMENT_NODE || nodeType === Node.TEXT_NODE)
    .sort((a, b) => height(a) - height(b));
}

/** @param {SVGElement} group @param {Element} node @param {Zero} zero
 * @param {string} rect edges from the corner of the node: top, right, bottom, left; or `auto` */
function clipped(group, node, zero, rect) {
  if (rect === 'auto') return group;
  const { left, top } = node.getBoundingClientRect();
  const [up, right, down, from] = (rect.match(/-?[\d.]+(?:e[+-]?\d+)?(?=px)/g) ?? []).map(Number);
  const points = [from, up, right, up, right, down, from, down]
    .map((value, i) => value + (i % 2 ? top - zero.y : left - zero.x));
  const id = `clip-${Math.round(points[0])}-${Math.round(points[2])}`;
  return svg('g', { 'clip-path': `url(#${id})` },
    svg('clipPath', { id }, svg('polygon', { points: points.join(' ') })), group);
}

/** @param {SVGSVGElement} node @param {Zero} zero */
function shapes(node, zero) {
  const { left, top, width, height } = node.getBoundingClientRect();
  const copy = /** @type {SVGElement} */ (shape(node));
  const at = { x: left - zero.x, y: top - zero.y, width, height };
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  return copy;
}

/** @param {Element} node @returns {Element | null} */
function shape(node) {
  const style = getComputedStyle(node);
  if (style.display === 'none') return null;
  const copy = /** @type {Element} */ (node.cloneNode(false));
  for (const name of ['class', 'style']) copy.removeAttribute(name);
  if (node instanceof SVGGraphicsElement) dress(copy, style);
  if (node instanceof SVGTextElement) letters(copy, style);
  for (const child of node.childNodes) {
    const made = child instanceof Element ? shape(child) : child.cloneNode();
    if (made) copy.append(made);
  }
  return copy;
}

/** @param {Element} copy @param {CSSStyleDeclaration} style */
function dress(copy, style) {
  for (const [name, plain] of LOOKS) {
    const value = style.getPropertyValue(name);
    if (value === plain) copy.removeAttribute(name);
    else copy.setAttribute(name, value.replaceAll('"', ''));
  }
}

/** @param {Element} copy @param {CSSStyleDeclaration} style */
function letters(copy, style) {
  for (const name of LETTERS) copy.setAttribute(name, style.getPropertyValue(name));
}

/** A picture inside the page; one from elsewhere is left out.
 * @param {Element} node @param {Zero} zero @param {string} href */
function image(node, zero, href) {
  const { opacity } = getComputedStyle(node);
  if (!href.startsWith('data:image/')) return null;
  const { left, top, width, height } = node.getBoundingClientRect();
  return svg('image', {
    href, x: left - zero.x, y: top - zero.y, width, height, opacity, preserveAspectRatio: 'none',
  });
}

/** Ground and frame of a box.
 * @param {Element} node @param {Zero} zero @param {CSSStyleDeclaration} style */
function box(node, zero, style) {
  const { left, top, width, height } = node.getBoundingClientRect();
  const sides = ['top', 'right', 'bottom', 'left'].map((side) =>
    Number.parseFloat(style.getPropertyValue(`border-${side}-width`)));
  const fill = style.backgroundColor;
  const [x, y] = [left - zero.x, top - zero.y];
  const framed = sides.every((one) => one > 0);
  const line = { stroke: style.borderBottomColor, 'stroke-width': Math.max(...sides), fill };
  const filled = !/, 0\)$|^transparent$/.test(fill);
  if (framed || filled) {
    const rx = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, height / 2);
    return [svg('rect', { x, y, width, height, rx, ...(framed ? line : { fill }) })];
  }
  const [right, bottom] = [x + width, y + height];
  const edges = [`M${x} ${y}H${right}`, `M${right} ${y}V${bottom}`, `M${x} ${bottom}H${right}`,
    `M${x} ${y}V${bottom}`].filter((_, i) => sides[i] > 0);
  return edges.length ? [svg('path', { d: edges.join(''), ...line, fill: 'none' })] : [];
}

/** A text, line by line as the page has broken it.
 * @param {Node} node of text @param {Zero} zero */
function words(node, zero) {
  const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
  const range = document.createRange();
  /** @type {{top: number, bottom: number, left: number, text: string}[]} */
  const lines = [];
  for (const { index, 0: word } of (node.textContent ?? '').matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { top, bottom, left, width } = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last && Math.abs(last.top - top) < 2) last.text += ` ${word}`;
    else if (width) lines.push({ top, bottom, left, text: word });
  }
  if (!lines.length) return null;
  return svg('g', {}, ...lines.map((line) => textLine(line, style, zero)));
}

/** @param {{top: number, bottom: number, left: number, text: string}} line
 * @param {CSSStyleDeclaration} style @param {Zero} zero */
function textLine({ top, bottom, left, text }, style, zero) {
  const size = Number.parseFloat(style.fontSize);
  const node = svg('text', {
    x: left - zero.x, y: (top + bottom) / 2 - zero.y + 0.35 * size, fill: style.color,
  });
  node.textContent = style.textTransform === 'uppercase' ? text.toUpperCase() : text;
  letters(node, style);
  return node;
}

/** The fonts of the page, as a style of the drawing.
 * @returns {SVGElement} */
export function fonts() {
  const found = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
    } catch {
      return []; // a sheet from elsewhere, of a plugin
    }
  });
  const node = svg('style');
  node.textContent = found.map(({ cssText }) => cssText).join('');
  return node;
}
