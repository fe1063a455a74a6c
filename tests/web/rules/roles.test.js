import assert from 'node:assert/strict';
import test from 'node:test';
import { typeStyles } from '../../../maps/app/marks/palette.js';
import { columnsFrom } from '../../../maps/app/data/columns.js';
import { singleTypes } from '../../../maps/app/rules/roles.js';

test('a type of totals alone has the mark of totals', () => {
  const types = [
    { id: 'battle', label: '', family: '' },
    { id: 'war_phase', label: '', family: '' },
  ];
  const events = { type: ['battle', 'battle', 'war_phase'], role: ['event', 'aggregate', 'aggregate'] };
  const columns = columnsFrom({ ...events, id: ['a', 'b', 'c'], lat: [], lon: [] }, () => []);
  const styles = typeStyles(types, singleTypes(columns));
  assert.equal(styles.get('battle').whole, false);
  assert.equal(styles.get('war_phase').whole, true);
});
