import { useCallback, useState } from 'react';
import { RadioGroup } from '../../../ui/design/index.ts';
import { type CollectingLevel, collectingLevels, covers } from '../../core/consent/levels.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { Failure, Loading } from './answer-states.tsx';
import { sessionsOf } from './shown-model.ts';
import { ShownSession } from './shown-session.tsx';
import { useAnswer } from './use-answer.ts';

/**
 * What a Yes would share, with the values of this computer. What Enhanced adds is read from the system only once a person
 * chooses to see it here.
 */
export function ShownExample({ highest }: { readonly highest: CollectingLevel }) {
  const [level, setLevel] = useState<CollectingLevel>('standard');
  const ask = useCallback(() => bridge().invoke('program.example', { level }), [level]);
  const { answer, reload } = useAnswer(ask);
  return (
    <section className="shared-example" aria-label={t('shared.example.title')}>
      <p className="program-aside">{t('shared.example.how')}</p>
      {covers(highest, 'enhanced') && (
        <RadioGroup
          label={t('shared.example.level')}
          options={collectingLevels.map((value) => ({
            value,
            label: t(`level.${value}`),
            ...(value === 'enhanced' ? { description: t('shared.example.enhanced') } : {}),
          }))}
          value={level}
          onChange={setLevel}
        />
      )}
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('shared.example.failed')} retry={reload} />}
      {answer.state === 'ready' &&
        sessionsOf([answer.value]).map((session) => <ShownSession key={session.key} session={session} isExpanded />)}
    </section>
  );
}
