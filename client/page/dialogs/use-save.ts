import { useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import { bridge } from '../bridge.ts';

interface Saving {
  readonly save: () => void;
  /** What came of it; `none` also when no file was chosen. */
  readonly outcome: 'none' | 'saved' | 'failed';
}

/** Has main write a file that the user chooses. */
export function useSave(channel: 'program.save-unsent' | 'program.save-user-data'): Saving {
  const [outcome, setOutcome] = useState<Saving['outcome']>('none');
  const save = () => {
    setOutcome('none');
    bridge()
      .invoke(channel)
      .then(
        ({ saved }) => setOutcome(saved ? 'saved' : 'none'),
        (error: unknown) => {
          swallowed('ipc', 'save', error);
          setOutcome('failed');
        },
      );
  };
  return { save, outcome };
}
