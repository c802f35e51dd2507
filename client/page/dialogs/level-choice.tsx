import { RadioGroup } from '../../../ui/design/index.ts';
import { type CollectingLevel, collectingLevels, covers, lower } from '../../core/consent/levels.ts';
import { t } from '../../core/texts/index.ts';
import { FactList } from './fact-list.tsx';

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
export function LevelChoice({ level, highest, onLevel, isDisabled, note }: LevelChoiceProps) {
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
