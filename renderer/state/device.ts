import { swallowed } from 'candor-client/core';
import type { DeviceReport } from '../../app/finder/device.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { createStore, type Store } from '../../ui/state/store.ts';

/** The report on this device, and how far reading it has come. */
export interface DeviceState {
  readonly status: 'unread' | 'reading' | 'ready' | 'failed';
  /** The last report; it stays on the screen while a newer one is read. */
  readonly report: DeviceReport | null;
}

export interface DeviceStore extends Store<DeviceState> {
  /** Reads the device, unless that is under way; until nothing of the report is still being read. */
  read(): void;
}

export function createDevice(api: Bridge): DeviceStore {
  const store = createStore<DeviceState>({ status: 'unread', report: null });
  let underWay = false;
  async function read(): Promise<void> {
    underWay = true;
    try {
      let report = await api.invoke('finder.device');
      store.set({ status: 'ready', report });
      // The engine answers late or with what has come since, and gives a source up in time: this has an end.
      while (report.facts.some(({ missing }) => missing === 'still-reading')) {
        report = await api.invoke('finder.device');
        store.set({ status: 'ready', report });
      }
    } catch (error) {
      swallowed('window', 'read-device', error);
      store.update(({ report }) => ({ status: 'failed', report }));
    } finally {
      underWay = false;
    }
  }
  return {
    ...store,
    read() {
      if (underWay) return;
      store.update(({ report }) => ({ status: 'reading', report }));
      void read();
    },
  };
}
