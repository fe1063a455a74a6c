/** One choice out of several, with its label. */
import { el } from '#app/ui/dom';

/** @param {string} label @param {string} name @param {string} value @param {string[][]} options
 * @param {(value: string) => void} act */
export function choice(label, name, value, options, act) {
  const select = el(
    'select',
    {
      'data-name': name,
      onchange: (/** @type {Event} */ event) =>
        act(/** @type {HTMLSelectElement} */ (event.target).value),
    },
    ...options.map(([id, words]) => el('option', { value: id, selected: id === value }, words)),
  );
  return el('label', { class: 'cm-choice' }, el('span', {}, label), select);
}
