import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '../../app/messages/index.ts';
import { IconButton } from './icon-button.tsx';

/** How long the tick stays before the button offers to copy again. */
const CONFIRMED_MS = 2000;

interface CopyButtonProps {
  /** What is copied, as the button's name: "Copy the installation ID". */
  readonly label: string;
  readonly copy: () => Promise<unknown>;
}

/** Copies, and says so to eyes (a tick) and to screen readers (a status). */
export function CopyButton({ label, copy }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const press = () => {
    copy().then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  };
  return (
    <>
      <IconButton icon={outcome === 'copied' ? Check : Copy} label={label} onPress={press} />
      <span role="status" className="ui-visually-hidden">
        {outcome === 'copied' && t('common.copied')}
        {outcome === 'failed' && t('common.copy-failed')}
      </span>
    </>
  );
}
