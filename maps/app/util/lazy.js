/** Lists whose items are made when they are read; pure. */

/** An object that reads like an array of LENGTH items, each made by GET and not kept.
 * @template T @param {number} length @param {(row: number) => T} get @returns {T[]} */
export function lazyList(length, get) {
  return /** @type {any} */ (
    new Proxy([], {
      get(target, key) {
        if (key === 'length') return length;
        if (typeof key === 'string' && /^\d+$/.test(key))
          return Number(key) < length ? get(Number(key)) : undefined;
        return Reflect.get(target, key);
      },
      has: (target, key) =>
        typeof key === 'string' && /^\d+$/.test(key) ? Number(key) < length : key in target,
    })
  );
}

/** @template T @param {() => T} make @returns {() => T} what is made at the first call */
export function once(make) {
  /** @type {{value: T} | null} */
  let held = null;
  return () => {
    held ??= { value: make() };
    return held.value;
  };
}

/** Give OBJECT a member that is made when it is first read.
 * @param {object} object @param {string} name @param {() => unknown} make */
export function lazyMember(object, name, make) {
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
      return value;
    },
  });
}

/** Rows OF that a window holds: from one place to another, and some that began EARLY and last.
 * @typedef {{of: Rows, from: number, to: number, early: number[]}} Parts */

/** Rows as numbers in one block of memory: windows over it cost nothing. Mapping and filtering
 * give plain arrays, as a list of any values must. */
export class Rows extends Int32Array {
  /** Of rows cut out of others: which. @type {Parts | null} */
  parts = null;

  /** @param {any} fn @returns {any} */
  map(fn) {
    const found = new Array(this.length);
    for (let i = 0; i < this.length; i += 1) found[i] = fn(this[i], i, this);
    return found;
  }

  /** @param {any} fn @returns {any} */
  filter(fn) {
    const found = [];
    for (let i = 0; i < this.length; i += 1) if (fn(this[i], i, this)) found.push(this[i]);
    return found;
  }

  /** @param {any} fn @returns {any} */
  flatMap(fn) {
    return this.map(fn).flat();
  }
}

/** Is a row among rows in ascending order?
 * @param {ArrayLike<number>} rows @param {number} row */
export function among(rows, row) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
}
