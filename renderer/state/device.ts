import type { DeviceReport } from '../../app/finder/device.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { createStore, type Store } from './store.ts';

/** The report on this device, and how far reading it has come. */
export interface DeviceState {
  readonly status: 'unread' | 'reading' | 'ready' | 'failed';
  /** The last report; it stays on the screen while a newer one is read. */
  readonly report: DeviceReport | null;
}

export interface DeviceStore extends Store<DeviceState> {
  /** Reads the device, unless that is under way. */
  read(): void;
}

export function createDevice(api: Bridge): DeviceStore {
  const store = createStore<DeviceState>({ status: 'unread', report: null });
  return {
    ...store,
    read() {
      if (store.get().status === 'reading') return;
      store.update(({ report }) => ({ status: 'reading', report }));
      api.invoke('finder.device').then(
        (report) => store.set({ status: 'ready', report }),
        () => store.update(({ report }) => ({ status: 'failed', report })),
      );
    },
  };
}
