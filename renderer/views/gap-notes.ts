import type { Gap } from '../../app/finder/history.ts';
import { t, tn } from '../../app/messages/index.ts';
import { minuteMoment, shortMoment, span } from '../../ui/format/format.ts';
import { type Note, noteKey } from '../grid/note.ts';

const MINUTE = 60_000;

/** What is shorter is the pause between two readings, or before the first of them. */
const LEAST_MS = 10_000;

/** Times of which nothing is known, as notes between the rows of a list: what is not listed may have been there then. */
export function gapNotes(gaps: readonly Gap[], now: number): readonly Note[] {
  const told = gaps.filter(({ from, to }) => to - from >= LEAST_MS);
  return told.map((gap) => ({
    key: noteKey(gap.from),
    from: gap.from,
    to: gap.to,
    text: gapText(gap, now),
    record: gapRecord(gap),
  }));
}

/** "Not recorded 14:02 – 14:31 (29 min): the computer slept". */
export function gapText(gap: Gap, now: number): string {
  const { from, to, source } = gap;
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString();
  const moment = to - from < MINUTE ? shortMoment : minuteMoment;
  const reason = t(`gap.reason.${gap.reason}`);
  return t('gap.row', {
    start: moment(from, now),
    end: moment(to, sameDay ? from : now),
    span: span(to - from),
    reason: source === undefined ? reason : t('gap.by', { reason, source }),
  });
}

/** "3 more times were not recorded, 2 h altogether": in place of all but the longest. */
export function otherGapsText(others: readonly Pick<Note, 'from' | 'to'>[]): string {
  const all = others.reduce((sum, { from, to }) => sum + to - from, 0);
  return tn('gap.more', others.length, { span: span(all) });
}

function gapRecord({ from, to, reason, source }: Gap): Note['record'] {
  return {
    gap: reason,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(source === undefined ? {} : { source }),
  };
}
