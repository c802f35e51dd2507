import { CLIPBOARD_CHARACTERS, type CopyAnswer, swallowed, t } from 'candor-client/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from './controls.tsx';
import { Note } from './note.tsx';

/** How long the tick stays before the button offers to copy again. */
const CONFIRMED_MS = 2000;

interface CopyButtonProps {
  /** What is copied, as the button's name: "Copy the installation ID". */
  readonly label: string;
  readonly copy: () => Promise<CopyAnswer>;
}

/** Copies, and says so, or why it could not: to eyes beside the button, and to screen readers. */
export function CopyButton({ label, copy }: CopyButtonProps) {
  const [answer, setAnswer] = useState<CopyAnswer | null>(null);
  const isCopied = answer?.status === 'copied';
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setAnswer(null), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const press = () => {
    setAnswer(null);
    copy().then(setAnswer, (error: unknown) => {
      swallowed('ipc', 'copy', error);
      setAnswer({ status: 'failed', reason: 'refused' });
    });
  };
  return (
    <>
      <IconButton icon={isCopied ? Check : Copy} label={label} onPress={press} />
      <span role="status" className="ui-copied">
        {isCopied && t('common.copied')}
      </span>
      {answer?.status === 'failed' && <Note tone="danger">{copyFailure(answer.reason)}</Note>}
    </>
  );
}

type Reason = Extract<CopyAnswer, { status: 'failed' }>['reason'];

/** Why something was not copied, as one sentence or two. */
export function copyFailure(reason: Reason): string {
  return reason === 'too-long'
    ? t('common.copy-failed.too-long', { count: CLIPBOARD_CHARACTERS })
    : t('common.copy-failed.refused');
}
