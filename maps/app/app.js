/** The state of one page and what everything else watches. */
/** @import {App, Data, State, Ui} from '#app/types' */
import { visibleRows } from '#app/filter';
import { translator } from '#app/i18n';
import { typeStyles } from '#app/palette';
import { createStore } from '#app/store';
import { asTold } from '#app/told';

/** @type {Ui} */
const UI = {
  tab: 'events',
  stack: null,
  hover: null,
  playing: false,
  unit: 'day',
  growing: false,
  speed: 4,
  axis: 'even',
  dark: false,
  key: true,
  sheet: false,
  split: 0.5,
  measuring: false,
  over: null,
  plugins: [],
};

/** @param {Data} data @param {State} initial @returns {App} */
export function createApp(data, initial) {
  const store = createStore(initial);
  const ui = createStore(UI);
  const told = memo(
    () => store.state(),
    ({ claims }) => [claims],
    ({ claims }) => asTold(data, claims),
  );
  return {
    get data() {
      return told();
    },
    store,
    ui,
    styles: typeStyles(data.spec, data.spec.style?.icon),
    t: (key, values) => translator(store.state().lang)(key, values),
    rows: memo(
      () => store.state(),
      (state) => [state.window, state.filters, state.claims],
      (state) => visibleRows(data, state),
    ),
    ...watcher(store, ui),
    select(id) {
      store.set({ select: id });
      if (id !== null) ui.set({ tab: 'events' });
    },
  };
}

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
 * @param {App['store']} store @param {App['ui']} ui @returns {Pick<App, 'watch' | 'flush'>} */
function watcher(store, ui) {
  /** @type {{values: (s: State, u: Ui) => unknown[], fn: (s: State, u: Ui) => void,
   * last: unknown[]}[]} */
  const watches = [];
  let asked = false;
  const run = () => {
    asked = false;
    const [state, view] = [store.state(), ui.state()];
    for (const watch of watches) {
      const now = watch.values(state, view);
      if (watch.last.length === now.length && now.every((value, i) => value === watch.last[i]))
        continue;
      watch.last = now;
      watch.fn(state, view);
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
  return {
    flush: run,
    watch(values, fn) {
      watches.push({ values, fn, last: [] });
      ask();
    },
  };
}
