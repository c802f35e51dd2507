import { t } from '../../../app/messages/index.ts';
import type { BuilderTime } from '../../../app/query/builder.ts';
import { Entry, Pick } from './controls.tsx';

const kinds = ['now', 'at', 'during', 'between', 'since'] as const satisfies readonly BuilderTime['kind'][];

/** Moments and lengths of time as queries write them, in every language. */
const MOMENTS = '14:02, yesterday 18:00, 2026-11-28';
const SPANS = '5m, 24h, 7d';

/** A time of a kind, with what is asked for most often in it. */
function timeOf(kind: string, before: BuilderTime): BuilderTime {
  const moment = before.kind === 'at' || before.kind === 'since' ? before.moment : null;
  switch (kind) {
    case 'at':
      return { kind: 'at', moment: moment === null || moment === 'boot' ? 'yesterday' : moment };
    case 'since':
      return { kind: 'since', moment: moment ?? 'boot' };
    case 'during':
      return { kind: 'during', last: '24h' };
    case 'between':
      return { kind: 'between', from: 'yesterday', to: 'now' };
    default:
      return { kind: 'now' };
  }
}

interface WhenProps {
  readonly when: BuilderTime;
  readonly invalid: boolean;
  readonly onChange: (when: BuilderTime) => void;
}

/** The time that is asked about. */
export function When({ when, invalid, onChange }: WhenProps) {
  return (
    <div className="builder-line">
      <Pick
        label={t('builder.when')}
        value={when.kind}
        options={kinds.map((kind) => ({ value: kind, label: t(`builder.when.${kind}`) }))}
        onChange={(kind) => onChange(timeOf(kind, when))}
      />
      {(when.kind === 'at' || when.kind === 'since') && (
        <Entry
          label={t('builder.moment')}
          value={when.moment}
          placeholder={MOMENTS}
          invalid={invalid}
          onChange={(moment) => onChange({ ...when, moment })}
        />
      )}
      {when.kind === 'during' && (
        <Entry
          label={t('builder.span')}
          value={when.last}
          placeholder={SPANS}
          invalid={invalid}
          onChange={(last) => onChange({ ...when, last })}
        />
      )}
      {when.kind === 'between' && (
        <>
          <Entry
            label={t('builder.from', { name: t('builder.when') })}
            value={when.from}
            invalid={invalid}
            onChange={(from) => onChange({ ...when, from })}
          />
          <Entry
            label={t('builder.to', { name: t('builder.when') })}
            value={when.to}
            invalid={invalid}
            onChange={(to) => onChange({ ...when, to })}
          />
        </>
      )}
    </div>
  );
}
