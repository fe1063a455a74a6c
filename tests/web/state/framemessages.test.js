import assert from 'node:assert/strict';
import test from 'node:test';

import { isEmbedded, listenFrame, spareWheel } from '../../../maps/app/state/framemessages.js';

/** A page in a frame, or alone: who hears what. It has started unless it WAITS. */
function framed({ alone = false, waits = false } = {}) {
  const said = [];
  const parent = { postMessage: (message, target) => said.push([message, target]) };
  const heard = [];
  globalThis.window = { parent };
  if (alone) globalThis.window.parent = globalThis.window;
  globalThis.addEventListener = (kind, fn) => kind === 'message' && heard.push(fn);
  const patches = [];
  const watchers = [];
  const api = {
    set(patch) {
      if (patch.window === 'bad') throw new Error('window: not two days');
      patches.push(patch);
    },
    state: () => ({ window: [1, 2] }), visible: () => ['a'], on: (fn) => watchers.push(fn),
  };
  let start;
  let fail;
  const started = new Promise((done, failed) => {
    start = () => done(api);
    fail = failed;
  });
  listenFrame(started);
  if (!waits) start();
  const send = async (data, from = parent) => {
    heard.forEach((fn) => fn({ source: from, data }));
    await new Promise(setImmediate);
  };
  return { said, patches, watchers, heard, send, start, fail };
}
const STATE = { conflictmap: 'state', state: { window: [1, 2] }, visible: ['a'], error: undefined };

test('in a frame the wheel is for the page around, until the map has the focus', () => {
  const map = { contains: (node) => node === map };
  const passes = ({ alone = false, hasFocus = true, active = null, on = map, ctrlKey = false }) => {
    globalThis.window = { parent: {} };
    if (alone) globalThis.window.parent = globalThis.window;
    globalThis.document = { hasFocus: () => hasFocus, activeElement: active };
    let turned = () => {};
    spareWheel({ addEventListener: (_, fn) => (turned = fn) });
    let stopped = false;
    turned({ target: { closest: () => on }, ctrlKey, stopPropagation: () => (stopped = true) });
    return !stopped;
  };
  assert.equal(passes({}), false);
  assert.equal(passes({ active: map }), true);
  assert.equal(passes({ active: map, hasFocus: false }), false);
  assert.equal(passes({ ctrlKey: true }), true);
  assert.equal(passes({ on: null }), true);
  assert.equal(passes({ alone: true }), true);
});

test('only the page around the frame is obeyed', async () => {
  const { said, patches, watchers, send } = framed();
  for (const other of [{}, null, globalThis.window]) {
    await send({ conflictmap: 'set', value: { window: [3, 4] } }, other);
    await send({ conflictmap: 'get' }, other);
    await send({ conflictmap: 'watch' }, other);
  }
  assert.deepEqual([said, patches, watchers], [[], [], []]);
  await send({ conflictmap: 'set', value: { window: [3, 4] } });
  assert.deepEqual(patches, [{ window: [3, 4] }]);
  assert.deepEqual(said, [[STATE, '*']]);
});

test('messages that are none are not answered', async () => {
  const { said, patches, send } = framed();
  for (const data of [null, 'set', 7, undefined, {}, { conflictmap: 'other' }, { verb: 'set' }])
    await send(data);
  assert.deepEqual([said, patches], [[], []]);
});

test('an asked page answers and changes nothing; what cannot be set is said', async () => {
  const { said, patches, send } = framed();
  await send({ conflictmap: 'get' });
  assert.deepEqual([said.at(-1)[0], patches], [STATE, []]);
  await send({ conflictmap: 'set', value: { window: 'bad' } });
  assert.equal(said.at(-1)[0].error, 'Error: window: not two days');
  await send({ conflictmap: 'set' });
  assert.deepEqual(patches, [{}]);
});

test('a watched page tells its changes, those close together once', async () => {
  const { said, watchers, send } = framed();
  await send({ conflictmap: 'watch' });
  await send({ conflictmap: 'watch' });
  assert.deepEqual([watchers.length, said.length], [1, 0]);
  watchers[0]();
  watchers[0]();
  await new Promise((done) => setTimeout(done, 90));
  assert.deepEqual(said, [[STATE, '*']]);
  watchers[0]();
  await new Promise((done) => setTimeout(done, 90));
  assert.equal(said.length, 2);
});

test('what is said before the page has started is answered then, in its order', async () => {
  const { said, patches, watchers, send, start } = framed({ waits: true });
  await send({ conflictmap: 'set', value: { window: [3, 4] } });
  await send({ conflictmap: 'set', value: { window: [5, 6] } });
  await send({ conflictmap: 'watch' });
  assert.deepEqual([said, patches, watchers], [[], [], []]);
  start();
  await new Promise(setImmediate);
  assert.deepEqual(patches, [{ window: [3, 4] }, { window: [5, 6] }]);
  assert.deepEqual([said.length, watchers.length], [2, 1]);
});

test('a page that could not start answers nobody', async () => {
  const { said, send, fail } = framed({ waits: true });
  fail(new Error('broken'));
  await send({ conflictmap: 'get' });
  assert.deepEqual(said, []);
});

test('a page that stands alone listens to nobody', () => {
  assert.equal(framed({ alone: true }).heard.length, 0);
});

test('the address says whether only map and time are shown', () => {
  const asked = (search) => {
    globalThis.location = { search };
    return isEmbedded();
  };
  assert.deepEqual(['?embed', '?x=embed', ''].map(asked), [true, false, false]);
});
