/**
 * The page as a Jupyter widget (anywidget): the page in a sandboxed frame, which answers `get` and
 * `set` by postMessage; see maps/app/embed.js. A page that tells its state by itself is heard at
 * once; one that does not is asked now and then.
 */
const ASK_MS = 400;
const KEYS = ['window', 'filters', 'select', 'layers', 'view', 'lang', 'names', 'theme'];

/** @param {{model: any, el: HTMLElement}} widget */
function render({ model, el }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = model.get('_title');
  frame.style.cssText = `width:100%;height:${Number(model.get('_height'))}px;border:0`;
  frame.srcdoc = model.get('_html');
  let last = '';
  let heard = false;
  const say = (/** @type {object} */ message) => frame.contentWindow?.postMessage(message, '*');
  const hear = (/** @type {MessageEvent} */ event) => {
    if (event.source !== frame.contentWindow || event.data?.conflictmap !== 'state') return;
    const { state, visible, error } = event.data;
    const now = JSON.stringify([state, visible, error]);
    if (now === last) return;
    last = now;
    model.set('_page', { state: JSON.parse(JSON.stringify(state)), visible: [...visible], error: error ?? '' });
    model.save_changes();
    if (!heard) {
      heard = true;
      tell();
    }
  };
  const tell = () => {
    const wish = model.get('_wish');
    const value = Object.fromEntries(Object.entries(wish ?? {}).filter(([key]) => KEYS.includes(key)));
    if (Object.keys(value).length) say({ conflictmap: 'set', value });
  };
  window.addEventListener('message', hear);
  model.on('change:_wish', tell);
  const asking = setInterval(() => say({ conflictmap: 'get' }), ASK_MS);
  el.append(frame);
  return () => {
    window.removeEventListener('message', hear);
    model.off('change:_wish', tell);
    clearInterval(asking);
  };
}

export default { render };
