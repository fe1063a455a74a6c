/** Shaded ground: one picture over land and areas, a layer like the others. */
/** @import {App, Collection} from '#app/types' */
import { reportFault } from '#app/util/faults';
import { hardLight } from '#app/util/hardlight';

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
  const canvas = document.createElement('canvas');
  const overlay = L.svgOverlay(
    /** @type {any} Leaflet takes any element */ (canvas),
    [
      [south, west],
      [north, east],
    ],
    { pane: 'cm-relief', interactive: false, className: 'cm-relief' },
  ).addTo(map);
  const image = new Image();
  image.onload = () => shade(canvas, image, /** @type {HTMLElement} */ (map.getPane('cm-relief')));
  image.onerror = () => reportFault('layers', new Error('This picture cannot be read.'), found.id);
  image.src = picture.image;
  const fade = () => overlay.setOpacity(strength(map.getZoom()));
  map.on('zoomend', fade);
  fade();
  watch(
    ({ layers }) => [layers],
    ({ layers }) => overlay.getElement()?.classList.toggle('cm-none', !layers[found.id]),
  );
}

/** Draw the picture so that it lies over the ground in hard light. WebKitGTK does not blend what moves
 * with the map: grey needs no blending, and a coloured picture is left to the browser.
 * @param {HTMLCanvasElement} canvas @param {HTMLImageElement} image @param {HTMLElement} pane */
function shade(canvas, image, pane) {
  const { naturalWidth: width, naturalHeight: height } = image;
  Object.assign(canvas, { width, height });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.drawImage(image, 0, 0);
  const pixels = pen.getImageData(0, 0, width, height);
  const grey = hardLight(pixels.data);
  if (grey) pen.putImageData(pixels, 0, 0);
  pane.classList.toggle('cm-blended', !grey);
  // A drawing of the page takes the picture itself, which is much smaller.
  canvas.dataset.picture = image.src;
  pane.dataset.blend = 'hard-light';
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
