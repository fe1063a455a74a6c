// Names by policy: the cases of tests/parity/names.json, which Python runs too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { display, useNames } from '../../../maps/app/rules/names.js';

const { policies, letters, cases } = JSON.parse(
  readFileSync(new URL('../../parity/names.json', import.meta.url), 'utf8'),
);

useNames((name, lang) => letters[lang]?.[name]);

for (const { place, names } of cases)
  test(`${place.name} in each language and policy`, () => {
    for (const [lang, expected] of Object.entries(names))
      assert.deepEqual(policies.map((policy) => display(place, lang, policy)), expected, lang);
  });
