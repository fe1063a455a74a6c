/** A story is walked by scrolling, beside a map that stands still: the step that is read is shown. */
/** @import {Walk} from '#app/state/storywalk' */
/** @import {App} from '#app/types' */

/** The line of the pane at which a step is read, from its top. */
const LINE = 0.4;
/** So long after a step was gone to, scrolling is that of the page itself, in ms. */
const QUIET = 900;

/** @param {App} app @param {Walk} walk @param {HTMLElement} node */
export function createScroller(app, walk, node) {
  let [quiet, shown, brought] = [0, -1, -1];
  const pane = () => /** @type {HTMLElement | null} */ (node.closest('.cm-page'));
  /** Whether it was the reader: not before the step gone to is brought, nor at the place it was
   * brought to, however late that is heard of. @param {HTMLElement} box @param {number} step */
  const byReader = (box, step) =>
    step === shown && performance.now() >= quiet && Math.abs(box.scrollTop - brought) >= 1;
  const read = () => {
    const box = pane();
    const { story } = app.store.state();
    if (!box || !story || app.ui.state().tab !== 'story' || !byReader(box, story.step)) return;
    const step = stepAt(node, box);
    if (step < 0 || step === story.step) return;
    [shown, brought] = [step, -1]; // it is where the reader has it
    walk.go(step);
  };
  // Scrolling does not bubble, but is seen on its way down.
  document.addEventListener('scroll', ({ target }) => {
    if (target === pane()) requestAnimationFrame(read);
  }, { capture: true, passive: true });
  return {
    /** Bring the step to the reader, unless the reader came to it. */
    follow() {
      const { story } = app.store.state();
      const box = pane();
      if (!story || !box || story.step === shown) {
        if (!story) shown = -1;
        return;
      }
      shown = story.step;
      quiet = performance.now() + QUIET;
      const bring = () => {
        box.scrollTop = placeOf(node, shown);
        brought = box.scrollTop;
      };
      bring();
      requestAnimationFrame(bring); // the sheet of a narrow page may open in this frame
    },
  };
}

/** How far down a step stands under the head. @param {HTMLElement} node @param {number} at */
function placeOf(node, at) {
  const [step, head] = [`[data-step="${at}"]`, '.cm-story-head'].map((name) =>
    /** @type {HTMLElement} */ (node.querySelector(name)));
  return at === 0 ? 0 : step.offsetTop - node.offsetTop - head.offsetHeight;
}

/** The step on the line; at the very end the last one.
 * @param {HTMLElement} node @param {HTMLElement} pane @returns {number} -1: none */
function stepAt(node, pane) {
  const { top, height } = pane.getBoundingClientRect();
  const line = top + LINE * height;
  const steps = [...node.querySelectorAll('.cm-step')];
  return steps.findLastIndex((step) => step.getBoundingClientRect().top <= line);
}
