import { type ClientChannel, swallowed } from 'candor-client/core';
import { type Client, focusedWindow, type Handlers, saveText, type ValueStore, writeFailure } from 'candor-client/main';
import { shell } from 'electron';
import type { Contract, InvokeChannel } from '../app/ipc/contract.ts';
import type { Settings, SettingsState } from '../app/settings.ts';
import type { Recording } from './background/recording.ts';
import { createFinderHandlers } from './engine/finder-handlers.ts';
import type { FinderHost } from './engine/finder-host.ts';
import { historySettings } from './engine-arguments.ts';
import { showNativeMenu } from './native-menu.ts';
import { needsHand } from './needs-hand.ts';
import type { OpenedOn } from './opening/opened-on.ts';
import { type StoredSettings, shownSettings } from './settings.ts';
import { performAction } from './window/actions.ts';
import { broadcast, sendTo } from './window/windows.ts';

interface Services {
  readonly settings: ValueStore<StoredSettings>;
  readonly finderHost: FinderHost;
  readonly activation: Client['activation'];
  readonly openWindow: () => void;
  readonly recording: Pick<Recording, 'changed' | 'status'>;
  readonly openedOn: Pick<OpenedOn, 'take'>;
}

/** What main does for each channel of the Finder's own. */
export function createHandlers({
  settings,
  finderHost,
  activation,
  openWindow,
  recording,
  openedOn,
}: Services): Pick<Handlers<Contract>, Exclude<InvokeChannel, ClientChannel>> {
  let revision = 0;
  const state = (): SettingsState => ({ revision, settings: shownSettings(settings.get()) });
  return {
    'settings.get': state,
    'settings.change': (change, { window }) => {
      // `undefined` cannot be a value here: the channel's schema refuses it.
      const wanted = change as Partial<Settings>;
      const before = settings.get();
      if (needsHand(wanted, before) && !activation.isAtWork(window)) {
        shell.beep();
        return state();
      }
      try {
        settings.set({ ...before, ...wanted });
      } catch (error) {
        swallowed('store', 'change-settings', error);
        return { ...state(), failure: writeFailure(error) };
      }
      recording.changed(before, settings.get());
      finderHost.setHistory(historySettings(settings.get()));
      revision++;
      broadcast('settings.changed', state());
      return state();
    },

    ...createFinderHandlers(finderHost, activation),

    'window.opened-on': (_, { window }) => openedOn.take(window),
    'recording.status': () => recording.status(),
    'file.save': async ({ name, format, text }, { window }) => {
      if (activation.isAtWork(window)) return await saveText(window, name, format, text);
      shell.beep();
      return { saved: false };
    },

    'window.perform': ({ action }, { window }) =>
      performAction(window, action, { isAtWork: activation.isAtWork(window), openWindow }),
    'menu.state': ({ checked, disabled, marked }) =>
      showNativeMenu(
        { checked: new Set(checked), disabled: new Set(disabled), marked: new Set(marked) },
        (command, source) => {
          const window = focusedWindow();
          if (!window) return;
          activation.acted(window);
          sendTo(window.webContents, 'menu.command', { command, source });
        },
      ),
  };
}
