/** One source as a line with links. */
/** @import {App, Source} from '#app/types' */
import { label } from '#app/text/i18n';
import { el, isWeb, link, text } from '#app/ui/dom';

/** @param {App} app @param {Source} source @returns {(Node | string)[]} */
export function sourceLine({ t }, source) {
  const { title, publisher, date, url, archive_url: archive, note, grade } = source;
  const rest = [publisher, date].filter(Boolean).join(', ');
  /** @type {(Node | string)[]} */
  const parts = [link(url, title || url || '')];
  if (rest) parts.push('. ', text('span', rest));
  if (grade)
    parts.push(' ', el('span', { class: 'cm-badge', title: t('grade') }, label(t, 'grade', grade)));
  if (isWeb(archive)) parts.push(' · ', link(archive, t('sources.archive')));
  if (note) parts.push(' ', text('span', note, 'cm-aside'));
  return parts;
}
