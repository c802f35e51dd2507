import type { LinkWord } from '../../app/development.ts';
import type { AppProcess } from '../start/app-process.ts';

/** More than the app allows itself for its last upload (2 s) and its windows. */
const QUIT_WITHIN_MS = 6000;

export interface AppRuns {
  /** Whether the app runs now. */
  readonly running: boolean;
  /** Settles when the app's user has quit it; a restart is no quit, and an app that failed waits for the next change. */
  readonly over: Promise<void>;
  /** Starts the app; one that runs is ended before. */
  restart(): Promise<void>;
  /** Ends the app, if it runs: gently, or at once with `kill`. */
  end(how?: 'gently' | 'kill'): Promise<void>;
}

interface AppRunsOptions {
  launch(): AppProcess;
  /** Says something to the app that runs. Returns whether it could be said. */
  tell(word: LinkWord): boolean;
  say(line: string): void;
}

/** Starts the app again and again, and knows who ended it. */
export function superviseApp({ launch, tell, say }: AppRunsOptions): AppRuns {
  let app: AppProcess | undefined;
  /** The run that we have asked to end. */
  let asked: AppProcess | undefined;
  let settle: { resolve(): void; reject(reason: unknown): void } | undefined;
  const over = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  function start(): void {
    const started = launch();
    app = started;
    started.ended.then(
      ({ code, signal }) => {
        app = undefined;
        if (asked === started) return;
        if (code === 0) settle?.resolve();
        else say(`Candor Finder ended with ${signal ?? `code ${code}`}: it starts again with your next change`);
      },
      (reason) => settle?.reject(reason),
    );
  }

  async function end(word: LinkWord, kill = false): Promise<void> {
    const running = app;
    if (!running) return;
    asked = running;
    // An app that failed at its start receives no messages, and may stand there with a message for ever.
    if (kill || !tell(word)) running.kill();
    const limit = setTimeout(() => running.kill(), QUIT_WITHIN_MS);
    await running.ended;
    clearTimeout(limit);
  }

  return {
    get running() {
      return app !== undefined;
    },
    over,
    async restart() {
      await end('restart');
      start();
    },
    end: (how = 'gently') => end('quit', how === 'kill'),
  };
}

/**
 * Makes a function of `action` that never runs beside itself: calls during a run are answered by one more run after it,
 * which sees all that they wanted seen.
 * @param settleMs milliseconds to wait before a run for what belongs together, such as the files of one save.
 * @param failed is given what a run throws; the next one runs all the same.
 */
export function latest(action: () => Promise<void>, settleMs: number, failed: (thrown: unknown) => void): () => void {
  let asked = false;
  let running = false;
  const run = async () => {
    running = true;
    while (asked) {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      asked = false;
      await action().catch(failed);
    }
    running = false;
  };
  return () => {
    asked = true;
    if (!running) void run();
  };
}
