import { type App, BrowserWindow, dialog, type WebContents, type BrowserWindow as Window } from 'electron';
import { t } from '../../core/texts/index.ts';
import type { Clock, Timers } from '../../node/platform.ts';
import { decideRestart } from './restart-policy.ts';

/**
 * Loads the page of a window again whose process has crashed, so that nobody is left with an empty window. One that
 * crashes again and again is left alone, and people are asked what to do with it.
 */
export function reviveWindows(app: Pick<App, 'on'>, clock: Clock, timers: Timers): void {
  const restarts = new WeakMap<WebContents, readonly number[]>();
  app.on('render-process-gone', (_event, contents, { reason }) => {
    const window = BrowserWindow.fromWebContents(contents);
    if (!window || reason === 'clean-exit') return;
    const restart = decideRestart(restarts.get(contents) ?? [], clock.monotonic());
    if (restart.after === 'never') {
      restarts.delete(contents);
      void askAbout(window);
    } else {
      restarts.set(contents, restart.restarts);
      timers.after(restart.after, () => reload(window));
    }
  });
}

async function askAbout(window: Window): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: t('errors.crashed.title'),
    detail: t('errors.crashed.text'),
    buttons: [t('errors.reload'), t('errors.crashed.close')],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) reload(window);
  else if (!window.isDestroyed()) window.destroy();
}

function reload(window: Window): void {
  if (!window.isDestroyed()) window.webContents.reload();
}
