/** Packed numbers into arrays of 32 or 64 bits. Each function says whether the array holds every
 * number as it is; NaN is not known. Pure. */
/** @import {Ints, Numbers} from '#app/types' */

/** Whole numbers below this are the same in 32 bits. */
const EXACT = 2 ** 24;

/** @param {Ints} raw @param {number} base @param {Numbers} into */
export function fillPlain(raw, base, into) {
  for (let i = 0; i < raw.length; i += 1) into[i] = raw[i] ? raw[i] + base - 1 : NaN;
  return into instanceof Float64Array || Math.abs(base) + largest(raw) < EXACT;
}

/** @param {Ints} raw @param {{first: number, head: number}} column @param {Numbers} into */
export function fillSteps(raw, { first, head }, into) {
  into.fill(NaN);
  let sum = first;
  for (let i = 0; i < raw.length; i += 1) {
    sum += raw[i];
    into[head + i] = sum;
  }
  return into instanceof Float64Array || Math.max(Math.abs(first), Math.abs(sum)) < EXACT;
}

/** @param {Ints} raw @param {Numbers} other @param {Numbers} into */
export function fillLike(raw, other, into) {
  let most = 0;
  for (let i = 0; i < raw.length; i += 1) {
    const code = raw[i];
    const from = other[i];
    if (code === 0) into[i] = from;
    else if (code === 1) into[i] = NaN;
    else {
      into[i] = (from === from ? from : 0) + difference(code);
      most = Math.max(most, Math.abs(into[i]));
    }
  }
  return into instanceof Float64Array || (most < EXACT && other instanceof Float32Array);
}

/** 2, 3, 4, 5 … are 0, -1, 1, -2 … @param {number} code */
const difference = (code) => (code % 2 ? -(code - 1) / 2 : (code - 2) / 2);

/** @param {Ints} values */
function largest(values) {
  let most = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i] > most) most = values[i];
  return most;
}
