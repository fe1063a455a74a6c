import assert from 'node:assert/strict';
import test from 'node:test';

import { listenFrame } from '../../../maps/app/state/framemessages.js';

/** A page in a frame, or alone: who hears what, and which classes it gets. */
function framed({ alone = false, query = '' } = {}) {
  const said = [];
  const parent = { postMessage: (message, target) => said.push([message, target]) };
  const heard = [];
  globalThis.window = { parent };
  if (alone) globalThis.window.parent = globalThis.window;
  globalThis.location = { search: query };
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
  const classes = [];
  listenFrame(api, { classList: { add: (name) => classes.push(name) } });
  const send = (data, from = parent) => heard.forEach((fn) => fn({ source: from, data }));
  return { said, patches, watchers, classes, heard, send };
}
const STATE = { conflictmap: 'state', state: { window: [1, 2] }, visible: ['a'], error: undefined };

test('only the page around the frame is obeyed', () => {
  const { said, patches, watchers, send } = framed();
  for (const other of [{}, null, globalThis.window]) {
    send({ conflictmap: 'set', value: { window: [3, 4] } }, other);
    send({ conflictmap: 'get' }, other);
    send({ conflictmap: 'watch' }, other);
  }
  assert.deepEqual([said, patches, watchers], [[], [], []]);
  send({ conflictmap: 'set', value: { window: [3, 4] } });
  assert.deepEqual(patches, [{ window: [3, 4] }]);
  assert.deepEqual(said, [[STATE, '*']]);
});

test('messages that are none are not answered', () => {
  const { said, patches, send } = framed();
  for (const data of [null, 'set', 7, undefined, {}, { conflictmap: 'other' }, { verb: 'set' }])
    send(data);
  assert.deepEqual([said, patches], [[], []]);
});

test('an asked page answers and changes nothing; what cannot be set is said', () => {
  const { said, patches, send } = framed();
  send({ conflictmap: 'get' });
  assert.deepEqual([said.at(-1)[0], patches], [STATE, []]);
  send({ conflictmap: 'set', value: { window: 'bad' } });
  assert.equal(said.at(-1)[0].error, 'Error: window: not two days');
  send({ conflictmap: 'set' });
  assert.deepEqual(patches, [{}]);
});

test('a watched page tells its changes, those close together once', async () => {
  const { said, watchers, send } = framed();
  send({ conflictmap: 'watch' });
  send({ conflictmap: 'watch' });
  assert.deepEqual([watchers.length, said.length], [1, 0]);
  watchers[0]();
  watchers[0]();
  await new Promise((done) => setTimeout(done, 90));
  assert.deepEqual(said, [[STATE, '*']]);
  watchers[0]();
  await new Promise((done) => setTimeout(done, 90));
  assert.equal(said.length, 2);
});

test('a page that stands alone listens to nobody', () => {
  assert.equal(framed({ alone: true }).heard.length, 0);
});

test('the address says whether only map and time are shown', () => {
  assert.deepEqual(framed({ query: '?embed' }).classes, ['cm-embed']);
  assert.deepEqual(framed({ query: '?x=embed' }).classes, []);
});
