import { useEffect, useRef, useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import type { DecideRequest } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { tellDialogs } from './dialog-store.ts';

interface Decide {
  readonly decide: (request: DecideRequest) => void;
  /** What to say when the last answer could not be stored, or not all of what it ends could be deleted. */
  readonly failure: string | undefined;
}

/**
 * Hands an answer to main, once: a second press while the first is being stored does nothing. Main is told how long the
 * question is in sight, because a Yes to one that nobody saw does not count.
 * @param where the question stands.
 * @param done called when the answer is stored
 */
export function useDecide(where: DecideRequest['from'], done: () => void): Decide {
  const storing = useRef(false);
  const [failed, setFailed] = useState<DecideRequest['answer'] | 'undeleted' | 'unseen' | null>(null);
  useEffect(() => {
    // Main then takes no Yes, and the dialog says so.
    const show = (shown: typeof where | 'none') =>
      bridge()
        .invoke('program.question', { shown })
        .catch((error: unknown) => swallowed('ipc', 'question', error));
    void show(where);
    return () => void show('none');
  }, [where]);
  const decide = (request: DecideRequest) => {
    if (storing.current) return;
    storing.current = true;
    setFailed(null);
    tellDialogs({ type: 'answering' });
    const fail = (what: NonNullable<typeof failed>) => {
      storing.current = false;
      setFailed(what);
      tellDialogs({ type: 'answer-failed' });
    };
    bridge()
      .invoke('program.decide', request)
      .then(
        (answer) => {
          if (answer.outcome === 'unseen') fail('unseen');
          else if (answer.status.unfinished?.includes('deleting')) fail('undeleted');
          else done();
        },
        (error: unknown) => {
          swallowed('ipc', 'decide', error);
          fail(request.answer);
        },
      );
  };
  return { decide, failure: failed ? t(`consent.failed.${failed}`) : undefined };
}

/**
 * A popup comes while someone types or clicks; what was meant for the window behind it must not answer it. Main takes no
 * Yes that was pressed within half a second after it was told of the question: a bit longer, so that the message has arrived.
 */
const GUARD_MS = 600;

/** True for {@link GUARD_MS} after the component appears. */
export function useGuard(): boolean {
  const [guarded, setGuarded] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setGuarded(false), GUARD_MS);
    return () => clearTimeout(timer);
  }, []);
  return guarded;
}
