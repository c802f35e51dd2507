import { useEffect, useState } from 'react';
import { swallowed } from '../../core/debug.ts';
import type { ProgramStatus } from '../../core/ipc/program.ts';
import { bridge } from '../bridge.ts';
import { tellDialogs } from './dialog-store.ts';
import { mayAsk } from './state-sentence.ts';
import { type Answer, useAnswer } from './use-answer.ts';

const askStatus = () => bridge().invoke('program.status');

/**
 * The state of the program, kept current, and the moment at which the popup may show. The popup is not shown
 * before its facts are known, nor when they cannot be read: nobody can agree to what is not said.
 */
export function useProgramStatus(): { readonly answer: Answer<ProgramStatus>; readonly reload: () => void } {
  const { answer, reload } = useAnswer(askStatus);
  const [changed, setChanged] = useState<ProgramStatus | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(
    () =>
      bridge().on('program.changed', (status) => {
        setChanged(status);
        if (!mayAsk(status.reason)) {
          setAsked(false);
          tellDialogs({ type: 'decided' });
        }
      }),
    [],
  );
  useEffect(() => {
    const stop = bridge().on('program.ask', () => {
      setAsked(true);
      reload();
    });
    bridge()
      .invoke('program.listening')
      .catch((error: unknown) => {
        swallowed('ipc', 'listening', error);
        // Not asked then; the Help dialog can be opened all the same.
      });
    return stop;
  }, [reload]);
  const status = changed ?? (answer.state === 'ready' ? answer.value : null);
  useEffect(() => {
    if (!asked || !status) return;
    setAsked(false);
    if (mayAsk(status.reason)) tellDialogs({ type: 'asked' });
  }, [asked, status]);
  return { answer: status ? { state: 'ready', value: status } : answer, reload };
}
