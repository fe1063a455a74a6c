/** One state store: frozen states in, subscribers told after each change. */
/** @import {Store} from '#app/types' */

/** @template {object} T @param {T} initial
 * @param {(patch: Partial<T>) => Partial<T>} [settled] what goes with a change
 * @returns {Store<T>} */
export function createStore(initial, settled = (patch) => patch) {
  let current = Object.freeze({ ...initial });
  /** @type {Set<(state: T, before: T) => void>} */
  const subscribers = new Set();
  return {
    state: () => current,
    set(patch) {
      const before = current;
      current = Object.freeze({ ...current, ...settled(patch) });
      for (const tell of [...subscribers]) tell(current, before);
    },
    on(fn) {
      subscribers.add(fn);
      return () => {
        subscribers.delete(fn);
      };
    },
  };
}
