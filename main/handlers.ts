import { swallowed } from '../app/debug.ts';
import type { InvokeChannel } from '../app/ipc/contract.ts';
import type { SettingsState } from '../app/ipc/settings.ts';
import type { Settings } from '../app/settings-schema.ts';
import type { Client, ClientChannel } from './client/index.ts';
import type { FinderHost } from './finder/finder-host.ts';
import { broadcast, focusedWindow, type Handlers, sendTo } from './ipc.ts';
import { showNativeMenu } from './native-menu.ts';
import type { StoredSettings } from './settings.ts';
import { writeFailure } from './store/logged-store.ts';
import type { ValueStore } from './store/open-store.ts';
import { performAction } from './window/actions.ts';

interface Services {
  readonly settings: ValueStore<StoredSettings>;
  readonly finderHost: FinderHost;
  readonly hands: Client['hands'];
  readonly openWindow: () => void;
}

/** The part of the settings file that windows see. */
function shown({ placement: _, ...settings }: StoredSettings): Settings {
  return settings;
}

/** What main does for each channel of the Finder's own. */
export function createHandlers({
  settings,
  finderHost,
  hands,
  openWindow,
}: Services): Pick<Handlers, Exclude<InvokeChannel, ClientChannel>> {
  let revision = 0;
  const state = (): SettingsState => ({ revision, settings: shown(settings.get()) });
  return {
    'settings.get': state,
    'settings.change': (change) => {
      try {
        // `undefined` cannot be a value here: the channel's schema refuses it.
        settings.set({ ...settings.get(), ...(change as Partial<Settings>) });
      } catch (error) {
        swallowed('store', 'change-settings', error);
        return { ...state(), failure: writeFailure(error) };
      }
      revision++;
      broadcast('settings.changed', state());
      return state();
    },

    'finder.device': () => finderHost.device(),
    'finder.watch': ({ live }, { window }) => finderHost.watch(window.id, live),
    'finder.refresh': () => finderHost.refresh(),

    'window.perform': ({ action }, { window }) =>
      performAction(window, action, { isAtWork: hands.isAtWork(window), openWindow }),
    'menu.state': ({ checked, disabled }) =>
      showNativeMenu({ checked: new Set(checked), disabled: new Set(disabled) }, (command, source) => {
        const window = focusedWindow();
        if (!window) return;
        hands.acted(window);
        sendTo(window.webContents, 'menu.command', { command, source });
      }),
  };
}
