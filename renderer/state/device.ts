import type { AskFailure } from '../../app/finder/asking.ts';
import type { DeviceReport } from '../../app/finder/device.ts';
import { createStore, type Store } from '../../ui/state/store.ts';
import type { Ask } from './ask.ts';

/** The report on this device, and how far reading it has come. */
export interface DeviceState {
  readonly status: 'unread' | 'reading' | 'ready' | 'failed';
  /** The last report; it stays on the screen while a newer one is read. */
  readonly report: DeviceReport | null;
  readonly failure?: AskFailure;
}

export interface DeviceStore extends Store<DeviceState> {
  /** Reads the device, unless that is under way; until nothing of the report is still being read. */
  read(): void;
}

export function createDevice(ask: Ask): DeviceStore {
  const store = createStore<DeviceState>({ status: 'unread', report: null });
  let underWay = false;
  async function read(): Promise<void> {
    underWay = true;
    for (;;) {
      const asked = await ask({ ask: 'device' });
      if (!asked.ok) {
        store.update(({ report }) => ({ status: 'failed', report, failure: asked.failure }));
        break;
      }
      store.set({ status: 'ready', report: asked.value });
      // The engine answers late or with what has come since, and gives a source up in time: this has an end.
      if (!asked.value.facts.some(({ missing }) => missing === 'still-reading')) break;
    }
    underWay = false;
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
