/** What names are to keep clear of: controls over the map, and land that is not theirs. */
/** @import {Frame, LabelBoxes} from '#app/map/labels/placement' */
/** @import {Feature} from '#app/types' */
/** @typedef {[number, number, number, number]} Box */
import { inHexagons } from '#app/marks/counted';
import { ofRole } from '#app/rules/holder';
import { contains } from '#app/util/geometry';

/** Take the room of everything that lies over the map: key, buttons, scale, locator.
 * @param {LabelBoxes} places @param {HTMLElement} container of the map */
export function takeControls(places, container) {
  const frame = container.getBoundingClientRect();
  for (const node of container.parentElement?.children ?? []) {
    const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
    // What covers most of the map is no control: the frame of a divider, say.
    if (node === container || width * height > 0.6 * frame.width * frame.height) continue;
    if (width > 0 && height > 0)
      places.take([left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]);
  }
}

/** Whether a box stays on the land that a place lies on; any box does where no land is known.
 * @param {Frame} frame @param {number} lon @param {number} lat
 * @param {string[]} [off] roles of areas that the box is to keep off
 * @returns {(box: Box) => boolean} */
export function onLandOf({ app, map }, lon, lat, off = []) {
  const land = ofRole(app.data, 'land').find(({ geometry }) => contains(geometry, lon, lat));
  const areas = off.flatMap((role) => ofRole(app.data, role));
  if (!land) return () => true;
  return ([x0, y0, x1, y1]) => {
    const middle = (y0 + y1) / 2;
    return [x0 + 4, (3 * x0 + x1) / 4, (x0 + 3 * x1) / 4, x1 - 4].every((x) => {
      const { lng, lat: north } = map.containerPointToLatLng([x, middle]);
      const inside = (/** @type {Feature} */ { geometry }) => contains(geometry, lng, north);
      return inside(land) && !areas.some(inside);
    });
  };
}

/** Would a dot or a sign lie on the number of a hexagon?
 * @param {Frame} frame @param {{x: number, y: number}} spot */
export const isOnNumber = ({ app, marks }, { x, y }) =>
  inHexagons(app) &&
  marks.some((mark) => Math.hypot(mark.x - x, mark.y - y) < mark.radius);
