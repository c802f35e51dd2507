import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { swallowed } from '../../core/debug.ts';
import { isPlainPath, utf8Variables } from '../../core/utf8-locale.ts';
import { ownAppImage } from './relaunch.ts';

/** Set for the process that was started anew: whatever its locale turns out to be, it starts no other. */
const RESTARTED = 'CANDOR_UTF8_RESTARTED';

/** Longest run of `locale`, in milliseconds: it takes two. */
const MAX_RUN_MS = 2000;

/**
 * Starts the app anew in a UTF-8 locale when a path that Chromium handles could not be read in this one: see
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
