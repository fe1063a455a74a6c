/** A button that copies a ready report of an error; where it may not, the text is shown. */
/** @import {App} from '#app/types' */
import { copyText } from '#app/ui/clipboard';
import { el } from '#app/ui/dom';

/** @param {App} app @param {string} anchor
 * @param {(link: string) => string} words of the report, with the link to what it is about */
export function reportButton({ t }, anchor, words) {
  const said = el('span', { role: 'status', class: 'cm-aside' });
  const area = el('textarea', {
    readonly: true, rows: 6, class: 'cm-copy', hidden: true, 'aria-label': t('share.manual'),
  });
  const copy = async () => {
    const report = words(location.href.replace(/#.*/, '') + anchor);
    const done = await copyText(report);
    said.textContent = t(done ? 'report.done' : 'share.manual');
    area.hidden = done;
    area.value = report;
    if (!done) area.select();
  };
  return el(
    'div',
    { class: 'cm-report' },
    el('button', { type: 'button', class: 'cm-text-button', onclick: () => void copy() },
      t('report.button')),
    ' ',
    said,
    area,
  );
}
