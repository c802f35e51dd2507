import { describeError, NAMELESS, swallowed } from 'candor-client/core';
import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, RequestOf } from '../app/ipc/contract.ts';

/** Name and kind of each channel of app/ipc/contract.ts, put in by the build so that no schema code is loaded here. */
declare const __IPC_CHANNELS__: Readonly<Record<string, 'invoke' | 'event'>>;

const channels = __IPC_CHANNELS__;

function assertChannel(channel: string, kind: 'invoke' | 'event'): void {
  if (!Object.hasOwn(channels, channel) || channels[channel] !== kind) {
    throw new Error(`not a channel of the contract: ${channel}`);
  }
}

/**
 * Runs `action` and tells main of what it throws, without its words: the page gets a copy that has neither the class nor
 * the place here. Nothing is kept, and main, which knows whether it may, takes it or does not.
 */
function reporting<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const where = { process: 'preload', handledBy: 'caught' } as const;
    const report = describeError(error, where, [{ folder: NAMELESS, part: 'preload' }]);
    const record: RequestOf<'usage.record'> = {
      events: [],
      dropped: 0,
      errors: { reports: [{ report, count: 1 }], dropped: 0 },
    };
    // Reporting that this could not be reported would never end.
    ipcRenderer.invoke('usage.record', record).catch((unsaid: unknown) => swallowed('ipc', 'report-error', unsaid));
    throw error;
  }
}

const bridge = {
  invoke: (channel: string, request?: unknown): Promise<unknown> =>
    reporting(() => {
      assertChannel(channel, 'invoke');
      return ipcRenderer.invoke(channel, request);
    }),
  on: (channel: string, listener: (payload: never) => void): (() => void) =>
    reporting(() => {
      assertChannel(channel, 'event');
      const forward = (_event: unknown, payload: unknown) => reporting(() => listener(payload as never));
      ipcRenderer.on(channel, forward);
      return () => ipcRenderer.removeListener(channel, forward);
    }),
} as unknown as Bridge;

contextBridge.exposeInMainWorld('candor', bridge);
