import { execFile } from 'node:child_process';
import { swallowed } from 'candor-client/core';
import type { SystemStart } from './system-start.ts';

/** By its path: none is looked for in PATH. */
const JOURNALCTL = '/usr/bin/journalctl';

/** A journal of gigabytes answers within a second; a slow disk is waited for so long, in milliseconds. */
const LIMIT_MS = 10_000;

/** Some ten thousand starts. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Who says so. */
const SOURCE = 'systemd-journald';

/** 2000 to 2100, in microseconds: what lies outside is a clock that was not set yet, or nonsense. */
const FIRST = 946_684_800e6;
const LAST = 4_102_444_800e6;

/**
 * What `journalctl --list-boots -o json` says (systemd 251 and newer): for systems that write no wtmp any more. Empty where there
 * is no journal, or it may not be read.
 */
export function readJournal(program: string = JOURNALCTL): Promise<string> {
  return new Promise((resolve) => {
    const options = {
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_BYTES,
      encoding: 'utf8',
      env: { LC_ALL: 'C' },
    } as const;
    execFile(program, ['--list-boots', '-o', 'json', '--no-pager', '--quiet'], options, (error, output) => {
      if (error) swallowed('store', 'read-journal', error);
      resolve(error ? '' : output);
    });
  });
}

/** Starts that the journal knows, oldest first, each until its last entry; the newest goes on. What is no list of them has none. */
export function startsInJournal(text: string): readonly SystemStart[] {
  const starts = listIn(text)
    .map((boot) => ({ first: momentOf(boot, 'first_entry'), last: momentOf(boot, 'last_entry') }))
    .flatMap(({ first, last }) =>
      first === null ? [] : [{ first, last: last === null || last < first ? null : last }],
    )
    .sort((a, b) => a.first - b.first);
  return starts.map(({ first, last }, index) => ({
    bootedAt: first,
    endedAt: index === starts.length - 1 ? null : last,
    source: SOURCE,
  }));
}

function listIn(text: string): readonly unknown[] {
  if (text.trim() === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch (thrown) {
    swallowed('store', 'read-journal', thrown);
    return [];
  }
}

/** UTC milliseconds; `null` when it is no moment. */
function momentOf(boot: unknown, name: 'first_entry' | 'last_entry'): number | null {
  const value = typeof boot === 'object' && boot !== null ? (boot as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' && value >= FIRST && value <= LAST ? Math.floor(value / 1000) : null;
}
