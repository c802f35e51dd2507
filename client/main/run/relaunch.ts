import { spawn } from 'node:child_process';
import { app } from 'electron';
import { debug, swallowed } from '../../core/debug.ts';

/**
 * The AppImage that this program was started from, if it was: what it has mounted is gone when its first process ends.
 * A terminal that is an AppImage activation its own variables on, so that they count for a program inside of it alone.
 */
export function ownAppImage(
  { APPIMAGE, APPDIR }: Readonly<Record<string, string | undefined>>,
  program: string,
): string | undefined {
  return APPIMAGE && APPDIR && program.startsWith(`${APPDIR}/`) ? APPIMAGE : undefined;
}

/**
 * Has the app launched anew when this process ends; to be called when nothing can keep it from ending. Electron does it
 * with a helper out of its own folder, and of an AppImage that folder goes with the process, and the helper with it
 * (electron-builder 1727): the AppImage itself is started then, which has all of its own.
 */
export function relaunch(): void {
  const image = ownAppImage(process.env, process.execPath);
  if (image === undefined) {
    app.relaunch();
    return;
  }
  debug('client', 'relaunch-image');
  // Else the new process would hand over to this one.
  app.releaseSingleInstanceLock();
  const started = spawn(image, process.argv.slice(1), { stdio: 'ignore', detached: true });
  started.on('error', (error) => swallowed('client', 'relaunch-image', error));
  started.unref();
}
