import { clipboard } from 'electron';
import type { ProgramStatus } from '../app/ipc/program.ts';
import { currentLanguage, currentLocale, t } from '../app/messages/index.ts';
import { finder } from '../app/product.ts';
import type { Settings } from '../app/settings-schema.ts';
import type { FinderHost } from './finder/finder-host.ts';
import { broadcast, type Handlers, sendTo } from './ipc.ts';
import type { Lifecycle } from './lifecycle.ts';
import { showNativeMenu } from './native-menu.ts';
import type { Prompt } from './prompt.ts';
import { saveText } from './save-text.ts';
import type { StoredSettings } from './settings.ts';
import type { ValueStore } from './store/open-store.ts';
import type { Program } from './telemetry/program.ts';
import { performAction } from './window/actions.ts';
import { focusedWindow } from './window/windows.ts';

interface Services {
  readonly program: Program;
  /** Where batches go now; a policy may change it. */
  readonly collector: () => URL;
  readonly settings: ValueStore<StoredSettings>;
  readonly prompt: Prompt;
  readonly lifecycle: Lifecycle;
  readonly finderHost: FinderHost;
  readonly openWindow: () => void;
}

const platforms = { darwin: 'macos', win32: 'windows' } as const;

/** State of the program as the dialogs show it. */
export function programStatus(program: Program, collector: URL): ProgramStatus {
  const { level, reason } = program.participation();
  return {
    level,
    reason,
    installation: program.installation,
    history: [...program.history],
    collector: collector.origin,
  };
}

/** The part of the settings file that windows see. */
function shown({ placement: _, ...settings }: StoredSettings): Settings {
  return settings;
}

/** What main does for each channel of the contract. */
export function createHandlers(services: Services): Handlers {
  const { program, collector, settings, prompt, lifecycle, finderHost, openWindow } = services;
  return {
    'app.info': () => ({
      name: finder.name,
      version: finder.version,
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      platform: platforms[process.platform as keyof typeof platforms] ?? 'linux',
      installation: program.installation,
      language: currentLanguage(),
      locale: currentLocale(),
    }),
    'settings.get': () => shown(settings.get()),
    'settings.change': (change) => {
      // `undefined` cannot be a value here: the channel's schema refuses it.
      settings.set({ ...settings.get(), ...(change as Partial<Settings>) });
      broadcast('settings.changed', shown(settings.get()));
      return shown(settings.get());
    },

    'program.status': () => programStatus(program, collector()),
    'program.decide': (request) => {
      prompt.settle();
      program.decide(request);
      return programStatus(program, collector());
    },
    'program.help-opened': () => prompt.settle(),
    'program.shared': () => program.shared(),
    'program.fetch': () => program.fetchHeld(),
    'program.erase': () => program.eraseHeld(),
    'program.save-held': ({ text }, { window }) => saveText(window, t('held.file'), text),
    'program.cancel': () => program.cancelHeld(),
    'usage.record': (report, { window }) => {
      const recorded = program.record(report);
      if (report.flushed) lifecycle.usageArrived(window);
      return { recorded };
    },

    'finder.device': () => finderHost.device(),
    'finder.watch': ({ live }, { window }) => finderHost.watch(window.id, live),
    'finder.refresh': () => finderHost.refresh(),

    'window.perform': ({ action }, { window }) => performAction(window, action, openWindow),
    'menu.state': ({ checked, disabled }) =>
      showNativeMenu({ checked: new Set(checked), disabled: new Set(disabled) }, (command, source) => {
        const window = focusedWindow();
        if (window) sendTo(window.webContents, 'menu.command', { command, source });
      }),
    'clipboard.copy': ({ text }) => clipboard.writeText(text),
  };
}
