/** The client in a preload script: the bridge between a page and main, and nothing else. See docs/using-the-client.md. */
import { swallowed } from '../core/debug.ts';
import { reduceThrown } from '../core/errors/thrown.ts';
import type { ChannelNames } from '../core/ipc/channel.ts';
import type { ClientChannel } from '../core/ipc/contract.ts';

export type { ChannelNames } from '../core/ipc/channel.ts';

type Forward = (event: unknown, payload: unknown) => void;

/** `contextBridge` and `ipcRenderer` of Electron, handed in: a product's preload script alone touches Electron. */
export interface PreloadElectron {
  readonly contextBridge: { exposeInMainWorld(key: string, api: unknown): void };
  readonly ipcRenderer: {
    invoke(channel: string, request: unknown): Promise<unknown>;
    on(channel: string, forward: Forward): unknown;
    removeListener(channel: string, forward: Forward): unknown;
  };
}

/** The channels of the client's contract, put in by the build so that no schema code is loaded here. */
declare const __CLIENT_CHANNELS__: ChannelNames;

/**
 * Puts the bridge on the page's `window.candor`. It passes on the client's channels and `own`, the product's, and no
 * others; main validates what it gets. What throws here or in a page's listener is told to main, without its words: the
 * page gets a copy that has neither the class nor the place here. Nothing is kept, and main, which knows whether it may,
 * takes it or does not.
 */
export function exposeBridge({ contextBridge, ipcRenderer }: PreloadElectron, own?: ChannelNames): void {
  const assertChannel = (channel: string, kind: 'invoke' | 'event') => {
    if ((kindIn(__CLIENT_CHANNELS__, channel) ?? (own && kindIn(own, channel))) !== kind) {
      throw new Error(`no such channel: ${channel}`);
    }
  };

  const reporting = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      const told = ipcRenderer.invoke('usage.thrown' satisfies ClientChannel, reduceThrown(error));
      // Reporting that this could not be reported would never end.
      told.catch((unsaid: unknown) => swallowed('ipc', 'report-error', unsaid));
      throw error;
    }
  };

  contextBridge.exposeInMainWorld('candor', {
    invoke: (channel: string, request?: unknown): Promise<unknown> =>
      reporting(() => {
        assertChannel(channel, 'invoke');
        return ipcRenderer.invoke(channel, request);
      }),
    on: (channel: string, listener: (payload: unknown) => void): (() => void) =>
      reporting(() => {
        assertChannel(channel, 'event');
        const forward: Forward = (_event, payload) => reporting(() => listener(payload));
        ipcRenderer.on(channel, forward);
        return () => ipcRenderer.removeListener(channel, forward);
      }),
  });
}

function kindIn({ invoke, event }: ChannelNames, channel: string): 'invoke' | 'event' | undefined {
  if (invoke.includes(channel)) return 'invoke';
  return event.includes(channel) ? 'event' : undefined;
}
