/**
 * The page as a Jupyter widget (anywidget): the page in a sandboxed frame, which answers `set` and,
 * once asked to `watch`, tells its state after every change; see maps/app/state/framemessages.js.
 */
const KEYS = ['window', 'day', 'filters', 'select', 'layers', 'view', 'lang', 'names', 'theme'];

/** @param {{model: any, el: HTMLElement}} widget */
function render({ model, el }) {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = model.get('_title');
  frame.style.cssText = `width:100%;height:${Number(model.get('_height'))}px;border:0`;
  frame.srcdoc = model.get('_html');
  let last = '';
  const say = (/** @type {object} */ message) => frame.contentWindow?.postMessage(message, '*');
  const hear = (/** @type {MessageEvent} */ event) => {
    if (event.source !== frame.contentWindow || event.data?.conflictmap !== 'state') return;
    const { state, visible, error } = event.data;
    const now = JSON.stringify([state, visible, error]);
    if (now === last) return;
    last = now;
    model.set('_page', { state: JSON.parse(JSON.stringify(state)), visible: [...visible], error: error ?? '' });
    model.save_changes();
  };
  const tell = () => {
    const wish = model.get('_wish');
    const value = Object.fromEntries(Object.entries(wish ?? {}).filter(([key]) => KEYS.includes(key)));
    say(Object.keys(value).length ? { conflictmap: 'set', value } : { conflictmap: 'get' });
  };
  window.addEventListener('message', hear);
  model.on('change:_wish', tell);
  const begin = () => {
    last = ''; // a frame that is moved in the document loads again
    tell();
    say({ conflictmap: 'watch' });
  };
  frame.addEventListener('load', begin);
  el.append(frame);
  return () => {
    window.removeEventListener('message', hear);
    model.off('change:_wish', tell);
    frame.removeEventListener('load', begin);
  };
}

export default { render };
