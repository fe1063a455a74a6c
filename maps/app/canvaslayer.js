/** A Leaflet layer that is one canvas, redrawn when the map stops and scaled while it zooms. */

/** @typedef {(context: CanvasRenderingContext2D, size: {x: number, y: number,
 * pad: number}) => void} Draw */

const PAD = 0.25;

/** @param {string} pane @param {Draw} draw in container pixels, PAD of the view drawn on each side
 * @returns {L.Layer & {redraw: () => void}} */
export function canvasLayer(pane, draw) {
  let canvas = makeCanvas();
  /** @type {L.Map} */
  let map;
  let zoom = 0;
  let corner = L.latLng(0, 0);

  const redraw = () => {
    if (!map) return;
    const size = map.getSize();
    const pad = Math.round(Math.max(size.x, size.y) * PAD);
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const [width, height] = [size.x + 2 * pad, size.y + 2 * pad];
    const origin = map.containerPointToLayerPoint([-pad, -pad]);
    if (document.documentElement.dataset.printing) canvas = renewed(canvas);
    resize(canvas, width, height, ratio);
    L.DomUtil.setTransform(canvas, origin, 1);
    zoom = map.getZoom();
    corner = map.layerPointToLatLng(origin);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, pad * ratio, pad * ratio);
    draw(context, { x: size.x, y: size.y, pad });
  };
  const animate = (/** @type {any} */ event) => {
    const scale = map.getZoomScale(event.zoom, zoom);
    // Leaflet's own overlays use this method; there is no public one.
    const offset = /** @type {any} */ (map)._latLngToNewLayerPoint(
      corner,
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
    getEvents: () => ({ moveend: redraw, viewreset: redraw, resize: redraw, zoomanim: animate }),
  }))();
  return Object.assign(layer, { redraw });
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
