/** The state of one page and what everything else watches. */
/** @import {App, Data, State, Ui} from '#app/types' */
import { translation } from '#app/data/translations';
import { typeStyles } from '#app/marks/palette';
import { dataInView } from '#app/rules/claimsview';
import { visibleRows } from '#app/rules/filter';
import { singleTypes } from '#app/rules/roles';
import { createStore } from '#app/state/store';
import { translator } from '#app/text/i18n';
import { attempt } from '#app/util/faults';

/** With more events than this, what takes long waits for a pause. */
const MANY = 3000;
const PAUSE_MS = 160;

/** @type {Ui} */
const UI = {
  tab: 'events',
  stack: null,
  hover: null,
  playing: false,
  unit: 'auto',
  mode: 'inside',
  speed: 1,
  gap: 0,
  axis: 'even',
  span: null,
  spot: null,
  from: 'events',
  dark: false,
  key: true,
  intro: false,
  keys: true,
  sheet: false,
  tall: false,
  split: 0.5,
  measuring: false,
  over: null,
  plugins: [],
  dots: false,
  top: 0,
};

/** @param {Data} data @param {State} initial @returns {App} */
export function createApp(data, initial) {
  const store = createStore(initial, withDay);
  const ui = createStore(UI);
  const viewed = memo(
    () => store.state(),
    ({ claims }) => [claims],
    ({ claims }) => dataInView(data, claims),
  );
  return {
    get data() {
      return viewed();
    },
    store,
    ui,
    styles: typeStyles(data.spec.types, singleTypes(data.columns), data.spec.style?.icon),
    t: (key, values) => translator(store.state().lang)(key, values),
    say: (words) => translation(words, store.state().lang) ?? words,
    rows: memo(
      () => store.state(),
      (state) => [state.window, state.filters, state.claims],
      (state) => visibleRows(data, state),
    ),
    ...watcher(store, ui, data.columns.rows > MANY),
    select(id) {
      const { tab, from } = ui.state();
      const reading = tab === 'events' && store.state().select !== null;
      store.set({ select: id });
      if (id !== null) ui.set({ tab: 'events', from: reading ? from : tab });
      else if (reading) ui.set({ tab: from === 'compare' ? 'events' : from, from: 'events' });
    },
  };
}

/** A window that is set brings its own day, or its last one: no day of another time stays.
 * @param {Partial<State>} patch @returns {Partial<State>} */
const withDay = (patch) => (patch.window ? { day: null, ...patch } : patch);

/** @template S, R @param {() => S} get @param {(state: S) => unknown[]} keys
 * @param {(state: S) => R} make
 * @returns {() => R} */
function memo(get, keys, make) {
  /** @type {unknown[] | null} */
  let known = null;
  /** @type {R} */
  let value;
  return () => {
    const state = get();
    const now = keys(state);
    if (!known || now.some((key, i) => key !== /** @type {unknown[]} */ (known)[i])) {
      value = make(state);
      known = now;
    }
    return value;
  };
}

/** One frame for all that changed; in the order in which it was asked for.
 * @param {App['store']} store @param {App['ui']} ui @param {boolean} many
 * @returns {Pick<App, 'watch' | 'calmly' | 'flush'>} */
function watcher(store, ui, many) {
  /** @typedef {{values: (s: State, u: Ui) => unknown[], fn: (s: State, u: Ui) => void,
   * last: unknown[], calm: boolean, timer: number}} Watch */
  /** @type {Watch[]} */
  const watches = [];
  let asked = false;
  // What fails is said, and takes nothing else with it.
  const call = (/** @type {Watch} */ watch) => attempt(() => watch.fn(store.state(), ui.state()));
  const run = () => {
    asked = false;
    for (const watch of watches) {
      const now = watch.values(store.state(), ui.state());
      const same = watch.last.length === now.length;
      if (same && now.every((value, i) => value === watch.last[i])) continue;
      watch.last = now;
      clearTimeout(watch.timer);
      if (watch.calm && same) watch.timer = setTimeout(call, PAUSE_MS, watch);
      else call(watch);
    }
  };
  const ask = () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(run);
    }
  };
  store.on(ask);
  ui.on(ask);
  /** @type {(calm: boolean) => App['watch']} */
  const adder = (calm) => (values, fn) => {
    watches.push({ values, fn, last: [], calm, timer: 0 });
    ask();
  };
  return { flush: run, watch: adder(false), calmly: adder(many) };
}
