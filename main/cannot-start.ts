/** What is said when the app cannot start at all; an app that ends with no message is taken for a broken one. */

import { swallowed } from 'candor-client/core';
import { print, profileFolder, setSystemLanguage, setTerminalLanguage } from 'candor-client/main';
import { app, dialog } from 'electron';
import { finder } from '../app/finder/product.ts';
import { t } from '../app/messages/index.ts';

/** The folder of the profile, made where there is none. Ends the process when that is impossible, as Electron would crash. */
export async function madeProfile(): Promise<string> {
  try {
    return app.getPath('userData');
  } catch (error) {
    swallowed('client', 'make-profile', error);
    setTerminalLanguage(process.env);
    // Electron shows no dialog before it is ready, which it never is without a profile.
    await print(process.stderr, `${t('errors.no-folder', { product: finder.name, folder: profileFolder() })}\n`);
    process.exit(1);
  }
}

/** Says that the profile cannot be locked, and ends the app. To be called when Electron is ready. */
export async function sayNoLock(folder: string): Promise<void> {
  setSystemLanguage();
  const text = t('errors.no-lock', { product: finder.name, folder });
  await print(process.stderr, `${text}\n`);
  // Unlike showErrorBox it keeps nothing from ending the app, such as a log-off.
  await dialog.showMessageBox({ type: 'error', title: finder.name, message: finder.name, detail: text });
  app.exit(1);
}
