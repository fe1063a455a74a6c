import assert from 'node:assert/strict';
import test from 'node:test';
import { checkedStyle } from '../../../maps/app/map/authorstyle.js';

test('a style keeps names and values from the list, and nothing else', () => {
  assert.deepEqual(
    checkedStyle({
      color: '#ff0000',
      fillColor: 'url(#x)',
      weight: 3,
      opacity: 2,
      dashArray: '4 2',
      onclick: 'x',
      fill: 'none',
    }),
    { color: '#ff0000', weight: 3, dashArray: '4 2' },
  );
  assert.deepEqual(checkedStyle('red'), {});
});
