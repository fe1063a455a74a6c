/** One polite line for screen readers: how many events, when, and what was chosen. */
/** @import {App} from '#app/types' */
import { saysWhoHeld } from '#app/rules/holder';
import { spells, stateOn } from '#app/rules/roadspells';
import { allEvents, eventsIn } from '#app/rules/weights';
import { numberText, windowText } from '#app/text/format';
import { groundWords } from '#app/text/groundwords';
import { el } from '#app/ui/dom';
import { groundDay } from '#app/util/clock';

/** @param {App} app */
export function createAnnouncer(app) {
  const node = el('p', { class: 'cm-hidden', role: 'status', 'aria-live': 'polite' });
  let timer = 0;
  app.calmly(
    ({ window, day, lang, select }) => [app.rows(), window, day, lang, select],
    ({ window, lang, select }) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const { columns } = app.data;
        const [n, all] = [eventsIn(columns, app.rows()), allEvents(columns)].map((k) => numberText(k, lang));
        const shown = app.t('shown', { n, all });
        const row = select === null ? undefined : app.data.index.get(select);
        const chosen = row === undefined ? '' : `${app.say(app.data.spec.events.title[row])}. `;
        node.textContent = `${chosen}${shown}, ${windowText(window, lang)}. ${ground(app)}`;
      }, 400);
    },
  );
  return node;
}

/** Who held the ground, and how the road was, on the day of the ground.
 * @param {App} app */
function ground(app) {
  if (!saysWhoHeld(app.data)) return '';
  const states = app.data.spec.layers.filter(({ role }) => role === 'road-status').flatMap(({ id }) =>
    app.data.layers.get(id)?.features ?? []);
  const state = stateOn(
    spells(states.map(({ properties: { from, to, status } }) =>
      ({ from, to, status: status ?? '', start: 0, end: 0 }))),
    groundDay(app.store.state()),
  );
  const road = state ? app.t('lead.road', { state: app.t(`road.${state}`) }) : '';
  return [...groundWords(app), road].join(' ');
}
