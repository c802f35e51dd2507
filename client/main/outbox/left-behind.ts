import path from 'node:path';
import type { LogParameters } from '../../core/logs/log-codes.ts';
import { attempt, type Disk } from '../files/disk.ts';
import { MAX_LOGS_AT_ONCE } from '../limits.ts';
import { readSessionLog } from '../recording/session-log.ts';

/** What an earlier run has left of itself. */
export interface LeftBehind {
  /** How the session before ended; `first` when this profile has had none. */
  readonly before: LogParameters<'app.started'>['before'];
  /** Session logs that cannot be read to their end. */
  readonly damaged: number;
}

/**
 * Looks at the newest session logs before they are sealed: a session that ended in order has none any more.
 * @param sessions folder of the session logs.
 * @param runs sessions that this profile has had.
 */
export function leftBehind(disk: Disk, sessions: string, runs: number): LeftBehind {
  const names = (attempt(() => disk.names(sessions)) ?? []).filter((name) => name.endsWith('.log')).sort();
  if (names.length === 0) return { before: runs === 0 ? 'first' : 'quit', damaged: 0 };
  const logs = names
    .slice(-MAX_LOGS_AT_ONCE)
    .map((name) => attempt(() => readSessionLog(disk, path.join(sessions, name))));
  return {
    before: logs.at(-1)?.end ?? 'killed',
    damaged: logs.filter((session) => session === undefined || session.damaged).length,
  };
}
