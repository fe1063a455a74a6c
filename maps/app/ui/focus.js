/** The focus stays where it was when a part of the page is made anew. */

/** Redraw the children of a node; the one that had the focus is known by its name.
 * @param {HTMLElement} node @param {() => void} redraw */
export function keepFocus(node, redraw) {
  const name = node.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.name
    : null;
  redraw();
  if (name)
    /** @type {HTMLElement | null} */ (
      node.querySelector(`[data-name="${CSS.escape(name)}"]`)
    )?.focus();
}
