/** A story on paper: its steps in order, each with its days, its words and its sources. */
/** @import {App, Story} from '#app/types' */
import { edtfText } from '#app/text/edtf';
import { windowText } from '#app/text/format';
import { el } from '#app/ui/dom';
import { langOf, dataText } from '#app/ui/datatext';
import { sourceLine } from '#app/ui/sourceline';

/** @param {App} app @param {Story} story */
export function storyPrint(app, story) {
  const { lang } = app.store.state();
  return el(
    'div',
    { class: 'cm-handout' },
    dataText(app, 'h2', story.title),
    el(
      'ol',
      {},
      ...story.steps.map((step) =>
        el(
          'li',
          {},
          dataText(app, 'h3', step.title),
          step.window && el('p', { class: 'cm-aside' }, windowText(step.window, lang)),
          ...app.say(step.text).split(/\n+/).map((words) =>
            el('p', { dir: 'auto', ...langOf(app, step.text) }, words)),
          el('ul', {}, ...step.events.flatMap((id) => eventLine(app, id))),
        ),
      ),
    ),
  );
}

/** @param {App} app @param {string} id */
function eventLine(app, id) {
  const { events, sources } = app.data.spec;
  const row = app.data.index.get(id);
  if (row === undefined) return [];
  const when = edtfText(events.when[row], app.store.state().lang, app.t);
  return [
    el(
      'li',
      {},
      `${when}: `,
      dataText(app, 'span', events.title[row]),
      ` [${id}] `,
      ...events.sources[row]
        .filter((source) => Object.hasOwn(sources, source))
        .flatMap((source) => [...sourceLine(app, sources[source]), ' ']),
    ),
  ];
}
