import { useId, useState } from 'react';
import type { CollectingLevel } from '../../app/consent/levels.ts';
import { t } from '../../app/messages/index.ts';
import { finder } from '../../app/product.ts';
import { Button, DialogFrame, TextLink } from '../design/index.ts';
import { offeredLevels } from './offered-levels.ts';
import { ProgramFacts } from './program-facts.tsx';
import { useDecide } from './use-decide.ts';
import { useGuard } from './use-guard.ts';

interface ConsentPopupProps {
  /** Where batches go. */
  readonly collector: string;
  readonly onClose: () => void;
  readonly onSee: () => void;
}

/**
 * Asks whether to take part. No and Yes are equals: one style, one size, and neither has the focus, so that no key
 * answers by accident. Closing decides nothing.
 */
export function ConsentPopup({ collector, onClose, onSee }: ConsentPopupProps) {
  const purpose = useId();
  const [level, setLevel] = useState<CollectingLevel>(offeredLevels[0]);
  const { decide, failure } = useDecide(onClose);
  const guarded = useGuard();
  return (
    <DialogFrame
      title={t('consent.title')}
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
        <p id={purpose}>{t('consent.purpose', { product: finder.name })}</p>
        <ProgramFacts collector={collector} level={level} onLevel={setLevel} />
        <p>
          <TextLink onPress={onSee}>{t('consent.see')}</TextLink>
        </p>
        <p className="program-aside">{t('consent.change')}</p>
      </div>
    </DialogFrame>
  );
}
