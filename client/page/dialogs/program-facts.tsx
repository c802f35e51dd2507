import type { ReactNode } from 'react';
import type { CollectingLevel } from '../../core/consent/levels.ts';
import type { ProgramStatus } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { FactList } from './fact-list.tsx';
import { LevelChoice } from './level-choice.tsx';
import { longestRetentionDays } from './retention.ts';

const shared = [
  'consent.shared.commands',
  'consent.shared.measures',
  'consent.shared.errors',
  'consent.shared.system',
  'consent.shared.place',
  'consent.shared.identity',
] as const;
const never = ['consent.never.names', 'consent.never.found', 'consent.never.typed', 'consent.never.place'] as const;

interface ProgramFactsProps {
  /** Where batches go, what a Yes covers, and what the organisation allows. */
  readonly status: Pick<ProgramStatus, 'collector' | 'covers' | 'highest'>;
  readonly level: CollectingLevel;
  readonly onLevel: (level: CollectingLevel) => void;
  readonly isLevelDisabled?: boolean;
  /** What the choice of the level will do. */
  readonly levelNote?: string | undefined;
}

/** What a person must know before answering; the popup and the Help dialog show the same. */
export function ProgramFacts(props: ProgramFactsProps) {
  const { status, level, onLevel, isLevelDisabled = false, levelNote } = props;
  const { collector, covers, highest } = status;
  return (
    <div className="program-facts">
      <div className="program-columns">
        <FactList title={t('consent.shared.title')} items={shared.map((key) => t(key))} />
        <FactList title={t('consent.never.title')} items={never.map((key) => t(key))} />
      </div>
      <LevelChoice level={level} highest={highest} onLevel={onLevel} isDisabled={isLevelDisabled} note={levelNote} />
      <dl className="program-terms">
        <Term name={t('consent.covers')}>
          {covers.map(({ name, line }) => t('consent.covers.value', { product: name, line })).join(', ')}
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

function Term({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
