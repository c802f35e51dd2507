import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { app } from 'electron';
import { debug, swallowed } from '../../core/debug.ts';
import { isPlainPath, utf8Variables } from '../../core/utf8-locale.ts';

/**
 * The AppImage that this program was started from, if it was: what it has mounted is gone when its first process ends.
 * A terminal that is an AppImage hands its own variables on, so that they count for a program inside of it alone.
 */
export function ownAppImage(
  { APPIMAGE, APPDIR }: Readonly<Record<string, string | undefined>>,
  program: string,
): string | undefined {
  return APPIMAGE && APPDIR && program.startsWith(`${APPDIR}/`) ? APPIMAGE : undefined;
}

/**
 * Has the app launched again when this process ends; to be called when nothing can keep it from ending. Electron does it
 * with a helper out of its own folder, and of an AppImage that folder goes with the process, and the helper with it
 * (electron-builder 1727): the AppImage itself is started then, which has all of its own.
 * @param words what it is launched with, after the program.
 */
export function relaunch(words: readonly string[]): void {
  const image = ownAppImage(process.env, process.execPath);
  if (image === undefined) {
    app.relaunch({ args: [...words] });
    return;
  }
  debug('client', 'relaunch-image');
  // Else the new process would hand over to this one.
  app.releaseSingleInstanceLock();
  const started = spawn(image, words, { stdio: 'ignore', detached: true });
  started.on('error', (error) => swallowed('client', 'relaunch-image', error));
  started.unref();
}

/** Set for the process that was started again: whatever its locale turns out to be, it starts no other. */
const RESTARTED = 'CANDOR_UTF8_RESTARTED';

/** Longest run of `locale`, in milliseconds: it takes two. */
const MAX_RUN_MS = 2000;

/**
 * Starts the app again in a UTF-8 locale when a path that Chromium handles could not be read in this one: see
 * client/core/utf8-locale.ts. The launchers of the packages and of the tree see to the locale themselves; this is for whoever
 * starts the program without them. To be awaited before Electron is ready, because Chromium then opens the profile.
 * @returns whether there is a new process; this one is to end at once then.
 */
export async function restartedInUtf8(paths: readonly string[]): Promise<boolean> {
  const environment = process.env;
  if (process.platform !== 'linux' || paths.every(isPlainPath) || environment[RESTARTED]) return false;
  const variables = utf8Variables(environment, charmap);
  if (variables === undefined || Object.keys(variables).length === 0) return false;
  try {
    const program = ownAppImage(environment, process.execPath) ?? process.execPath;
    const env = { ...environment, ...variables, [RESTARTED]: '1' };
    const child = spawn(program, process.argv.slice(1), { env, stdio: 'inherit', detached: true });
    await once(child, 'spawn');
    child.unref();
    return true;
  } catch (error) {
    swallowed('client', 'restart-in-utf8', error);
    return false;
  }
}

function charmap(environment: Readonly<Record<string, string | undefined>>): string {
  try {
    const options = { env: environment as NodeJS.ProcessEnv, encoding: 'utf8', timeout: MAX_RUN_MS } as const;
    return execFileSync('locale', ['charmap'], { ...options, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    // A system without the program, such as one with musl, whose locales are all UTF-8.
    swallowed('client', 'read-locale', error);
    return 'UTF-8';
  }
}
