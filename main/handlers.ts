import { type ClientChannel, swallowed } from 'candor-client/core';
import { type Client, focusedWindow, type Handlers, type ValueStore, writeFailure } from 'candor-client/main';
import type { Contract, InvokeChannel } from '../app/ipc/contract.ts';
import type { Settings, SettingsState } from '../app/settings.ts';
import type { FinderHost } from './finder-host.ts';
import { showNativeMenu } from './native-menu.ts';
import type { StoredSettings } from './settings.ts';
import { performAction } from './window/actions.ts';
import { broadcast, sendTo } from './window/windows.ts';

interface Services {
  readonly settings: ValueStore<StoredSettings>;
  readonly finderHost: FinderHost;
  readonly activation: Client['activation'];
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
  activation,
  openWindow,
}: Services): Pick<Handlers<Contract>, Exclude<InvokeChannel, ClientChannel>> {
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
      performAction(window, action, { isAtWork: activation.isAtWork(window), openWindow }),
    'menu.state': ({ checked, disabled }) =>
      showNativeMenu({ checked: new Set(checked), disabled: new Set(disabled) }, (command, source) => {
        const window = focusedWindow();
        if (!window) return;
        activation.acted(window);
        sendTo(window.webContents, 'menu.command', { command, source });
      }),
  };
}
