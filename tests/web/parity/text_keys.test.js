// Keys of translated texts: the cases of tests/parity/text_keys.json, which Python runs too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { keyOf } from '../../../maps/app/data/translations.js';

const cases = JSON.parse(
  readFileSync(new URL('../../parity/text_keys.json', import.meta.url), 'utf8'),
);

test('each text has its key', () => {
  assert.deepEqual(cases.map(({ text }) => keyOf(text)), cases.map(({ key }) => key));
});
