/** Build nodes. Text goes to textContent, links are http(s) only; there is no way to give markup.
 * */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string,
 * string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

const SVG = 'http://www.w3.org/2000/svg';

/** @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] names as in HTML; `onclick` etc. take functions
 * @param {...Child} children @returns {HTMLElementTagNameMap[K]} */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  assign(node, attributes);
  for (const child of children) if (child || child === '') node.append(child);
  return node;
}

/** @param {string} tag @param {Attributes} [attributes] @param {...Child} children */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  assign(node, attributes);
  for (const child of children) if (child) node.append(child);
  return /** @type {SVGElement} */ (node);
}

/** @param {Element} node @param {Attributes} attributes */
function assign(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Text of the data: its direction is its own.
 * @param {keyof HTMLElementTagNameMap} tag @param {string} content @param {string} [className] */
export function text(tag, content, className) {
  return el(tag, { dir: 'auto', class: className }, content);
}

/** A link for an http(s) address, else plain text.
 * @param {string | null | undefined} address @param {string} label @returns {Node} */
export function link(address, label) {
  if (!isWeb(address)) return text('span', label);
  return el(
    'a',
    { href: address, target: '_blank', rel: 'noopener noreferrer', dir: 'auto' },
    label,
  );
}

/** @param {string | null | undefined} address */
export function isWeb(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address ?? '').protocol);
  } catch {
    return false;
  }
}

/** @param {Element} node @param {...Child} children */
export function fill(node, ...children) {
  node.replaceChildren(
    ...children
      .filter((child) => child || child === '')
      .map((child) => /** @type {Node | string} */ (child)),
  );
}
