/**
 * A page in a frame: `?embed` in the address shows map and timeline only, and the page around it
 * may
 * send messages. `{conflictmap: "set", value: {window: […]}}` changes the view as `conflictmap.set`
 * does; `{conflictmap: "get"}` asks. The answer is `{conflictmap: "state", state, visible,
 * error?}`.
 */

/** @typedef {{set: (patch: Record<string, unknown>) => unknown, state: () => unknown,
 * visible: () => string[]}} Api */

/** @param {Api} api @param {HTMLElement} root */
export function listenFrame(api, root) {
  if (new URLSearchParams(location.search).has('embed')) root.classList.add('cm-embed');
  if (window.parent === window) return;
  addEventListener('message', (event) => {
    if (event.source !== window.parent || typeof event.data !== 'object' || event.data === null)
      return;
    const { conflictmap: verb, value } = event.data;
    if (verb !== 'set' && verb !== 'get') return;
    let error;
    try {
      if (verb === 'set') api.set(value ?? {});
    } catch (problem) {
      error = String(problem);
    }
    window.parent.postMessage(
      { conflictmap: 'state', state: api.state(), visible: api.visible(), error },
      '*',
    );
  });
}
