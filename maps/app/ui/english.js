/** Words that a further language lacks stand in English, and are marked as English. */
/** @import {App} from '#app/types' */
import { borrowed } from '#app/text/i18n';

const MARK = 'data-borrowed';

/** @param {Node} node @returns {Text[]} */
function textsIn(node) {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = node instanceof Text ? [node] : [];
  while (walk.nextNode()) found.push(/** @type {Text} */ (walk.currentNode));
  return found;
}

/** @param {Text} node */
function mark({ data, parentElement }) {
  if (!parentElement) return;
  if (borrowed.has(data)) {
    parentElement.lang = 'en';
    parentElement.setAttribute(MARK, '');
  } else if (parentElement.hasAttribute(MARK)) {
    parentElement.removeAttribute('lang');
    parentElement.removeAttribute(MARK);
  }
}

/** Watch a page that has further languages; others need no look.
 * @param {App} app @param {Element} root */
export function markEnglish({ data, store }, root) {
  const codes = new Set(data.spec.languages?.map(({ code }) => code));
  if (codes.size === 0) return;
  const look = (/** @type {Node} */ node) => {
    if (codes.has(store.state().lang)) textsIn(node).forEach(mark);
    else for (const one of root.querySelectorAll(`[${MARK}]`)) {
      one.removeAttribute('lang');
      one.removeAttribute(MARK);
    }
  };
  new MutationObserver((changes) => {
    for (const { target } of changes) look(target);
  }).observe(root, { subtree: true, childList: true, characterData: true });
  look(root);
}
