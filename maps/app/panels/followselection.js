/** The map follows the event that is selected. */
/** @import {App} from '#app/types' */
import { onMap } from '#app/panels/facts';
import { nearestZoom, SEEN } from '#app/util/groundscale';
import { SHEET } from '#app/util/sheet';

/** The height of the map that no sheet covers: of a narrow page it covers half.
 * @param {L.Map} map */
function seen(map) {
  const { y } = map.getSize();
  const { top } = map.getContainer().getBoundingClientRect();
  return matchMedia(SHEET).matches ? Math.min(y, innerHeight * 0.48 - top) : y;
}

/** How far a place is from the edge of what is seen of the map, in pixels; below 0: out of it.
 * @param {L.Map} map @param {[number, number]} place */
function edgeOf(map, place) {
  const { x, y } = map.latLngToContainerPoint(place);
  return Math.min(x, y, map.getSize().x - x, seen(map) - y);
}

/** Bring a selected event into view, unless its place is off the map; no nearer than the ring within
 * which it was.
 * @param {App} app @param {L.Map} map */
export function followSelection(app, map) {
  app.watch(({ select }) => [select], ({ select }) => {
    const found = placeOf(app, app.data.index.get(select ?? ''));
    if (!found || !onMap(app, ...found.place)) return;
    const near = nearestZoom(found.radius, found.place[0], SEEN);
    if (map.getZoom() > near) map.setView(found.place, near);
    else if (edgeOf(map, found.place) < 40) map.panTo(found.place);
  });
}

/** @param {App} app @param {number | undefined} row
 * @returns {{place: [number, number], radius: number} | null} null: it has no place */
function placeOf({ data: { spec: { events } } }, row) {
  if (row === undefined) return null;
  const [lat, lon] = [events.lat[row], events.lon[row]];
  return lat === null || lon === null
    ? null
    : { place: [lat, lon], radius: events.radius_m[row] ?? 0 };
}
