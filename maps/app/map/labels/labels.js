/** Names on the map: ranked, haloed, none over another. One canvas. */
/** @import {Frame, Obstacle} from '#app/map/labels/placement' */
/** @import {App, Feature} from '#app/types' */
import { canvasLayer } from '#app/map/canvaslayer';
import { areaLabels } from '#app/map/labels/areas';
import { isOnNumber, takeControls } from '#app/map/labels/obstacles';
import {
  haloText, holds, isWhole, LabelBoxes, spotsAround, touches, visibleFeatures,
} from '#app/map/labels/placement';
import { regionLabels } from '#app/map/labels/regions';
import { roadSigns, townSigns } from '#app/map/labels/roadsigns';
import { inHexagons } from '#app/marks/counted';
import { cssColour } from '#app/marks/palette';
import { display } from '#app/rules/names';

/** Areas that are named whatever the day, as lands are. */
const WATERS = ['sea', 'lake'];
/** Lowest zoom at which a settlement of rank 1 to 4 is named. */
const ZOOM_OF_RANK = [0, 0, 7.5, 9, 10];

/** Spots close around a place; those after them need a line. */
const CLOSE = 8;
/** The first names of a map go so many pixels farther off where the places around are taken. */
const FARTHER = [0, 12, 22];

/** Below this zoom countries are named before towns, and of towns only those of so many people: the
 * largest of a piece of ground may be a village. */
const [CONTINENTS, MILLION] = [4, 1e6];

const SIZE_OF_RANK = [0, 13.5, 12.5, 11.5, 11];

/** @param {App} app @param {L.Map} map @param {() => Obstacle[]} marks
 * @param {() => import('#app/map/labels/placement').Box[]} [notes] ground taken by annotations */
export function createLabels(app, map, marks, notes = () => []) {
  /** Where names stood: while days pass they stay there. @type {Map<string, number>} */
  let anchors = new Map();
  const layer = canvasLayer('cm-labels', (context, { x, y, pad }) => {
    const places = new LabelBoxes();
    map.getPane('cm-labels')?.classList.remove('cm-zooming');
    const frame = {
      context,
      app,
      map,
      places,
      ...rooms(app, x, y, pad),
      marks: [...marks(), ...townSigns(app, map, context)],
      anchors: new Map(),
      before: app.ui.state().playing ? anchors : new Map(),
    };
    for (const note of notes()) places.take(note);
    takeControls(places, map.getContainer());
    drawNames(frame);
    anchors = frame.anchors;
  });
  layer.addTo(map);
  // The controls over the map are made after the names.
  requestAnimationFrame(() => layer.redraw());
  // Blown up letters are not shown: the names come back where they belong.
  map.on('zoomstart', () => map.getPane('cm-labels')?.classList.add('cm-zooming'));
  app.calmly(
    (state, ui) => [
      state.lang, state.names, state.layers,
      state.window, state.day, state.compare,
      state.marks,
      app.rows(),
      ui.dark,
      ui.key,
      ui.playing,
    ],
    () => layer.redraw(),
  );
}

/** What is drawn, what the map shows, and what the key leaves of it.
 * @param {App} app @param {number} x @param {number} y @param {number} pad
 * @returns {Pick<Frame, 'box' | 'edge' | 'view'>} */
const rooms = (app, x, y, pad) => ({
  box: [-pad, -pad, x + pad, y + pad], edge: [0, 0, x, y], view: [keyRoom(app, x), 0, x, y],
});

/** Names in their order: who comes first keeps the place. @param {Frame} frame */
function drawNames(frame) {
  const { compare } = frame.app.store.state();
  const far = frame.map.getZoom() < CONTINENTS;
  roadSigns(frame);
  regionLabels(frame, 1);
  if (far) countries(frame);
  settlements(frame, 1);
  areaLabels(frame, [...(far ? [] : ['land']), ...WATERS, ...(compare ? [] : ['control'])]);
  regionLabels(frame, 4);
  settlements(frame, 2);
  areaLabels(frame, ['district', 'province']);
  settlements(frame, 4);
}

/** They keep off the numbers of hexagons. @param {Frame} frame */
function countries(frame) {
  if (inHexagons(frame.app))
    for (const { x, y } of frame.marks) frame.places.take([x - 12, y - 7, x + 12, y + 7]);
  areaLabels(frame, ['land']);
}

/** The key lies over the left of a wide map.
 * @param {App} app @param {number} width */
export const keyRoom = (app, width) =>
  app.ui.state().key && width > 650 && !document.documentElement.dataset.printing ? Math.min(250, width / 3) : 0;

/** @param {Frame} frame @param {number} most highest rank drawn in this turn */
function settlements(frame, most) {
  const { app, map, box } = frame;
  const done = (frame.done ??= new Set());
  const zoom = map.getZoom();
  const found = visibleFeatures(app, ['settlement'])
    .filter(({ feature: { id, properties, geometry } }) => {
      return (
        rankOf(properties) <= most && isNamedAt(properties, zoom) && !done.has(id) &&
        (properties.class ?? 'settlement') === 'settlement' && geometry.type === 'Point'
      );
    })
    .sort((a, b) => rankOf(a.feature.properties) - rankOf(b.feature.properties));
  for (const { feature } of found) {
    const [lon, lat] = feature.geometry.coordinates;
    done.add(feature.id);
    const spot = map.latLngToContainerPoint([lat, lon]);
    if (holds(box, spot) && !isOnNumber(frame, spot)) settlement(frame, feature, spot.x, spot.y);
  }
}

/** Is a town large enough to be named at a zoom? @param {Feature['properties']} properties
 * @param {number} zoom */
export const isNamedAt = (properties, zoom) =>
  zoom >= (ZOOM_OF_RANK[rankOf(properties)] ?? 10) &&
  (zoom >= CONTINENTS || (properties.population ?? MILLION) >= MILLION);

/** @param {Feature['properties']} properties */
const rankOf = ({ rank }) => rank ?? 4;

/** @param {Frame} frame @param {Feature} feature @param {number} x @param {number} y */
function settlement(frame, feature, x, y) {
  const { context, app, marks, places } = frame;
  const { lang, names } = app.store.state();
  const rank = rankOf(feature.properties);
  const size = SIZE_OF_RANK[rank] ?? 11;
  context.font = `${rank === 1 ? 600 : 500} ${size}px ${cssColour('sans')}`;
  const full = display(feature.properties, lang, names);
  const own = marks.filter((mark) => Math.hypot(mark.x - x, mark.y - y) < mark.radius);
  const gap = Math.max(rank < 3 ? 5 : 4, ...own.map((mark) => mark.radius + 3));
  const far = marks.filter((mark) => !own.includes(mark));
  const isClear = (/** @type {Spot} */ { box }) =>
    isWhole(frame.edge, box) && far.every((mark) => !touches(box, mark));
  const colour = cssColour(rank < 3 ? 'ink' : 'ink-2');
  // A place has one spelling: where the whole name finds no room, there is none.
  const width = context.measureText(full).width;
  const around = gapsAt(frame, rank, x, y).flatMap((more) =>
    spotsAround(x, y, width, size, gap + more),
  );
  const first = around[frame.before.get(feature.id) ?? 0];
  const spots = [first, ...around].filter(isClear);
  const at = places.first(spots.map(({ box }) => box));
  if (at < 0) return;
  frame.anchors.set(feature.id, around.indexOf(spots[at]));
  places.take([x - 3, y - 3, x + 3, y + 3]);
  leader(context, x, y, around, spots[at]);
  dot(context, x, y, rank);
  haloText(context, full, spots[at].x, spots[at].y, spots[at].align, colour);
}

/** How much farther off a name may stand: a line from under a control would lead from nowhere.
 * @param {Frame} frame @param {number} rank @param {number} x @param {number} y */
const gapsAt = ({ places }, rank, x, y) =>
  rank === 1 && places.free([x - 3, y - 3, x + 3, y + 3]) ? FARTHER : [0];

/** @typedef {ReturnType<typeof spotsAround>[number]} Spot */

/** A line from a place to its name, where that stands farther off.
 * @param {CanvasRenderingContext2D} context @param {number} x @param {number} y
 * @param {Spot[]} around @param {Spot} name */
function leader(context, x, y, around, name) {
  if (around.indexOf(name) < CLOSE) return;
  const [left, top, right, bottom] = name.box;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom));
  context.lineWidth = 1;
  context.strokeStyle = cssColour('ink');
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y
 * @param {number} rank */
function dot(context, x, y, rank) {
  context.beginPath();
  context.arc(x, y, rank === 1 ? 2.8 : rank === 2 ? 2.2 : 1.7, 0, 2 * Math.PI);
  context.fillStyle = cssColour(rank < 3 ? 'ink' : 'ink-2');
  context.lineWidth = 1.5;
  context.strokeStyle = cssColour('halo');
  context.stroke();
  context.fill();
}
