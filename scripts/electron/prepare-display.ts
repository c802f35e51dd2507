import { spawn } from 'node:child_process';
import { say, UserFixableError } from '../lib/say.ts';
import { ensureSystem, hasDisplay, program, type SystemNeed, sharedLibraries } from './system-libraries.ts';

interface PreparedDisplay {
  /** To be added to the environment of whatever opens windows. */
  env: { DISPLAY?: string };
  /** The virtual displays, of which `env` names the first; none where there is a real one. */
  virtual: readonly string[];
  stop(): void;
}

/**
 * Sees to everything that Electron needs from the system around it, and to `furtherNeeds`; brings displays where there is
 * none.
 * @param count of virtual displays, at least 1.
 */
export async function prepareDisplay(
  executable: string,
  furtherNeeds: SystemNeed[] = [],
  count = 1,
): Promise<PreparedDisplay> {
  const needs = [sharedLibraries(executable), ...furtherNeeds];
  if (hasDisplay()) {
    await ensureSystem(needs);
    return { env: {}, virtual: [], stop: () => {} };
  }
  await ensureSystem([...needs, program('Xvfb', 'xvfb')]);
  const started: VirtualDisplay[] = [];
  const stop = () => {
    for (const one of started) one.stop();
  };
  try {
    while (started.length < count) started.push(await startXvfb());
  } catch (error) {
    stop();
    throw error;
  }
  const virtual = started.map(({ display }) => display);
  say(`there is no display: windows open on a virtual one (Xvfb ${virtual.join(', ')}), where nobody sees them`);
  return { env: { DISPLAY: virtual[0] ?? '' }, virtual, stop };
}

// A display for systems that have none, such as servers and containers.

export interface VirtualDisplay {
  /** For the variable DISPLAY, for example `:99`. */
  display: string;
  stop(): void;
}

/** Enough for the main window with its detail pane. */
const SCREEN = '1600x1000';
const READY_WITHIN_MS = 15_000;

/**
 * The shell waits for the end of its standard input, which is ours: so the display goes when this process does,
 * whatever ends it, SIGKILL included. It lets go of descriptor 3, so that its end tells that Xvfb has ended. Chromium
 * expects 24 bits a pixel.
 */
const SUPERVISED_XVFB = `Xvfb -displayfd 3 -screen 0 "$1x24" -nolisten tcp -noreset & exec 3>&-; read -r _; kill $!`;

/**
 * Starts Xvfb on a display number that is free, and resolves when it accepts clients. It ends with this process at the
 * latest.
 * @param screen its width and height in pixels, "800x500".
 */
export function startXvfb(screen = SCREEN): Promise<VirtualDisplay> {
  return new Promise((resolve, reject) => {
    // Its own process group: Ctrl+C must not take the display away from an app that is still closing.
    const shell = spawn('sh', ['-c', SUPERVISED_XVFB, 'sh', screen], {
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    const stop = () => shell.stdin?.destroy();
    const give = (problem: string) => {
      stop();
      reject(new UserFixableError(`Xvfb ${problem}: install xvfb, or set DISPLAY to a display that works.`));
    };
    const timeout = setTimeout(() => give(`was not ready within ${READY_WITHIN_MS / 1000} s`), READY_WITHIN_MS);
    let messages = '';
    shell.stderr?.setEncoding('utf8').on('data', (text: string) => {
      messages += text;
    });
    let number = '';
    const ready = shell.stdio[3];
    // Xvfb writes its display number, and a line feed, when it is ready.
    ready?.on('data', (bytes: Buffer) => {
      number += bytes.toString();
      if (!number.endsWith('\n')) return;
      clearTimeout(timeout);
      // From here on only `stop`, or our own end, is of interest: nothing of it keeps this process alive.
      for (const held of [shell, ...shell.stdio]) (held as { unref?(): void } | null)?.unref?.();
      resolve({ display: `:${number.trim()}`, stop });
    });
    // It closes the descriptor then, too; closed with nothing written, it has failed.
    ready?.on('close', () => {
      clearTimeout(timeout);
      if (!number) give(`could not be started (${messages.trim()})`);
    });
    shell.on('error', (error) => give(`could not be started (${error.message})`));
  });
}
