import { useRef, useState } from 'react';
import { swallowed } from '../../app/debug.ts';
import type { DecideRequest } from '../../app/ipc/program.ts';
import { t } from '../../app/messages/index.ts';
import { tellDialogs } from './dialog-store.ts';

interface Decide {
  readonly decide: (request: DecideRequest) => void;
  /** What to say when the last answer could not be stored, or not all of what it ends could be deleted. */
  readonly failure: string | undefined;
}

/**
 * Hands an answer to main, once: a second press while the first is being stored does nothing.
 * @param done called when the answer is stored
 */
export function useDecide(done: () => void): Decide {
  const storing = useRef(false);
  const [failed, setFailed] = useState<DecideRequest['answer'] | 'undeleted' | null>(null);
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
    window.candor.invoke('program.decide', request).then(
      ({ unfinished }) => (unfinished?.includes('deleting') ? fail('undeleted') : done()),
      (error: unknown) => {
        swallowed('ipc', 'decide', error);
        fail(request.answer);
      },
    );
  };
  return { decide, failure: failed ? t(`consent.failed.${failed}`) : undefined };
}
