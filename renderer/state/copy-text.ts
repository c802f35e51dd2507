import { swallowed } from 'candor-client/core';
import type { Bridge } from '../../app/ipc/contract.ts';
import { copyFailure } from '../../ui/design/copy-button.tsx';
import type { Store } from '../../ui/state/store.ts';

/** What is said, for a moment, of something that was done. */
export interface Notice {
  /** `danger` stays until it is closed. */
  readonly tone: 'ok' | 'danger';
  readonly text: string;
}

/** Copies a text and says `done`, or why it could not be copied. */
export type CopyText = (text: string, done: string) => void;

export function createCopy(api: Bridge, notice: Pick<Store<Notice | null>, 'set'>): CopyText {
  return (text, done) => {
    const fail = (reason: 'too-long' | 'refused') => notice.set({ tone: 'danger', text: copyFailure(reason) });
    api.invoke('clipboard.copy', { text }).then(
      (answer) => (answer.status === 'copied' ? notice.set({ tone: 'ok', text: done }) : fail(answer.reason)),
      (error: unknown) => {
        swallowed('ipc', 'copy', error);
        fail('refused');
      },
    );
  };
}
