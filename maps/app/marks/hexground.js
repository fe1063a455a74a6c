/** Totals by hexagon are drawn in the hexagons of the ground that they are totals of. */
/** @import {Columns} from '#app/types' */

/** @typedef {{across: number, up: number}} Sides from the middle to a corner, in pixels each way */

const SIDE = /^total of a hexagon with sides of ([\d.]+)°$/;

/** @param {Columns} columns
 * @returns {number} the side of the hexagons in degrees; 0 when there are none */
export function sideOf(columns) {
  if (!columns.weights()) return 0;
  const found = columns.codes('place_precision').texts.map((text) => SIDE.exec(text)).find(Boolean);
  return found ? Number(found[1]) : 0;
}

/** How large a hexagon of the ground is on the screen; nothing when it is too small to be drawn.
 * @param {L.Map} map @param {number} side in degrees @param {number} y of its middle, in
 *   container pixels @param {number} least pixels @returns {Sides | null} */
export function sidesAt(map, side, y, least) {
  const across = (side * 256 * 2 ** map.getZoom()) / 360;
  if (across < least) return null;
  const { lat } = map.containerPointToLatLng([0, y]);
  return { across, up: across / Math.cos((lat * Math.PI) / 180) };
}
