import type { Bridge } from '../../app/ipc/contract.ts';
import type { Settings } from '../../app/settings-schema.ts';
import { createStore, type Store } from './store.ts';

/** The settings as this window mirrors them. A change shows at once and is then kept by main. */
export interface SettingsStore extends Store<Settings> {
  /** Changes some settings for good; when main cannot keep them, what it has is shown again. */
  change(patch: Partial<Settings>): void;
}

export function createSettings(api: Bridge, initial: Settings): SettingsStore {
  const store = createStore(initial);
  api.on('settings.changed', store.set);
  return {
    ...store,
    change(patch) {
      store.update((settings) => ({ ...settings, ...patch }));
      api.invoke('settings.change', patch).catch(async () => store.set(await api.invoke('settings.get')));
    },
  };
}
