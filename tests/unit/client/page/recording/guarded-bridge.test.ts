import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../../../../app/ipc/contract.ts';
import { guardedBridge } from '../../../../../client/page/recording/measured-bridge.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a listener of the bridge', () => {
  it('that throws is reported in the page, with the very error, and the preload script sees nothing of it', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    const listeners: ((payload: never) => void)[] = [];
    const stops: string[] = [];
    const bridge = guardedBridge({
      invoke: () => Promise.reject(new Error('not asked')),
      on: (channel, listener) => {
        listeners.push(listener);
        return () => stops.push(channel);
      },
    } as Bridge);
    const heard: unknown[] = [];
    const error = new TypeError('no');
    const stop = bridge.on('finder.engine', (payload) => {
      heard.push(payload);
      throw error;
    });
    for (const listener of listeners) listener({ state: 'stalled' } as never);
    expect(heard).toEqual([{ state: 'stalled' }]);
    expect(reported).toEqual([error]);
    stop();
    expect(stops).toEqual(['finder.engine']);
  });
});
