import { useCallback, useEffect, useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import { SHOWN_SESSIONS } from '../../core/ipc/limits.ts';
import type { UnsentAnswer } from '../../core/ipc/program.ts';
import { bridge } from '../bridge.ts';
import { pageTime } from '../recording/page-time.ts';
import { type Asked, useAnswer } from './answer.tsx';

/** The least time between two looks at what changes, in milliseconds: nobody reads faster. */
const REFRESH_MS = 1000;

interface AskedUnsent extends Asked<UnsentAnswer> {
  /** Shows more of the sessions that wait. */
  readonly showOlder: () => void;
}

/** What is shared, kept current while the component is there: asked for again when main says that it has changed. */
export function useUnsent(): AskedUnsent {
  const [sessions, setSessions] = useState(SHOWN_SESSIONS);
  // Before the first question: what changes after its answer is then told.
  useEffect(() => {
    say(true);
    return () => say(false);
  }, []);
  const ask = useCallback(() => bridge().invoke('program.unsent', { sessions }), [sessions]);
  const { answer, reload } = useAnswer(ask);
  useEffect(() => bridge().on('program.changed', reload), [reload]);
  useEffect(() => {
    const look = throttle(pageTime, REFRESH_MS, reload);
    const ignore = bridge().on('program.unsent-changed', look.call);
    return () => {
      ignore();
      look.stop();
    };
  }, [reload]);
  const showOlder = useCallback(() => setSessions((shown) => shown + SHOWN_SESSIONS), []);
  return { answer, reload, showOlder };
}

function say(shown: boolean): void {
  bridge()
    .invoke('program.unsent-shown', { shown })
    .catch((error: unknown) => swallowed('ipc', 'show-unsent', error));
}

interface ThrottlePorts {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls `run` once, `ms` from now; returns the function that calls it off. */
  startTimer(run: () => void, ms: number): () => void;
}

/**
 * Runs something when it is called for, but not again within `ms` of the last time; calls meanwhile lead to one run at the
 * end of that time. While nobody calls, no timer runs.
 * @param run was run just now.
 */
export function throttle({ now, startTimer }: ThrottlePorts, ms: number, run: () => void) {
  let last = now();
  let stop: (() => void) | undefined;
  return {
    call: () => {
      stop ??= startTimer(
        () => {
          stop = undefined;
          last = now();
          run();
        },
        Math.max(0, last + ms - now()),
      );
    },
    stop: () => stop?.(),
  };
}
