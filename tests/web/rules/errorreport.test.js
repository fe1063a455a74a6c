import assert from 'node:assert/strict';
import test from 'node:test';
import {
  eventAnchor, eventReport, placeAnchor, placeReport,
} from '../../../maps/app/rules/errorreport.js';
import { fromHash } from '../../../maps/app/state/hash.js';
import { toDay } from '../../../maps/app/util/clock.js';

const t = (key) => key;
const EVENTS = {
  id: ['a-1'], title: ['A battle'], when: ['2020-10-05'], place: [''], place_precision: ['near'],
  lat: [39.5], lon: [46.25], actor_a: ['A'], actor_b: [''], low: [0], best: [null], high: [3],
  status: ['claimed'], sources: [['s1', 's2']],
};
const FEATURE = { properties: { name: 'Area', from: toDay('2020-11-10'), to: null, source: 'S' } };
const DATA = {
  spec: { title: 'Map', generator: 'conflictmap 1', events: EVENTS },
  features: new Map([['x', { feature: FEATURE, layer: { id: 'held-1994' } }]]),
};
const day = toDay('2021-01-02');

test('a report names the row, each field and the value shown; what is empty is left out', () => {
  const said = eventReport(DATA, 0, 'https://example.org/#s=a-1', t).split('\n');
  assert.deepEqual(said.slice(0, 4),
    ['report.head: Map (conflictmap 1)', 'https://example.org/#s=a-1', '', 'report.shown']);
  assert.ok(said.includes('  event: a-1'));
  assert.ok(said.includes('  fatalities_low: 0'), 'none dead is a value');
  assert.ok(said.includes('  sources: s1 s2'));
  assert.ok(!said.some((line) => /fatalities_best|place:/.test(line)));
  assert.deepEqual(said.slice(-3), ['report.wrong ', 'report.right ', 'report.source ']);
});

test('a report on a place names its layer, its area, the day and who the map says held it', () => {
  const held = { feature: FEATURE, control: 'armenian', certainty: 'known' };
  const said = placeReport(DATA, held, { lon: 46.5, lat: 39.75, day }, '#', t);
  for (const line of ['layer: held-1994', 'area: Area', 'day: 2021-01-02', 'lat: 39.7500',
    'control: armenian', 'certainty: known', 'from: 2020-11-10', 'source: S'])
    assert.ok(said.includes(`\n  ${line}\n`), line);
  assert.ok(!said.includes('  to:'));
});

test('where no layer says who held a place, the report still says where and when', () => {
  const held = { feature: null, control: '', certainty: 'not_stated' };
  const said = placeReport(DATA, held, { lon: 46.5, lat: 39.75, day }, '#', t);
  assert.ok(said.includes('certainty: not_stated') && !said.includes('layer:'));
});

test('the anchors open the card of an event, and the map at a place on its day', () => {
  assert.equal(fromHash(eventAnchor('a-1'), {}).select, 'a-1');
  const found = fromHash(placeAnchor(46.5, 39.75, day), {});
  assert.deepEqual(found.window, [day, day + 1]);
  assert.deepEqual(found.view, { center: [39.75, 46.5], zoom: 10 });
});
