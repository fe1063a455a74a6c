/** Shaded ground: one picture over land and areas, a layer like the others. */
/** @import {App, Collection} from '#app/types' */

/** Crisp up to the first zoom, gone at the second: its cells are a kilometre. */
const FADE = [10, 13];
const PICTURE = /^data:image\/(webp|png|jpeg);base64,[\w+/=]+$/;

/** @param {App} app @param {L.Map} map */
export function createRelief({ data, watch }, map) {
  const found = data.spec.layers.find(({ role }) => role === 'relief');
  const block = found && data.layers.get(found.id);
  const picture = pictureOf(block);
  if (!found || !picture) return;
  const [west, south, east, north] = picture.bounds;
  const overlay = L.imageOverlay(
    picture.image,
    [
      [south, west],
      [north, east],
    ],
    { pane: 'cm-relief', interactive: false, className: 'cm-relief', alt: '' },
  ).addTo(map);
  const fade = () => overlay.setOpacity(strength(map.getZoom()));
  map.on('zoomend', fade);
  fade();
  watch(
    ({ layers }) => [layers],
    ({ layers }) => overlay.getElement()?.classList.toggle('cm-none', !layers[found.id]),
  );
}

/** How much of it is seen, from 1 to 0.
 * @param {number} zoom */
export const strength = (zoom) =>
  Math.max(0, Math.min(1, (FADE[1] - zoom) / (FADE[1] - FADE[0])));

/** A picture inside the page, and where it lies; null for anything else.
 * @param {Collection | undefined} block */
function pictureOf({ image, bounds } = { features: [] }) {
  if (image === undefined || !bounds || !PICTURE.test(image)) return null;
  return bounds.length === 4 && bounds.every(Number.isFinite) ? { image, bounds } : null;
}
