import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../app/ipc/contract.ts';

/** Name and kind of each channel of app/ipc/contract.ts, put in by the build so that no schema code is loaded here. */
declare const __IPC_CHANNELS__: Readonly<Record<string, 'invoke' | 'event'>>;

const channels = __IPC_CHANNELS__;

function assertChannel(channel: string, kind: 'invoke' | 'event'): void {
  if (!Object.hasOwn(channels, channel) || channels[channel] !== kind) {
    throw new Error(`not a channel of the contract: ${channel}`);
  }
}

const bridge = {
  invoke(channel: string, request?: unknown): Promise<unknown> {
    assertChannel(channel, 'invoke');
    return ipcRenderer.invoke(channel, request);
  },
  on(channel: string, listener: (payload: never) => void): () => void {
    assertChannel(channel, 'event');
    const forward = (_event: unknown, payload: unknown) => listener(payload as never);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.removeListener(channel, forward);
  },
} as unknown as Bridge;

contextBridge.exposeInMainWorld('candor', bridge);
