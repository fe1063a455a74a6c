/** The SVG of one pane of the map: when the map has moved, it is cut anew in its turn, so that no
 * frame waits for all panes. Until then what is drawn lies where it should. */
import { runInSteps } from '#app/util/schedule';

/** @type {(new (options: L.RendererOptions) => L.SVG) | null} Leaflet's, with later updates */
let Pane = null;

/** @param {string} pane @returns {L.SVG} */
export function svgPane(pane) {
  Pane ??= made();
  return new Pane({ pane, padding: 0.4 });
}

/** Leaflet's renderers have no public way to say when they update. */
function made() {
  const base = /** @type {any} */ (L.SVG.prototype);
  return L.SVG.extend({
    _giveUp() {},
    getEvents() {
      return { ...base.getEvents.call(this), moveend: this._later };
    },
    _later() {
      this._onZoom();
      this._giveUp();
      this._giveUp = runInSteps([], () => {
        if (this._map) this._update();
      });
    },
    _reset() {
      this._giveUp();
      base._reset.call(this);
    },
  });
}
