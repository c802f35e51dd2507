import path from 'node:path';
import { ownAppImage, systemDisk } from 'candor-client/main';
import { app } from 'electron';
import { finder } from '../../app/finder/product.ts';
import { catalogues } from '../../app/messages/index.ts';
import { BACKGROUND } from '../opening/command-line.ts';
import { autostartEntry, loginWords } from './desktop-entry.ts';
import { autostartFile, type LoginMemory, type LoginStart, loginItem, noLoginStart } from './login-start.ts';

/** Starting the app at login on this system. @param packaged a build that users get. */
export function systemLogin(packaged: boolean, memory: LoginMemory): LoginStart {
  if (process.platform === 'linux') return autostart(packaged, memory);
  // There the system starts a program by its name alone, which for a build that is not packaged is Electron's.
  return packaged ? loginItem(systemItems(), memory) : noLoginStart;
}

function autostart(packaged: boolean, memory: LoginMemory): LoginStart {
  const image = ownAppImage(process.env, process.execPath);
  const profile = app.commandLine.getSwitchValue('user-data-dir');
  const entry = autostartEntry({
    name: finder.name,
    comment: [
      ['en', catalogues.en['background.comment']],
      ['it', catalogues.it['background.comment']],
    ],
    program: image ?? process.execPath,
    // As it was started itself: Electron alone does not know which app to run.
    words: loginWords({ profile, app: packaged ? undefined : app.getAppPath(), folder: process.cwd() }),
    icon: finder.id,
  });
  const file = path.join(app.getPath('appData'), 'autostart', `${finder.id}.desktop`);
  return autostartFile({ disk: systemDisk, file, entry, memory });
}

function systemItems() {
  const args = [BACKGROUND];
  return {
    get: () => {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings({ args });
      // Windows keeps an item that was switched off in its task manager.
      return process.platform === 'win32' ? openAtLogin && executableWillLaunchAtLogin : openAtLogin;
    },
    set: (openAtLogin: boolean) => app.setLoginItemSettings({ openAtLogin, args }),
  };
}

/** Whether the system has started this process at login. macOS hands no words over and says it otherwise. */
export function isStartedAtLogin(background: boolean): boolean {
  return background || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}
