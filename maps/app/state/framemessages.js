/**
 * A page in a frame: `?embed` in the address shows map and timeline only, and the page around it
 * may send messages. `{conflictmap: "set", value: {window: […]}}` changes the view as
 * `conflictmap.set` does; `{conflictmap: "get"}` asks; after `{conflictmap: "watch"}` the page
 * tells its state after every change. What it sends is `{conflictmap: "state", state, visible,
 * error?}`. With `?embed` it also sends `{conflictmap: "size", height}`, the height that it wants
 * at its width, when it starts and when that width changes.
 */

/** @typedef {{set: (patch: Record<string, unknown>) => unknown, state: () => unknown,
 * visible: () => string[], on: (fn: () => void) => () => void}} Api */

/** Changes closer together than this, in milliseconds, are told once. */
const TOGETHER = 60;

/** Does the address ask for map and timeline only? */
export const isEmbedded = () => new URLSearchParams(location.search).has('embed');

/** Answer the page around. What it says before this page has started is answered then.
 * @param {Promise<Api>} started */
export function listenFrame(started) {
  if (window.parent === window) return;
  const answer = started.then(answers, () => () => {});
  addEventListener('message', (event) => {
    if (isRequest(event)) answer.then((take) => take(event.data));
  });
}

/** In a frame the wheel scrolls the page around, unless map or timeline has the focus, or the Ctrl
 * key is held, as by two fingers that pinch.
 * @param {HTMLElement} root of the page */
export function spareWheel(root) {
  if (window.parent === window) return;
  const isOurs = (/** @type {Element | null} */ part) =>
    !part || (document.hasFocus() && part.contains(document.activeElement));
  root.addEventListener(
    'wheel',
    (event) => {
      const part = /** @type {Element} */ (event.target).closest('.cm-map, .cm-timeline');
      if (!event.ctrlKey && !isOurs(part)) event.stopPropagation();
    },
    { capture: true, passive: true },
  );
}

/** A map this much lower than wide, and neither a strip nor a tower.
 * @param {number} width in pixels */
const mapHeight = (width) => Math.round(Math.max(300, Math.min(560, 0.62 * width)));

/** Tell the page around what height shows the map well, with all that stands above and below it.
 * @param {Element} root of the page @param {HTMLElement} frame of the map */
export function tellSize(root, frame) {
  root.classList.add('cm-embed');
  if (window.parent === window) return;
  let known = 0;
  new ResizeObserver(() => {
    const rest = document.body.clientHeight - frame.clientHeight;
    const height = mapHeight(document.body.clientWidth) + rest;
    if (Math.abs(height - known) < 2) return;
    known = height;
    window.parent.postMessage({ conflictmap: 'size', height }, '*');
  }).observe(document.body);
}

/** @param {Api} api @returns {(asked: {conflictmap: string, value?: Record<string, unknown>}) => void} */
function answers(api) {
  const tell = (/** @type {string | undefined} */ error) =>
    window.parent.postMessage(
      { conflictmap: 'state', state: api.state(), visible: api.visible(), error },
      '*',
    );
  const watch = once(() => api.on(together(() => tell(undefined))));
  return ({ conflictmap: verb, value }) => {
    if (verb === 'watch') watch();
    else tell(verb === 'set' ? errorOf(() => api.set(value ?? {})) : undefined);
  };
}

/** Does the page around ask for something that is known here?
 * @param {MessageEvent} event */
const isRequest = ({ source, data }) =>
  source === window.parent && typeof data === 'object' && data !== null &&
  ['set', 'get', 'watch'].includes(data.conflictmap);

/** What is wrong with a call, in words; undefined where nothing is.
 * @param {() => unknown} call */
function errorOf(call) {
  try {
    call();
    return undefined;
  } catch (problem) {
    return String(problem);
  }
}

/** @param {() => void} fn */
function once(fn) {
  let done = false;
  return () => {
    if (!done) fn();
    done = true;
  };
}

/** @param {() => void} fn */
function together(fn) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      fn();
    }, TOGETHER);
  };
}
