/** What data packages say beside the toll: the dead by group, others counted, how sure it is. */
/** @import {App, EventColumns, Range} from '#app/types' */
import { rangeText } from '#app/text/format';
import { label } from '#app/text/i18n';
import { text } from '#app/ui/dom';

const GROUPS = ['deaths_armenian', 'deaths_azerbaijani', 'deaths_civilians', 'deaths_unknown'];
/** Columns of persons counted, and the measure of a claim that counts the same.
 * @type {Record<string, string>} */
const MEASURES = { injured: 'wounded', captured: 'captured', displaced: 'displaced' };
/** `DETAILS` of geo/conflictmap/model/columns.py: shown in words or, as codes, not at all. */
export const DETAILS = ['date_prec', 'where_prec', ...GROUPS, ...Object.keys(MEASURES), 'confidence'];

/** The further facts of a row, each a name and a value; those not stated are left out.
 * @param {App} app @param {number} row @returns {[string, Node][]} */
export function details(app, row) {
  const { data: { spec: { events } }, t } = app;
  const sure = saidIn(events, 'confidence', row);
  /** @type {[string, string][]} */
  const found = [
    [t('fact.groups'), counted(app, row, GROUPS, (name) => t(`group.${name}`))],
    [t('fact.people'), counted(app, row, Object.keys(MEASURES), (name) =>
      label(t, 'measure', MEASURES[name]))],
    [t('fact.confidence'), sure && label(t, 'confidence', sure)],
  ];
  return found.filter(([, said]) => said).map(([name, said]) => [name, text('span', said)]);
}

/** @param {App} app @param {number} row @param {string[]} names
 * @param {(name: string) => string} words */
function counted({ data: { spec: { events } }, store, t }, row, names, words) {
  const { lang } = store.state();
  return names.flatMap((name) => {
    const said = saidIn(events, name, row);
    const range = rangeOf(said);
    return said ? [`${words(name)}: ${range ? rangeText(range, lang, t) : said}`] : [];
  }).join('; ');
}

/** @param {Pick<EventColumns, 'extra'>} events @param {string} name @param {number} row */
const saidIn = ({ extra = [] }, name, row) => extra.find(([own]) => own === name)?.[1][row] ?? '';

/** A number, or `low..high` with an end that may be open; null for other words.
 * @param {string} said @returns {Range | null} */
export function rangeOf(said) {
  const found = /^(\d*)(\.\.)?(\d*)$/.exec(said.trim());
  if (!found || !(found[1] || found[3])) return null;
  const [low, high] = [found[1], found[3]].map((digits) => (digits ? Number(digits) : null));
  return found[2] ? { low, best: null, high } : { low, best: low, high: low };
}
