import { type App, BrowserWindow, dialog, type WebContents, type BrowserWindow as Window } from 'electron';
import { t } from '../../core/texts/index.ts';
import type { Clock, Timers } from '../../node/platform.ts';

/** Restarts within {@link RESTART_WINDOW_MS}; one more exit means that it does not work here. */
const MAX_RESTARTS = 3;
const RESTART_WINDOW_MS = 60_000;

/** Wait before the first restart, doubled for each further one. */
const FIRST_RESTART_DELAY_MS = 250;

type Restart = { readonly after: number; readonly restarts: readonly number[] } | { readonly after: 'never' };

/**
 * Whether a process that has exited is started again, and after how many milliseconds. One that exits again and again does
 * not work on this computer: it is then left alone.
 * @param restarts when it was restarted before, in monotonic milliseconds
 */
export function decideRestart(restarts: readonly number[], now: number): Restart {
  const recent = restarts.filter((at) => now - at < RESTART_WINDOW_MS);
  if (recent.length >= MAX_RESTARTS) return { after: 'never' };
  return { after: FIRST_RESTART_DELAY_MS * 2 ** recent.length, restarts: [...recent, now] };
}

/**
 * Loads the page of a window again whose process has crashed, so that nobody is left with an empty window. One that
 * crashes again and again is left alone, and people are asked what to do with it.
 */
export function reloadCrashedWindows(app: Pick<App, 'on'>, clock: Clock, timers: Timers): void {
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
