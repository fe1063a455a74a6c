/** What failed on this page, by kind; whoever shows it is told. */

/** @typedef {'shapes' | 'layers' | 'part'} Kind */

/** @type {Record<Kind, Set<string>>} */
export const known = { shapes: new Set(), layers: new Set(), part: new Set() };

/** Called when there is something new to say. */
let tell = () => {};

/** @param {() => void} listener called after each new fault */
export function onFault(listener) {
  tell = listener;
}

/** Note what failed: a feature or layer by its id, or a part of the page by its error.
 * @param {Kind} kind @param {unknown} error @param {string} [id] */
export function reportFault(kind, error, id) {
  const what = id ?? messageOf(error);
  if (known[kind].has(what)) return;
  known[kind].add(what);
  console.error(`conflictmap: ${kind}: ${what}:`, error);
  tell();
}

/** What MAKE gives; null when it fails, which is said: the other parts of the page go on.
 * @template T @param {() => T} make @returns {T | null} */
export function attempt(make) {
  try {
    return make();
  } catch (error) {
    reportFault('part', error);
    return null;
  }
}

/** @param {unknown} error */
export const messageOf = (error) =>
  error instanceof Error ? error.message || error.name : String(error);
