/** A story is walked by scrolling, beside a map that stands still: the step that is read is shown. */
/** @import {Walk} from '#app/state/storywalk' */
/** @import {App} from '#app/types' */

/** The line of the pane at which a step is read, from its top. */
const LINE = 0.4;
/** So long after a step was gone to, scrolling is that of the page itself, in ms. */
const QUIET = 900;

/** @param {App} app @param {Walk} walk @param {HTMLElement} node */
export function createScroller(app, walk, node) {
  let [quiet, shown] = [0, -1];
  const pane = () => /** @type {HTMLElement | null} */ (node.closest('.cm-page'));
  const read = () => {
    const box = pane();
    const { story } = app.store.state();
    if (!box || !story || app.ui.state().tab !== 'story' || performance.now() < quiet) return;
    const step = stepAt(node, box);
    if (step < 0 || step === story.step) return;
    shown = step; // it is where the reader has it
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
      const step = /** @type {HTMLElement | null} */ (node.querySelector(`[data-step="${shown}"]`));
      const head = /** @type {HTMLElement} */ (node.querySelector('.cm-story-head'));
      const bring = () => {
        if (step) box.scrollTop = shown === 0 ? 0 : step.offsetTop - node.offsetTop - head.offsetHeight;
      };
      bring();
      requestAnimationFrame(bring); // the sheet of a narrow page may open in this frame
    },
  };
}

/** The step on the line; at the very end the last one.
 * @param {HTMLElement} node @param {HTMLElement} pane @returns {number} -1: none */
function stepAt(node, pane) {
  const { top, height } = pane.getBoundingClientRect();
  const line = top + LINE * height;
  const steps = [...node.querySelectorAll('.cm-step')];
  return steps.findLastIndex((step) => step.getBoundingClientRect().top <= line);
}
