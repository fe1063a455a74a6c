/** <conflict-map src="map.html" view="w=2020-09-27_2020-11-10" title="…"> shows a page of conflictmap
 * in a sandboxed frame, as high as the page asks for. It tells `conflict-map-state` (detail: what is
 * shown) and `conflict-map-select` (an event's id, or null); `set({window: […]})` changes the view. It
 * obeys the page in its own frame alone, which has no origin. MIT licence. */
(() => {
  const SANDBOX = 'allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads';
  const [LEAST, MOST] = [200, 4000];

  class ConflictMap extends HTMLElement {
    static observedAttributes = ['src', 'view', 'title'];

    #frame = document.createElement('iframe');
    #select = null;
    #hear = ({ source, origin, data }) => {
      if (source !== this.#frame.contentWindow || origin !== 'null' || !data) return;
      if (data.conflictmap === 'size' && data.height >= LEAST && data.height <= MOST) {
        this.#frame.style.height = `${Number(data.height)}px`;
        this.#frame.style.minHeight = '0';
      }
      if (data.conflictmap === 'state' && data.state) this.#told(data);
    };

    constructor() {
      super();
      const frame = this.#frame;
      frame.setAttribute('sandbox', SANDBOX);
      frame.referrerPolicy = 'no-referrer';
      frame.loading = 'lazy';
      Object.assign(frame.style, { display: 'block', width: '100%', minHeight: '560px', border: '0' });
      frame.addEventListener('load', () => {
        for (const conflictmap of ['watch', 'get']) this.#say({ conflictmap });
      });
      this.attachShadow({ mode: 'open' }).append(frame);
    }

    connectedCallback() {
      this.style.display ||= 'block';
      addEventListener('message', this.#hear);
      this.#open();
    }

    disconnectedCallback() {
      removeEventListener('message', this.#hear);
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#open();
    }

    set(value) {
      this.#say({ conflictmap: 'set', value });
    }

    #say(message) {
      this.#frame.contentWindow?.postMessage(message, '*');
    }

    #told({ state, visible, error }) {
      const tell = (name, detail) =>
        this.dispatchEvent(new CustomEvent(`conflict-map-${name}`, { detail, bubbles: true }));
      tell('state', { state, visible, error });
      if (state.select !== this.#select) tell('select', (this.#select = state.select));
    }

    #open() {
      if (!this.hasAttribute('src')) return;
      const address = new URL(this.getAttribute('src'), document.baseURI);
      if (!['http:', 'https:', 'file:'].includes(address.protocol)) return;
      address.searchParams.set('embed', '');
      address.hash = this.getAttribute('view') ?? address.hash;
      this.#frame.title = this.title || 'Map';
      if (this.#frame.src !== address.href) this.#frame.src = address.href;
    }
  }
  if (!customElements.get('conflict-map')) customElements.define('conflict-map', ConflictMap);
})();
