/** A Leaflet layer that is one canvas, redrawn when the map stops and scaled while it zooms. */
import { runInSteps } from '#app/util/schedule';

/** @typedef {{x: number, y: number, pad: number}} Size of the view, and how much more is drawn */
/** @typedef {(context: CanvasRenderingContext2D, size: Size) => void} Draw */
/** @typedef {L.Layer & {redraw: () => void, fresh: () => boolean}} CanvasLayer */

const PAD = 0.25;

/** @param {string} pane @param {Draw} draw in container pixels, PAD of the view drawn on each side
 * @param {{needed?: () => boolean, prepare?: (size: Size) => Iterable<void>}} [more] whether there
 * is anything to draw, and the steps to take before it is drawn anew after the map has moved
 * @returns {CanvasLayer} */
export function canvasLayer(pane, draw, { needed = () => true, prepare = () => [] } = {}) {
  const sheet = new Sheet(draw, needed, prepare);
  const redraw = () => sheet.redraw();
  const follow = () => sheet.follow();
  const later = () => sheet.later();
  const animate = (/** @type {any} */ event) => sheet.animate(event);
  const layer = new (L.Layer.extend({
    onAdd(/** @type {L.Map} */ map) {
      sheet.map = map;
      map.getPane(pane)?.append(sheet.canvas);
      redraw();
    },
    onRemove() {
      sheet.canvas.remove();
    },
    getEvents: () => ({
      zoom: follow, moveend: later, viewreset: later, resize: redraw, zoomanim: animate,
    }),
  }))();
  return Object.assign(layer, { redraw: () => sheet.refresh(), fresh: () => !sheet.drawn.stale });
}

/** A canvas, and what it was drawn for last. */
class Sheet {
  /** @param {Draw} draw @param {() => boolean} needed
   * @param {(size: Size) => Iterable<void>} prepare */
  constructor(draw, needed, prepare) {
    this.draw = draw;
    this.needed = needed;
    this.prepare = prepare;
    this.canvas = makeCanvas();
    /** @type {L.Map | null} */
    this.map = null;
    this.drawn = { zoom: 0, corner: L.latLng(0, 0), stale: false };
    /** Give up what waits for its turn. */
    this.cancel = () => {};
  }

  redraw() {
    if (!this.map) return;
    this.cancel();
    this.drawn.stale = false;
    if (this.needed()) this.paint(this.map);
    else if (this.canvas.width > 1) this.canvas.width = this.canvas.height = 1;
  }

  /** @param {L.Map} map */
  paint(map) {
    const size = sizeOf(map);
    const { pad } = size;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const origin = map.containerPointToLayerPoint([-pad, -pad]);
    if (document.documentElement.dataset.printing) this.canvas = renewed(this.canvas);
    resize(this.canvas, size.x + 2 * pad, size.y + 2 * pad, ratio);
    L.DomUtil.setTransform(this.canvas, origin, 1);
    this.drawn.zoom = map.getZoom();
    this.drawn.corner = map.layerPointToLatLng(origin);
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, pad * ratio, pad * ratio);
    this.draw(context, size);
  }

  /** What is drawn stays where it lies on the ground. */
  follow() {
    const map = /** @type {L.Map} */ (this.map);
    const scale = map.getZoomScale(map.getZoom(), this.drawn.zoom);
    L.DomUtil.setTransform(this.canvas, map.latLngToLayerPoint(this.drawn.corner), scale);
  }

  /** Paper does not wait; on the screen it is drawn anew when there is time. */
  later() {
    if (document.documentElement.dataset.printing) {
      this.redraw();
      return;
    }
    this.follow();
    this.cancel();
    this.drawn.stale = true;
    const size = sizeOf(/** @type {L.Map} */ (this.map));
    this.cancel = runInSteps(this.prepare(size), () => this.redraw());
  }

  /** What waits for its turn, or for the end of a zoom, is drawn then, after what lies below it. */
  refresh() {
    if (!this.drawn.stale) this.redraw();
  }

  /** @param {any} event of a zoom */
  animate(event) {
    const map = /** @type {any} */ (this.map);
    this.drawn.stale = true;
    const scale = map.getZoomScale(event.zoom, this.drawn.zoom);
    // Leaflet's own overlays use this method; there is no public one.
    const offset = map._latLngToNewLayerPoint(this.drawn.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }
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
