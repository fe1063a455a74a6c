/** Start the page: read its data, make its parts, hand out `window.conflictmap`. */
/** @import {App, Data, State, Window} from '#app/types' */
import { readData, readEvents, readTexts, readWords } from '#app/data/read';
import { translation, useTexts } from '#app/data/translations';
import { createAnnotations } from '#app/map/annotations';
import { createDoubtLayer } from '#app/map/doubtlayer';
import { createLabels } from '#app/map/labels/labels';
import { createLegend } from '#app/map/legend';
import { createLocator } from '#app/map/locator';
import { createMapControls, createScale } from '#app/map/mapcontrols';
import { createMap } from '#app/map/mapview';
import { createMarks } from '#app/map/marks';
import { createMeasure } from '#app/map/measure';
import { openToPlugins } from '#app/map/plugins';
import { createPointer } from '#app/map/pointer';
import { createRelief } from '#app/map/relief';
import { createStretches } from '#app/map/stretches';
import { createSwipe } from '#app/map/swipe';
import { createVectors } from '#app/map/vectors';
import { createCaption } from '#app/panels/about';
import { isCrowded } from '#app/marks/crowd';
import { followSelection } from '#app/panels/followselection';
import { createHeader } from '#app/panels/header';
import { createLead } from '#app/panels/lead';
import { createPanel } from '#app/panels/panel';
import { createPrint } from '#app/panels/print';
import { createRoadAcross } from '#app/panels/road/across';
import { viewsOf } from '#app/rules/claimsview';
import { NO_FILTERS } from '#app/rules/filter';
import { useNames } from '#app/rules/names';
import { createAnnouncer } from '#app/state/announce';
import { createApi } from '#app/state/api';
import { createApp } from '#app/state/app';
import { withAsked } from '#app/state/asked';
import { isEmbedded, listenFrame, spareWheel, tellSize } from '#app/state/framemessages';
import { asksView, fromHash } from '#app/state/hash';
import { listenKeys } from '#app/state/keys';
import { closeStaleList } from '#app/state/spotlist';
import { createWalk } from '#app/state/storywalk';
import { followTheme } from '#app/state/theme';
import { linkAddress, tabOf } from '#app/state/urlsync';
import { useWords } from '#app/text/i18n';
import { useOwnWords } from '#app/text/ownwords';
import { around } from '#app/time/axiszoom';
import { createControls } from '#app/time/controls';
import { createPlayer } from '#app/time/player';
import { createTimeline } from '#app/time/timeline';
import { el } from '#app/ui/dom';
import { markEnglish } from '#app/ui/english';
import { createFaults, showFailure } from '#app/ui/faults';
import { fontsReady } from '#app/ui/fonts';
import { attempt } from '#app/util/faults';

/** @param {Data} data @param {Record<string, boolean>} layers @returns {State} */
function initialState(data, layers) {
  const { spec, index } = data;
  /** @type {State} */
  const state = {
    window: spec.window,
    day: null,
    ...(isAsked() ? {} : openingOf(spec)),
    filters: NO_FILTERS,
    select: null,
    compare: null,
    marks: /** @type {const} */ ('marks'),
    story: null,
    article: null,
    doubt: null,
    claims: /** @type {const} */ ('range'),
    lang: spec.lang,
    names: spec.names,
    layers,
    view: null,
    theme: spec.theme ?? /** @type {const} */ ('auto'),
    ...fromHash(location.hash, layers, viewsOf(spec.claims)),
  };
  if (state.select !== null && !index.has(state.select)) state.select = null;
  if (!isAsked() && isCrowded(data, state)) state.marks = 'hex';
  return withAsked(data, state, layers);
}

/** Does the address ask for a view? */
const isAsked = () => asksView(location.hash);

/** What the page shows to whom no link asks for anything.
 * @param {Data['spec']} spec @returns {Partial<State>} */
function openingOf({ opening, window }) {
  return { window: opening?.window ?? window, day: opening?.day ?? null };
}

/** The ways in are shown where the recipe says how to open; the timeline stands round the days that
 * are shown. @param {App} app */
function waysIn({ data: { spec }, store }) {
  const intro = !isAsked() && Boolean(spec.opening?.window);
  const { select, story, article, window } = store.state();
  return {
    intro, span: around(window, spec.extent),
    sheet: [select, story, article].some((open) => open !== null),
  };
}

/** Open ends of a window close where the dated events end.
 * @param {Data} data @returns {Data} */
function closed(data) {
  const { spec, start, end } = data;
  const first = start.find((day) => day > -(2 ** 31)) ?? 0;
  const last = start.length ? data.maxEnd[end.length - 1] : 1;
  const close = (/** @type {(number | null)[]} */ [from, to]) =>
    /** @type {Window} */ ([from ?? first, to ?? Math.min(last, 60000)]);
  return { ...data, spec: { ...spec, window: close(spec.window), extent: close(spec.extent) } };
}

/** Make the page's parts; returns what the page answers to.
 * @param {Data} read */
function start(read) {
  const data = closed(read);
  if (data.spec.version !== 2)
    throw new Error(
      `This page's program reads data of version 2, not ${data.spec.version}. ` +
        'Build the map again with one version of conflictmap.',
    );
  useOwnWords(data.spec);
  const defaults = Object.fromEntries(data.spec.layers.map((layer) => [layer.id, layer.visible]));
  const app = createApp(data, initialState(data, defaults));
  followTheme(app);
  const key = innerWidth > 1000 && !data.spec.opening?.day;
  app.ui.set({ key, tab: tabOf(app), ...waysIn(app) });
  const player = createPlayer(app);
  const root = /** @type {HTMLElement} */ (document.getElementById('app'));
  const { body, frame, mapNode } = layOut(app, root, player);
  const map = createMap(app, mapNode);
  const walk = createWalk(app, map, defaults);
  put(body, () => createPanel(app, map, defaults, walk, createLead(app, walk)));
  drawMap(app, map);
  put(root, () => createPrint(app, map, root));
  put(frame, () => createLegend(app));
  frame.append(...(attempt(() => createMapControls(app, map)) ?? []));
  put(frame, () => createScale(app, map), () => createLocator(app, map));
  put(frame, () => createMeasure(app, map), () => createSwipe(app, map));
  followSelection(app, map);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(mapNode);
  listenKeys(app, player, walk);
  closeStaleList(app);
  linkAddress(app, defaults);
  openToPlugins(app, map);
  if (data.warm) whenIdle(data.warm()[Symbol.iterator]());
  markEnglish(app, root);
  if (isEmbedded()) tellSize(root, frame);
  spareWheel(root);
  const api = createApi(app);
  const fixed = { configurable: false, writable: false };
  Object.defineProperty(window, 'conflictmap', { value: api, ...fixed });
  return api;
}

/** Header, room for the map, and timeline: the map is fitted to the room they leave.
 * @param {App} app @param {HTMLElement} root @param {ReturnType<typeof createPlayer>} player */
function layOut(app, root, player) {
  const mapNode = el('div', { class: 'cm-map', role: 'region' });
  const frame = el('div', { class: 'cm-map-frame' }, mapNode);
  const body = el('main', { class: 'cm-body' });
  const time = el('section', { class: 'cm-timeline' });
  put(time, () => createControls(app, player), () => createTimeline(app, player));
  const stage = el('div', { class: 'cm-stage' }, createFaults(app), frame);
  put(stage, () => createRoadAcross(app), () => time);
  put(frame, () => createCaption(app));
  body.append(stage);
  root.textContent = '';
  put(root, () => createHeader(app));
  root.append(body);
  put(root, () => createAnnouncer(app));
  app.watch(
    ({ lang }) => [lang],
    () => {
      mapNode.setAttribute('aria-label', app.t('map.label'));
      time.setAttribute('aria-label', app.t('time.label'));
    },
  );
  app.flush();
  return { body, frame, mapNode };
}

/** Put into NODE what the functions make; a part that fails is left out, and said.
 * @param {Element} node @param {(() => Node)[]} parts */
function put(node, ...parts) {
  for (const part of parts) {
    const made = attempt(part);
    if (made) node.append(made);
  }
}

/** What is drawn on the map, from the lowest up; what fails takes nothing else with it.
 * @param {App} app @param {L.Map} map */
function drawMap(app, map) {
  attempt(() => createVectors(app, map));
  attempt(() => createRelief(app, map));
  const marks = attempt(() => createMarks(app, map));
  const notes = attempt(() => createAnnotations(app, map));
  if (marks) attempt(() => createLabels(app, map, marks.marks, notes?.boxes));
  attempt(() => createStretches(app, map));
  attempt(() => createDoubtLayer(app, map));
  if (marks) attempt(() => createPointer(app, map, marks));
}

/** Take steps while nothing else is to be done. @param {Iterator<void>} steps */
function whenIdle(steps) {
  const ask = window.requestIdleCallback ?? ((/** @type {() => void} */ go) => setTimeout(go, 100));
  ask(() => {
    if (!steps.next().done) whenIdle(steps);
  });
}

// The browser understood this program, and it is whole: `guard.js` has nothing to say.
document.documentElement.dataset.program = 'runs';
useWords(() => readWords(document));
useTexts(() => readTexts(document));
useNames(translation);
/** @type {Data | null} */
let read = null;
// Plugins run as soon as this program has: where there are any, nothing is waited for.
const waits = !document.getElementById('conflictmap-spec')?.textContent?.includes('"plugins":[');
const started = Promise.all([readData(document), waits ? fontsReady() : null]).then(([data]) => {
  read = data;
  return start(data);
});
listenFrame(started);
started.catch((error) =>
  showFailure(document, error, () => read?.spec.events ?? readEvents(document)),
);
