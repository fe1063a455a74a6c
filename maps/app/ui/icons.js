/** Small line icons, drawn here so that the page loads nothing. */
import { svg } from '#app/ui/dom';

/** @type {Record<string, string>} */
const PATHS = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  back: 'M10.5 3l-6 5 6 5z',
  forth: 'M5.5 3l6 5-6 5z',
  plus: 'M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2z',
  minus: 'M3 7.2h10v1.6H3z',
  home: 'M8 2.5l5.5 4.8-1 1.1L8 4.5 3.5 8.4l-1-1.1zM4.5 9L8 6l3.5 3v4.5h-7z',
  close: 'M4.1 3L8 6.9 11.9 3 13 4.1 9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8 3 4.1z',
  full: 'M2.5 2.5H6v1.4H3.9V6H2.5zm7.5 0h3.5V6h-1.4V3.9H10zM2.5 10h1.4v2.1H6v1.4H2.5zm9.6 0h1.4v3.5H10v-1.4h2.1z',
  swipe: 'M7.3 1.5h1.4v13H7.3zM2 4.5h4v1.4H3.4v4.2H6v1.4H2zm8 0h4v7h-4v-1.4h2.6V5.9H10z',
  hex: 'M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zm0 1.6L4 5.7v4.6l4 2.3 4-2.3V5.7z',
  measure: 'M1.5 10.8l9.3-9.3 3.7 3.7-9.3 9.3zm2 0l1.7 1.7 7.3-7.3-1.7-1.7-1 1 1 1-1 1-1-1-1.1 1.1 1 1-1 1-1-1z',
  table: 'M2 3h12v10H2zm1.4 1.4v1.9h9.2V4.4zm0 3.2v1.5H6V7.6zm4 0v1.5h5.2V7.6zm-4 2.8v1.2H6v-1.2zm4 0v1.2h5.2v-1.2z',
  theme: 'M8 2a6 6 0 100 12A6 6 0 008 2zm0 1.4v9.2a4.6 4.6 0 010-9.2z',
};

/** @param {string} name */
export function icon(name) {
  return svg(
    'svg',
    {
      viewBox: '0 0 16 16',
      width: 16,
      height: 16,
      class: 'cm-icon',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    svg('path', { d: PATHS[name] ?? '' }),
  );
}
