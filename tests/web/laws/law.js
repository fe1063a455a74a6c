/** Laws: what holds of any input. fast-check makes the inputs, the same at each run, and shows the
 * smallest one that breaks a law. LAW_RUNS times as many are tried in the long run (`make soak`). */
import { existsSync } from 'node:fs';
import test from 'node:test';

const PATH = new URL('../../../maps/node_modules/fast-check/lib/fast-check.js', import.meta.url);
const skip = existsSync(PATH) ? false : 'run `npm ci` in maps/ first';
const { default: fc } = skip ? {} : await import(PATH);
const TIMES = Number(process.env.LAW_RUNS ?? 1);

/** A law as a test.
 * @param {string} name @param {(fc: any) => any[]} inputs arbitraries, one for each argument
 * @param {(...values: any[]) => void} holds throws where the law is broken
 * @param {{runs?: number, seed?: number, examples?: any[][]}} [options] */
export function law(name, inputs, holds, { runs = 300, seed = 1988, examples = [] } = {}) {
  test(name, { skip }, () => {
    fc.assert(fc.property(...inputs(fc), holds), { numRuns: runs * TIMES, seed, examples });
  });
}

/** Days of the years 1 to 9999. */
export const days = (fc) => fc.integer({ min: -719162, max: 2932895 });
/** A window of at least a day. */
export const windows = (fc, day = days(fc), most = 5000) =>
  fc.tuple(day, fc.integer({ min: 1, max: most })).map(([from, length]) => [from, from + length]);
/** A number, or null where it is not known. */
export const known = (fc, values) => fc.option(values, { nil: null });
