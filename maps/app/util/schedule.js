/** Work that may take several frames: in order, in short steps, so that no frame waits for it. */

/** Milliseconds of a frame that may be spent, unless a single step takes longer. */
const BUDGET = 10;

/** @typedef {{steps: Iterator<void>, end: () => void}} Task */
/** @type {Task[]} */
const waiting = [];
let asked = false;

/** @param {Iterable<void>} steps @param {() => void} end called after the last step
 * @returns {() => void} give it up */
export function runInSteps(steps, end) {
  const task = { steps: steps[Symbol.iterator](), end };
  waiting.push(task);
  ask();
  return () => {
    const at = waiting.indexOf(task);
    if (at >= 0) waiting.splice(at, 1);
  };
}

function ask() {
  if (asked || waiting.length === 0) return;
  asked = true;
  requestAnimationFrame(run);
}

function run() {
  const until = performance.now() + BUDGET;
  asked = false;
  try {
    do step(waiting[0]);
    while (waiting.length > 0 && performance.now() < until);
  } finally {
    ask();
  }
}

/** @param {Task | undefined} task */
function step(task) {
  if (!task?.steps.next().done) return;
  if (waiting[0] === task) waiting.shift();
  task.end();
}
