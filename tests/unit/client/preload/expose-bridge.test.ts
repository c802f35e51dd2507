import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { isThrown } from '../../../../client/core/ipc/program.ts';
import { exposeBridge } from '../../../../client/preload/index.ts';

interface Exposed {
  invoke(channel: string, request?: unknown): Promise<unknown>;
  on(channel: string, listener: (payload: unknown) => void): () => void;
}

/** Electron as a preload script has it, with what was exposed and what went to main. */
function preload(own?: Parameters<typeof exposeBridge>[1]) {
  const listeners = new Map<string, (event: unknown, payload: unknown) => void>();
  const invoked: { channel: string; request: unknown }[] = [];
  let exposed: Exposed | undefined;
  exposeBridge(
    {
      contextBridge: {
        exposeInMainWorld(key, api) {
          expect(key).toBe('candor');
          exposed = api as Exposed;
        },
      },
      ipcRenderer: {
        async invoke(channel, request) {
          invoked.push({ channel, request });
          return 'answer';
        },
        on: (channel, forward) => listeners.set(channel, forward),
        removeListener: (channel, forward) => listeners.get(channel) === forward && listeners.delete(channel),
      },
    },
    own,
  );
  if (!exposed) throw new Error('nothing was exposed');
  return { bridge: exposed, listeners, invoked };
}

beforeEach(() => {
  vi.stubGlobal('__CLIENT_CHANNELS__', { invoke: ['app.info'], event: ['program.changed'] });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('a page asks main on the channels of the client and of the product', async () => {
  const { bridge, invoked } = preload({ invoke: ['notes.save'], event: [] });
  expect(await bridge.invoke('app.info')).toBe('answer');
  expect(await bridge.invoke('notes.save', { text: 'a' })).toBe('answer');
  expect(invoked).toEqual([
    { channel: 'app.info', request: undefined },
    { channel: 'notes.save', request: { text: 'a' } },
  ]);
});

it('a page hears what main sends without the event that carries it, until it stops listening', () => {
  const { bridge, listeners } = preload();
  const heard: unknown[] = [];
  const stop = bridge.on('program.changed', (payload) => heard.push(payload));
  listeners.get('program.changed')?.({ sender: 'Electron' }, 'standard');
  stop();
  expect(heard).toEqual(['standard']);
  expect(listeners.size).toBe(0);
});

it.each([
  ['a channel of Electron', 'ELECTRON_BROWSER_REQUIRE'],
  ['a channel of another product', 'notes.save'],
  ['a property of every object', 'toString'],
  ['a channel on which main sends', 'program.changed'],
])('a page cannot ask on %s, and main is told of the error without its words', (_what, channel) => {
  const { bridge, invoked } = preload();
  expect(() => bridge.invoke(channel)).toThrow(`no such channel: ${channel}`);
  expect(invoked).toMatchObject([{ channel: 'usage.thrown', request: { name: 'Error' } }]);
  expect(isThrown(invoked[0]?.request)).toBe(true);
  expect(JSON.stringify(invoked)).not.toContain(channel);
});

it('a product cannot change what a channel of the client is', () => {
  const { bridge } = preload({ invoke: [], event: ['app.info'] });
  expect(() => bridge.on('app.info', () => {})).toThrow('no such channel');
});

it('what a listener of the page throws is told to main as an error of the preload script', () => {
  const { bridge, listeners, invoked } = preload();
  bridge.on('program.changed', () => {
    throw new TypeError('a secret');
  });
  expect(() => listeners.get('program.changed')?.({}, 'off')).toThrow('a secret');
  expect(invoked).toMatchObject([{ channel: 'usage.thrown', request: { name: 'TypeError' } }]);
  expect(JSON.stringify(invoked)).not.toContain('secret');
});
