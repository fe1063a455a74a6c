/** Which panels a page has. */
import assert from 'node:assert/strict';
import test from 'node:test';

const { shownPanels } = await import('../../../maps/app/panels/panel.js');
const TABS = ['story', 'compare', 'events', 'totals', 'unknown', 'road', 'layers', 'about'];

test('all panels are there when a recipe names none', () => {
  assert.deepEqual(TABS.filter(shownPanels()), TABS);
});

test('the events and what the map is about are always there, and the two dates when asked', () => {
  assert.deepEqual(TABS.filter(shownPanels(['totals'])), ['compare', 'events', 'totals', 'about']);
  assert.deepEqual(TABS.filter(shownPanels([])), ['compare', 'events', 'about']);
});
