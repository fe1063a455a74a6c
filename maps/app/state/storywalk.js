/** Walk through a story: each step sets what the page shows. */
/** @import {App, State, Story} from '#app/types' */

/** What a step shows: what it says itself, else what the last step before it said; pure.
 * @param {Story} story @param {number} step @param {Record<string, boolean>} defaults
 * @returns {Partial<State>} */
export function shownAt(story, step, defaults) {
  /** @type {Partial<State>} */
  const state = { story: { id: story.id, step }, select: story.steps[step].select, compare: null };
  for (const { window, day, view, layers } of story.steps.slice(0, step + 1)) {
    if (window) {
      state.window = window;
      delete state.day; // the last of the window, unless the step says another
    }
    if (day !== null && day !== undefined) state.day = day;
    if (view) state.view = view;
    if (Object.keys(layers).length)
      state.layers = { ...(state.layers ?? defaults), ...layers };
  }
  return state;
}

/** @typedef {ReturnType<typeof createWalk>} Walk */

/** @param {App} app @param {L.Map} map @param {Record<string, boolean>} defaults */
export function createWalk(app, map, defaults) {
  const stories = app.data.spec.stories ?? [];
  const open = () => storyOf(app);
  const go = (/** @type {number} */ step, story = open()) => {
    if (!story || step < 0 || step >= story.steps.length) return;
    const state = shownAt(story, step, defaults);
    if (state.view) state.view = fitted(state.view, map.getSize().x);
    app.store.set({ ...state, article: null });
    app.ui.set({ tab: 'story', stack: null, sheet: true });
  };
  return {
    stories,
    go,
    /** @param {string} id */
    start: (id) => go(0, stories.find((story) => story.id === id) ?? null),
    /** @param {number} by */
    step: (by) => go((app.store.state().story?.step ?? 0) + by),
    end() {
      app.store.set({ story: null, select: null });
      app.ui.set({ tab: 'events', sheet: false });
    },
  };
}

/** The story that is open. @param {App} app @returns {Story | null} */
export function storyOf({ data, store }) {
  const { story } = store.state();
  return data.spec.stories?.find(({ id }) => id === story?.id) ?? null;
}

/** The steps are written for a wide map; a narrow one stands back.
 * @param {NonNullable<State['view']>} view @param {number} width */
export const fitted = ({ center, zoom }, width) => ({
  center,
  zoom: Math.round(4 * (zoom - Math.max(0, Math.log2(800 / Math.max(200, width))))) / 4,
});
