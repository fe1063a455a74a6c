/** Where the panel is a sheet over the map, and not beside it: on narrow pages, and on those of a
 * tablet held upright; the style sheets ask the same. */
export const SHEET = '(max-width: 959px), (max-width: 1100px) and (min-height: 761px)';
