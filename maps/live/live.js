/** Beside a live map: load it again when it was built anew, in the view it has, and list what is
 * wrong. All that comes from files is put as text. */
(() => {
  const frame = /** @type {HTMLIFrameElement} */ (document.getElementById('map'));
  const error = /** @type {HTMLElement} */ (document.getElementById('error'));
  const check = /** @type {HTMLDetailsElement} */ (document.getElementById('check'));
  const list = /** @type {HTMLElement} */ (document.getElementById('findings'));
  const line = /** @type {HTMLElement} */ (document.querySelector('summary'));
  let version = 0;
  let found = '';

  /** The view of the map, as its address says it. */
  const view = () => frame.contentWindow?.location.hash || location.hash;

  /** @param {number} asked the number of the page to be shown */
  function load(asked) {
    if (asked === version) return;
    // An address without a change but in its hash would not be loaded again.
    if (version) frame.contentWindow?.location.replace(`/map.html?${asked}${view()}`);
    else frame.src = `/map.html?${asked}${location.hash}`;
    version = asked;
  }

  /** @param {string[]} findings */
  function show(findings) {
    const text = JSON.stringify(findings);
    if (text === found) return;
    found = text;
    list.replaceChildren(...findings.map((finding) => {
      const item = document.createElement('li');
      item.textContent = finding;
      return item;
    }));
    check.open = findings.length > 0;
  }

  frame.addEventListener('load', () => {
    document.title = frame.contentDocument?.title || document.title;
    frame.contentWindow?.postMessage({ conflictmap: 'watch' }, location.origin);
  });

  // The address of this page follows the view, so that it can be loaded again or kept.
  let timer = 0;
  addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow || data?.conflictmap !== 'state') return;
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, '', view()), 400);
  });

  const news = new EventSource('/news');
  news.addEventListener('error', () => {
    line.textContent = 'The server does not answer: is it stopped?';
  });
  news.addEventListener('message', ({ data }) => {
    const told = JSON.parse(data);
    load(told.version);
    show(told.findings);
    error.textContent = told.error;
    error.hidden = !told.error;
    const number = told.findings.length;
    line.textContent = told.version
      ? `Built ${told.built}: ${told.rows}; ${number} found by the check`
      : 'Waiting for the first page';
  });
})();
