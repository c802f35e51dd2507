import { execFile } from 'node:child_process';
import { debug } from 'candor-client/core';
import type { Clock } from 'candor-client/node';

/** The folders in which rpm(8) keeps what is installed: of today's systems, and of older ones. */
export const RPM_FOLDERS = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'] as const;

/** Its file in them: of SQLite, of ndb, of Berkeley DB. Where rpm is only a tool, as on Debian, there is none. */
export const RPM_DATABASES = ['rpmdb.sqlite', 'Packages.db', 'Packages'] as const;

/** rpm answers within some 30 ms; a detail pane waits for it so long, in milliseconds. */
const LIMIT_MS = 1000;

/** One that did not answer is not asked for so long. */
const PAUSE_MS = 60_000;

/** Answers that are kept. */
const MAX_KEPT = 512;

/** Letters of which names of packages are made, by the guidelines of all distributions. */
const NAME = /^[\w.+~-]{1,256}$/;

export interface RpmParts {
  readonly clock: Clock;
  /** The program, by its path: none is looked for in PATH. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Asks rpm(8) to which package a file belongs; `null` when it is in none, and when rpm is not there, fails, tells nonsense or
 * does not answer in time. An answer is kept for as long as the packages are the same.
 */
export type AskRpm = (path: string, packagesChangedAt: number) => Promise<string | null>;

/** The database has formats that change, so the program that wrote it is asked: without a shell, with one file at a time. */
export function createRpm({ clock, program, environment }: RpmParts): AskRpm {
  const kept = new Map<string, Promise<string | null>>();
  let keptOf = Number.NaN;
  let pausedUntil = Number.NEGATIVE_INFINITY;

  function ask(path: string): Promise<string | null> {
    return new Promise((resolve) => {
      const options = {
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: 65_536,
        encoding: 'utf8',
        // What it writes is translated otherwise.
        env: { PATH: environment['PATH'], HOME: environment['HOME'], LC_ALL: 'C' },
      } as const;
      execFile(program, ['-qf', '--queryformat', '%{NAME}\\n', path], options, (error, output) => {
        // 1: the file is in no package.
        if (error && error.code !== 1) {
          debug('engine', 'rpm-failed', { late: error.killed === true });
          pausedUntil = clock.monotonic() + PAUSE_MS;
        }
        // A file of several packages is told as of the first.
        const name = error ? '' : (output.split('\n')[0] ?? '');
        resolve(NAME.test(name) ? name : null);
      });
    });
  }

  return (path, changedAt) => {
    if (changedAt !== keptOf) kept.clear();
    keptOf = changedAt;
    const known = kept.get(path);
    if (known) return known;
    if (clock.monotonic() < pausedUntil) return Promise.resolve(null);
    if (kept.size >= MAX_KEPT) kept.clear();
    const asked = ask(path);
    kept.set(path, asked);
    // What went wrong is no answer.
    void asked.then((name) => {
      if (name === null && clock.monotonic() < pausedUntil) kept.delete(path);
    });
    return asked;
  };
}
