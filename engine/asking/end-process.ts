import { swallowed } from 'candor-client/core';
import type { EndOutcome } from '../../app/finder/asking.ts';
import type { Process } from '../../app/finder/process.ts';

export interface EndingParts {
  /** The processes as they were read last, by key. */
  readonly find: (key: string) => Process | undefined;
  /** Key of the process that has this PID at this moment; `null` when none has. */
  readonly identify: (pid: number) => string | null;
  /** Whether it is part of this app. */
  readonly isOwn: (process: Process) => boolean;
  /** Sends a signal; `process.kill` fits. @throws with the system's code when it cannot be sent. */
  readonly signal: (pid: number, signal: 'SIGTERM' | 'SIGKILL') => unknown;
}

/** The first process: without it the system stops. */
const INIT = 1;

/**
 * Asks a process to end, or ends it by force. That the PID still is that of the process meant is looked up again in the
 * same turn, because a PID is given again.
 */
export function endProcess(key: string, force: boolean, { find, identify, isOwn, signal }: EndingParts): EndOutcome {
  const process = find(key);
  if (!process) return 'gone';
  // One that has ended already waits for its parent alone; no signal does anything to it.
  if (process.pid <= INIT || process.kernel || process.state === 'zombie') return 'not-endable';
  if (isOwn(process)) return 'own';
  const now = identify(process.pid);
  if (now === null) return 'gone';
  if (now !== key) return 'other-process';
  try {
    signal(process.pid, force ? 'SIGKILL' : 'SIGTERM');
    return 'asked';
  } catch (error) {
    swallowed('engine', 'end-process', error);
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ESRCH') return 'gone';
    return code === 'EPERM' || code === 'EACCES' ? 'denied' : 'failed';
  }
}
