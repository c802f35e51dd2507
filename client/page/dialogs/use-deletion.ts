import { useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import type { DeletionAnswer, DeletionRequest } from '../../core/ipc/program.ts';
import { bridge } from '../bridge.ts';

/** What came of the last deletion. */
export type Deletion =
  | { readonly status: 'none' }
  | { readonly status: 'failed' }
  | { readonly status: 'done'; readonly what: DeletionRequest['what']; readonly answer: DeletionAnswer };

interface UsedDeletion {
  readonly deletion: Deletion;
  /** Resolves when it is done or has failed; never rejects. */
  readonly remove: (request: DeletionRequest) => Promise<void>;
}

/** Deletes what is not sent yet. @param onEnd called when something may be gone. */
export function useDeletion(onEnd: () => void): UsedDeletion {
  const [deletion, setDeletion] = useState<Deletion>({ status: 'none' });
  const remove = async (request: DeletionRequest) => {
    setDeletion({ status: 'none' });
    try {
      const answer = await bridge().invoke('program.delete-unsent', request);
      setDeletion({ status: 'done', what: request.what, answer });
    } catch (error) {
      swallowed('ipc', 'delete-shared', error);
      setDeletion({ status: 'failed' });
    }
    onEnd();
  };
  return { deletion, remove };
}
