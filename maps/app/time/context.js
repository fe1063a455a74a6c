/** The whole period below the timeline: its episodes by name, and a frame round what is above. */
/** @import {Player} from '#app/time/player' */
/** @import {App, Axis, Window} from '#app/types' */
import { dateText, windowText } from '#app/text/format';
import { denseAxis } from '#app/time/axis';
import { around, zoomed } from '#app/time/axiszoom';
import { extentOf } from '#app/time/player';
import { el, fill } from '#app/ui/dom';

/** What a finger can hit, in pixels. */
const LEAST = 24;
/** The share of a name that is enough to know it by. */
const ENOUGH = 0.45;
/** Kinds of bands that are the ground of the others. */
const LONG = ['ceasefire', 'agreement'];

/** @typedef {{from: number, to: number, label: string, kind: string}} Episode */

/** @param {App} app @param {Player} player */
export function createContext(app, player) {
  const blocks = el('div', { class: 'cm-context-blocks', role: 'group' });
  const frame = el('div', { class: 'cm-context-frame', 'aria-hidden': 'true' });
  const hidden = app.data.spec.bands.length === 0;
  const node = el('div', { class: 'cm-context', hidden }, blocks, frame);
  let axis = denseAxis([0, 1], 1, []);
  let known = '';
  const draw = (/** @type {Window} */ focus) => {
    const width = node.clientWidth;
    if (!width) return;
    const [whole, { lang, window }] = [extentOf(app), app.store.state()];
    const key = `${whole} ${width} ${lang}`;
    if (key !== known) {
      known = key;
      axis = denseAxis(whole, width, app.data.start, app.data.columns.weights());
      blocks.setAttribute('aria-label', app.t('time.context'));
      fill(blocks, ...drawn(app, player, axis, width));
      for (const one of blocks.children) write(/** @type {HTMLElement} */ (one));
    }
    for (const one of blocks.children)
      one.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (one).dataset.days === String(window)));
    const [from, to] = focus.map((day) => Math.max(0, Math.min(width, axis.x(day))));
    frame.style.left = `${from}px`;
    frame.style.width = `${Math.max(4, to - from)}px`;
  };
  moves(app, node, () => axis);
  return { node, draw };
}

/** @param {App} app @returns {Episode[]} */
const episodesOf = ({ data: { spec } }) =>
  spec.bands.flatMap(({ from, to, ...band }) =>
    from === null || to === null ? [] : [{ ...band, from, to }]);

/** @param {App} app @param {Player} player @param {Axis} axis @param {number} width */
function drawn(app, player, axis, width) {
  const [long, short] = [true, false].map((wanted) =>
    episodesOf(app).filter(({ kind }) => LONG.includes(kind) === wanted));
  const spots = spread(short.map(({ from, to }) => [axis.x(from), axis.x(to)]), width);
  const grounds = long.map((band) => {
    const [from, to] = [Math.max(0, axis.x(band.from)), Math.min(width, axis.x(band.to))];
    return block(app, player, band, [from, to - from], openStretch([from, to], spots));
  });
  const over = short.map((band, i) => block(app, player, band, spots[i], [0, spots[i][1]]));
  return [...grounds, ...over];
}

/** Where blocks stand that are at least as wide as a finger and do not lie on each other; pure.
 * @param {number[][]} wanted from, to; sorted @param {number} width
 * @returns {[number, number][]} left edge and width */
export function spread(wanted, width) {
  let free = 0;
  /** @type {[number, number][]} */
  const spots = wanted.map(([from, to]) => {
    const left = Math.max(free, from);
    const wide = Math.max(LEAST, to - left);
    free = left + wide + 1;
    return [left, wide];
  });
  let end = width;
  for (const spot of spots.reverse()) {
    spot[0] = Math.max(0, Math.min(spot[0], end - spot[1]));
    end = spot[0] - 1;
  }
  return spots.reverse();
}

/** The widest stretch of a block that no other lies on: there its name is read; pure.
 * @param {number[]} block from, to @param {number[][]} spots left edge and width; sorted
 * @returns {[number, number]} from, to; from the block's own left edge */
export function openStretch([left, right], spots) {
  /** @type {[number, number]} */
  let best = [0, 0];
  let from = left;
  for (const [at, wide] of [...spots, [right, 0]]) {
    const to = Math.min(at, right);
    if (to - from > best[1] - best[0]) best = [from - left, to - left];
    from = Math.max(from, at + wide);
  }
  return best;
}

/** Its name where enough of it is seen, else the year it began, else nothing.
 * @param {HTMLElement} block that is laid out */
function write(block) {
  const words = /** @type {HTMLElement} */ (block.firstElementChild);
  const seen = () => words.clientWidth / words.scrollWidth;
  if (seen() >= ENOUGH) return;
  block.classList.add('cm-brief');
  words.textContent = block.dataset.year ?? '';
  if (seen() < 1) words.textContent = '';
}

/** @param {App} app @param {Player} player @param {Episode} band
 * @param {number[]} spot left edge and width @param {number[]} open where its name may stand */
function block(app, player, { from, to, label, kind }, [left, width], open) {
  const { lang } = app.store.state();
  const name = app.say(label);
  const words = `${name}, ${windowText([from, to], lang)}`;
  const written = el('span', {}, name);
  written.style.marginLeft = `${open[0]}px`;
  written.style.width = `${open[1] - open[0]}px`;
  const node = el(
    'button',
    {
      type: 'button', class: `cm-block cm-block-${/^[a-z]+$/.test(kind) ? kind : 'war'}`,
      dir: 'auto', title: words, 'aria-label': words,
      'data-days': String([from, to]), 'data-year': dateText(from, lang, 'year'),
      onclick: () => {
        player.stop();
        openEpisode(app, [from, to]);
      },
    },
    written,
  );
  node.style.left = `${left}px`;
  node.style.width = `${Math.max(2, width)}px`;
  return node;
}

/** The days of an episode, and the timeline round them.
 * @param {App} app @param {Window} window */
export function openEpisode(app, window) {
  app.store.set({ window });
  app.ui.set({ span: around(window, app.data.spec.extent) });
}

/** A drag or the wheel over the strip moves or zooms the timeline above.
 * @param {App} app @param {HTMLElement} node @param {() => Axis} axisOf */
function moves(app, node, axisOf) {
  node.addEventListener('wheel', (event) => {
    const axis = axisOf();
    const whole = extentOf(app);
    const day = axis.at(event.clientX - node.getBoundingClientRect().left);
    const now = app.ui.state().span ?? whole;
    const still = { day, share: (day - now[0]) / (now[1] - now[0]) };
    app.ui.set({ span: zoomed(now, still, 2 ** (event.deltaY / 240), whole) });
    event.preventDefault();
  }, { passive: false });
}
