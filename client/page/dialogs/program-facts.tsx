import { type ReactNode, useId } from 'react';
import { RadioGroup } from '../../../ui/design/index.ts';
import { type CollectingLevel, collectingLevels, covers, lower } from '../../core/consent/levels.ts';
import type { ProgramStatus } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { ownRegistry } from './shown-model.ts';

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
        <Term name={t('consent.kept')}>{t('consent.kept.value', { days: longestRetentionDays() })}</Term>
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

const added = [
  'consent.enhanced.organisation',
  'consent.enhanced.numbers',
  'consent.enhanced.user',
  'consent.enhanced.role',
  'consent.enhanced.settings',
  'consent.enhanced.log',
] as const;

interface LevelChoiceProps {
  readonly level: CollectingLevel;
  /** The highest level that the organisation allows; those above it are shown with the reason why they cannot be chosen. */
  readonly highest: CollectingLevel;
  readonly onLevel: (level: CollectingLevel) => void;
  readonly isDisabled: boolean;
  /** What the choice will do; announced as soon as it appears. */
  readonly note: string | undefined;
}

/**
 * How much a Yes shares. What the enhanced level adds is listed below the choice, where it moves nothing that a person is
 * about to click, and only while it would be shared.
 */
function LevelChoice({ level, highest, onLevel, isDisabled, note }: LevelChoiceProps) {
  return (
    <>
      <RadioGroup
        label={t('level.label')}
        options={collectingLevels.map((value) => {
          const isAllowed = covers(highest, value);
          return {
            value,
            label: t(`level.${value}`),
            description: isAllowed ? t(`level.${value}.description`) : t('level.unavailable'),
            isDisabled: !isAllowed,
          };
        })}
        value={level}
        onChange={onLevel}
        isDisabled={isDisabled}
      />
      <div className="program-added" role="status">
        {note && <p>{note}</p>}
        {lower(level, highest) === 'enhanced' && (
          <FactList title={t('consent.enhanced.title')} items={added.map((key) => t(key))} />
        )}
      </div>
    </>
  );
}

/** A short list under a heading of its own. */
function FactList({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
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

/** The longest time, in days, that the collector keeps any field of the event registry. */
function longestRetentionDays(): number {
  const fields = Object.values(ownRegistry()).flatMap((group) => Object.values(group.fields));
  return Math.max(...fields.map(({ retentionDays }) => retentionDays));
}
