/** The running app, seen from outside. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { say } from '../lib/say.ts';

export interface AppProcess {
  /** How the app ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks the app to quit as a person would; it may take a moment to send what it has. */
  askToQuit(): void;
  /** Ends the app and all processes that it has started. */
  kill(): void;
}

/** Chromium's own log, such as `[123:0102/030405.678901:ERROR:bus.cc(407)] …`: of its surroundings, not of the app. */
const CHROMIUM_LOG = /^\[\d+:\d{4}\/\d{6}\.\d+:(INFO|WARNING|ERROR):/;

/**
 * Starts the app. Its output is shown, without Chromium's log.
 * @param args switches for Electron, the app's folder, and then what the app itself is told.
 */
export function launchApp(executable: string, args: string[], env: NodeJS.ProcessEnv): AppProcess {
  const ownGroup = process.platform !== 'win32';
  // A process group of its own: Ctrl+C in the terminal reaches us alone, and the app is asked once and gently.
  const child = spawn(executable, args, {
    env,
    detached: ownGroup,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!CHROMIUM_LOG.test(line)) console.error(line);
  });
  return {
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve({ code, signal }));
    }),
    askToQuit: () => child.kill('SIGTERM'),
    kill: () => killGroup(ownGroup && child.pid ? -child.pid : undefined) || child.kill('SIGKILL'),
  };
}

function killGroup(group: number | undefined): boolean {
  if (group === undefined) return false;
  try {
    return process.kill(group, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Chromium refuses to start as root with its sandbox on. Everyone else keeps the sandbox. */
export function sandboxSwitches(): string[] {
  if (process.getuid?.() !== 0) return [];
  say("running as root: Chromium's sandbox is off for this run (--no-sandbox)");
  return ['--no-sandbox'];
}

// Ctrl+C and its relatives, as two requests: to end, and to end now.

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** One Ctrl+C can arrive more than once: from the terminal, and from npm and our own entry script, which forward it. */
const SAME_WISH_MS = 500;

export interface StopRequests {
  /** Settles with the first request. */
  requested: Promise<void>;
  /** Settles with a further request, of someone who does not want to wait. */
  insisted: Promise<void>;
}

interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** From now on signals do not end this process: whoever calls this must. `now` is in milliseconds. */
export function listenForStop(source: SignalSource = process, now = () => performance.now()): StopRequests {
  let request = () => {};
  let insist = () => {};
  const requested = new Promise<void>((resolve) => {
    request = resolve;
  });
  const insisted = new Promise<void>((resolve) => {
    insist = resolve;
  });
  let firstAt: number | undefined;
  const onSignal = () => {
    firstAt ??= now();
    if (now() - firstAt < SAME_WISH_MS) request();
    else insist();
  };
  for (const signal of STOP_SIGNALS) source.on(signal, onSignal);
  return { requested, insisted };
}
