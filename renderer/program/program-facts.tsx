import { type ReactNode, useId } from 'react';
import type { CollectingLevel } from '../../app/consent/levels.ts';
import { t } from '../../app/messages/index.ts';
import { coveredProducts, releaseLine } from '../../app/product.ts';
import { RadioGroup } from '../design/index.ts';
import { offeredLevels } from './offered-levels.ts';
import { longestRetentionDays } from './retention.ts';

const shared = [
  'consent.shared.commands',
  'consent.shared.system',
  'consent.shared.place',
  'consent.shared.identity',
] as const;
const never = ['consent.never.names', 'consent.never.found', 'consent.never.typed', 'consent.never.place'] as const;

interface ProgramFactsProps {
  /** Where batches go. */
  readonly collector: string;
  readonly level: CollectingLevel;
  readonly onLevel: (level: CollectingLevel) => void;
  readonly isLevelDisabled?: boolean;
}

/** What a person must know before answering; the popup and the Help dialog show the same. */
export function ProgramFacts({ collector, level, onLevel, isLevelDisabled = false }: ProgramFactsProps) {
  const several = offeredLevels.length > 1;
  return (
    <div className="program-facts">
      <div className="program-columns">
        <Column title={t('consent.shared.title')} items={shared.map((key) => t(key))} />
        <Column title={t('consent.never.title')} items={never.map((key) => t(key))} />
      </div>
      {several && (
        <RadioGroup
          label={t('level.label')}
          options={offeredLevels.map((value) => ({
            value,
            label: t(`level.${value}`),
            description: t(`level.${value}.description`),
          }))}
          value={level}
          onChange={onLevel}
          isDisabled={isLevelDisabled}
        />
      )}
      <dl className="program-terms">
        {!several && <Term name={t('consent.level')}>{t('level.standard.summary')}</Term>}
        <Term name={t('consent.covers')}>
          {coveredProducts
            .map(({ name, version }) => t('consent.covers.value', { product: name, line: releaseLine(version) }))
            .join(', ')}
        </Term>
        <Term name={t('consent.sent-to')}>
          <span className="ui-mono program-breakable">{collector}</span>
        </Term>
        <Term name={t('consent.sent-when')}>{t('consent.sent-when.value')}</Term>
        <Term name={t('consent.kept')}>{t('consent.kept.value', { days: longestRetentionDays })}</Term>
      </dl>
    </div>
  );
}

function Column({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul className="program-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

function Term({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
