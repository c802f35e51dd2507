import { useId, useState } from 'react';
import { Button, DialogFrame, TextLink } from '../../../ui/design/index.ts';
import { type CollectingLevel, lower } from '../../core/consent/levels.ts';
import type { ProgramStatus } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { ProgramFacts } from './program-facts.tsx';
import { useDecide, useGuard } from './use-decide.ts';

interface ConsentPopupProps {
  readonly status: ProgramStatus;
  readonly onClose: () => void;
  readonly onSee: () => void;
}

/**
 * Asks whether to take part. No and Yes are equals: one style, one size, and neither has the focus, so that no key
 * answers by accident. Closing decides nothing.
 */
export function ConsentPopup({ status, onClose, onSee }: ConsentPopupProps) {
  const purpose = useId();
  const [chosen, setLevel] = useState<CollectingLevel>('standard');
  const level = lower(chosen, status.highest);
  const { decide, failure } = useDecide('popup', onClose);
  const guarded = useGuard();
  return (
    <DialogFrame
      title={t('consent.title', { product: status.product })}
      describedBy={purpose}
      onClose={onClose}
      closeLabel={t('consent.later')}
      focus="text"
      guarded={guarded}
      failure={failure}
      foot={
        <>
          <Button onPress={() => decide({ answer: 'no', from: 'popup' })}>{t('consent.no')}</Button>
          <Button onPress={() => decide({ answer: 'yes', level, from: 'popup' })}>{t('consent.yes')}</Button>
        </>
      }
    >
      <div className="program-stack">
        <p id={purpose}>{t('consent.purpose', { product: status.product })}</p>
        <ProgramFacts status={status} level={level} onLevel={setLevel} />
        <p>
          <TextLink onPress={onSee}>{t('consent.see')}</TextLink>
        </p>
        <p className="program-aside">{t('consent.change')}</p>
      </div>
    </DialogFrame>
  );
}
