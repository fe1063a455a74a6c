/** A Leaflet layer that is one canvas, redrawn when the map stops and scaled while it zooms. */
import { inTurn } from '#app/util/schedule';

/** @typedef {{x: number, y: number, pad: number}} Size of the view, and how much more is drawn */
/** @typedef {(context: CanvasRenderingContext2D, size: Size) => void} Draw */
/** @typedef {L.Layer & {redraw: () => void, fresh: () => boolean}} CanvasLayer */

const PAD = 0.25;

/** @param {string} pane @param {Draw} draw in container pixels, PAD of the view drawn on each side
 * @param {{needed?: () => boolean, prepare?: (size: Size) => Iterable<void>}} [more] whether there
 * is anything to draw, and the steps to take before it is drawn anew after the map has moved
 * @returns {CanvasLayer} */
export function canvasLayer(pane, draw, { needed = () => true, prepare = () => [] } = {}) {
  let canvas = makeCanvas();
  /** @type {L.Map} */
  let map;
  const drawn = { zoom: 0, corner: L.latLng(0, 0), stale: false };
  let call = () => {};

  const redraw = () => {
    if (!map) return;
    call();
    drawn.stale = false;
    if (!needed()) {
      if (canvas.width > 1) canvas.width = canvas.height = 1;
      return;
    }
    const size = sizeOf(map);
    const { pad } = size;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [size.x + 2 * pad, size.y + 2 * pad];
    const origin = map.containerPointToLayerPoint([-pad, -pad]);
    if (document.documentElement.dataset.printing) canvas = renewed(canvas);
    resize(canvas, width, height, ratio);
    L.DomUtil.setTransform(canvas, origin, 1);
    drawn.zoom = map.getZoom();
    drawn.corner = map.layerPointToLatLng(origin);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, pad * ratio, pad * ratio);
    draw(context, size);
  };
  /** What is drawn stays where it lies on the ground. */
  const follow = () => {
    const scale = map.getZoomScale(map.getZoom(), drawn.zoom);
    L.DomUtil.setTransform(canvas, map.latLngToLayerPoint(drawn.corner), scale);
  };
  /** Paper does not wait; on the screen it is drawn anew when there is time. */
  const later = () => {
    if (document.documentElement.dataset.printing) {
      redraw();
      return;
    }
    follow();
    call();
    drawn.stale = true;
    call = inTurn(prepare(sizeOf(map)), redraw);
  };
  /** What waits for its turn, or for the end of a zoom, is drawn then, after what lies below it. */
  const refresh = () => {
    if (!drawn.stale) redraw();
  };
  const animate = (/** @type {any} */ event) => {
    drawn.stale = true;
    const scale = map.getZoomScale(event.zoom, drawn.zoom);
    // Leaflet's own overlays use this method; there is no public one.
    const offset = /** @type {any} */ (map)._latLngToNewLayerPoint(
      drawn.corner,
      event.zoom,
      event.center,
    );
    L.DomUtil.setTransform(canvas, offset, scale);
  };
  const layer = new (L.Layer.extend({
    onAdd(/** @type {L.Map} */ to) {
      map = to;
      to.getPane(pane)?.append(canvas);
      redraw();
    },
    onRemove() {
      canvas.remove();
    },
    getEvents: () => ({
      zoom: follow, moveend: later, viewreset: later, resize: redraw, zoomanim: animate,
    }),
  }))();
  return Object.assign(layer, { redraw: refresh, fresh: () => !drawn.stale });
}

/** @param {L.Map} map @returns {Size} */
function sizeOf(map) {
  const { x, y } = map.getSize();
  return { x, y, pad: Math.round(Math.max(x, y) * PAD) };
}

function makeCanvas() {
  const canvas = document.createElement('canvas');
  canvas.className = 'cm-canvas leaflet-zoom-animated';
  canvas.setAttribute('aria-hidden', 'true');
  return canvas;
}

/** Chromium replays a canvas drawn for printing as vectors; the emptying of an old one would wipe
 * what lies below it on the paper.
 * @param {HTMLCanvasElement} old */
function renewed(old) {
  const canvas = makeCanvas();
  old.replaceWith(canvas);
  return canvas;
}

/** The canvas is emptied; a new size, which costs more, only where there is one.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height
 * @param {number} ratio */
function resize(canvas, width, height, ratio) {
  if (canvas.width === Math.floor(width * ratio) && canvas.height === Math.floor(height * ratio)) {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
