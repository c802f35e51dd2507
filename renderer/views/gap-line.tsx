import { CircleSlash } from 'lucide-react';
import { useState } from 'react';
import type { Gap } from '../../app/finder/history.ts';
import { t, tn } from '../../app/messages/index.ts';
import type { TimeRange } from '../../app/query/query.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { minuteMoment, span } from '../../ui/format/format.ts';
import { wallClock } from '../../ui/state/clock.ts';

interface GapLineProps {
  readonly gaps: readonly Gap[];
  /** What was asked about. */
  readonly range: TimeRange | null;
}

/** Says of which times within the answer nothing is known, and why: what is not listed may have been there then. */
export function GapLine({ gaps, range }: GapLineProps) {
  const [all, setAll] = useState(false);
  const ordered = gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const [longest, ...others] = ordered;
  if (!longest) return null;
  const rest = others.reduce((sum, gap) => sum + lengthOf(gap), 0);
  const shown = all ? gaps : [longest];
  return (
    <div className="gap-line" role="status">
      <CircleSlash className="ui-icon" aria-hidden />
      <div>
        {shown.map((gap) => (
          <p key={gap.from}>{gapText(gap, range, wallClock())}</p>
        ))}
        {!all && others.length > 0 && <p>{tn('gap.more', others.length, { span: span(rest) })}</p>}
      </div>
      {others.length > 0 && (
        <TextLink onPress={() => setAll((now) => !now)}>{t(all ? 'gap.hide' : 'gap.show')}</TextLink>
      )}
    </div>
  );
}

const lengthOf = ({ from, to }: TimeRange) => to - from;

/** "Nothing is known from 14:02 to 14:10: Candor did not record." */
export function gapText(gap: Gap, range: TimeRange | null, now: number): string {
  const reason = t(`gap.reason.${gap.reason}`);
  if (range && gap.from <= range.from && gap.to >= range.to) return t('gap.all', { reason });
  const from = Math.max(gap.from, range?.from ?? gap.from);
  const to = Math.min(gap.to, range?.to ?? gap.to);
  return t('gap.single', { start: minuteMoment(from, now), end: minuteMoment(to, now), reason });
}
