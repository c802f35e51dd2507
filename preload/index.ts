import { type ChannelNames, exposeBridge } from 'candor-client/preload';
import { contextBridge, ipcRenderer } from 'electron';

/** The channels of the Finder's own in app/ipc/contract.ts, put in by the build. */
declare const __OWN_CHANNELS__: ChannelNames;

exposeBridge({ contextBridge, ipcRenderer }, __OWN_CHANNELS__);
