import { useCallback, useEffect, useState } from 'react';
import type { UnsentAnswer } from '../../core/ipc/program.ts';
import { SHARED_SESSIONS } from '../../core/ipc/unsent-limits.ts';
import { bridge } from '../bridge.ts';
import { pageTime } from '../recording/page-time.ts';
import { throttle } from './throttle.ts';
import { type Asked, useAnswer } from './use-answer.ts';

/** The least time between two looks at what changes, in milliseconds: nobody reads faster. */
const REFRESH_MS = 1000;

interface AskedUnsent extends Asked<UnsentAnswer> {
  /** Shows more of the sessions that wait. */
  readonly showOlder: () => void;
}

/** What is shared, kept current while the component is there: asked for again when main says that it has changed. */
export function useUnsent(): AskedUnsent {
  const [sessions, setSessions] = useState(SHARED_SESSIONS);
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
  const showOlder = useCallback(() => setSessions((shown) => shown + SHARED_SESSIONS), []);
  return { answer, reload, showOlder };
}
