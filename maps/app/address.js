/** Keep the address hash and the state the same, both ways; quiet where there is no history. */
/** @import {App} from '#app/types' */
import { NO_FILTERS } from '#app/filter';
import { fromHash, toHash } from '#app/hash';
import { viewsOf } from '#app/told';

/** @param {App} app @param {Record<string, boolean>} defaults */
export function linkAddress(app, defaults) {
  let written = location.hash;
  let timer = 0;
  app.store.on(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      written = toHash(app.store.state(), defaults);
      try {
        history.replaceState(null, '', written);
      } catch {
        /* a sandboxed frame has no history of its own */
      }
    }, 250);
  });
  addEventListener('hashchange', () => {
    if (location.hash === written) return;
    const { select = null, compare = null, story = null, ...view } = fromHash(
      location.hash,
      defaults,
      viewsOf(app.data.spec.claims),
    );
    app.store.set({
      filters: NO_FILTERS,
      marks: 'marks',
      ...view,
      compare,
      story: app.data.spec.stories?.some(({ id }) => id === story?.id) ? story : null,
      select: select !== null && app.data.index.has(select) ? select : null,
    });
  });
}
