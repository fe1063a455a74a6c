/** Metres on the ground and pixels of the map, in Web Mercator; pure. */

/** A ring of so many pixels round a place is seen as a ring. */
export const SEEN = 200;

/** Metres of a pixel at the equator, at zoom 0. */
const WIDEST = (2 * Math.PI * 6378137) / 256;

/** @param {number} metres @param {number} lat @param {number} zoom @returns {number} pixels */
export const pixelsOf = (metres, lat, zoom) =>
  (metres * 2 ** zoom) / (WIDEST * Math.cos((lat * Math.PI) / 180));

/** The nearest zoom, in quarters, at which something known to some metres takes no more than so many
 * pixels; Infinity for what is exact.
 * @param {number} metres @param {number} lat @param {number} pixels @returns {number} */
export const nearestZoom = (metres, lat, pixels) =>
  metres > 0 ? Math.floor(4 * Math.log2(pixels / pixelsOf(metres, lat, 0))) / 4 : Infinity;
