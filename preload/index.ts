import { type ChannelKinds, exposeBridge } from 'candor-client/preload';
import { contextBridge, ipcRenderer } from 'electron';

/** Name and kind of each channel of the Finder's own in app/ipc/contract.ts, put in by the build. */
declare const __OWN_CHANNELS__: ChannelKinds;

exposeBridge({ contextBridge, ipcRenderer }, __OWN_CHANNELS__);
