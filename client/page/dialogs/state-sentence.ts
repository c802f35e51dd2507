import { type CollectingLevel, lower } from '../../core/consent/levels.ts';
import type { ParticipationReason } from '../../core/consent/participation.ts';
import type { ProgramStatus, UnsentAnswer } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { formatDay } from './format.ts';

/** One plain sentence: whether the program is on, and why. */
export function stateSentence(status: ProgramStatus): string {
  const latest = status.history.at(-1);
  const date = latest ? formatDay(latest.at) : '';
  const level = t(`level.${status.level}`);
  const { reason } = status;
  switch (reason) {
    case 'accepted':
      return t('program.state.accepted', { level, date });
    case 'accepted-capped':
      return t('program.state.accepted-capped', { level, date });
    case 'declined':
      if (status.unfinished?.includes('storing')) return t('program.state.declined-unstored');
      return t('program.state.declined', { date });
    case 'lapsed-release':
      return t('program.state.lapsed-release', { date, line: latest?.releaseLine ?? '' });
    case 'lapsed-notice':
      return t('program.state.lapsed-notice', { date });
    default:
      return t(`program.state.${reason}`);
  }
}

/** Why the answer cannot be changed here, or `undefined` when it can. */
export function lockExplanation(reason: ParticipationReason): string | undefined {
  if (reason === 'policy-off') return t('program.locked.policy-off');
  if (reason === 'do-not-track') return t('program.locked.do-not-track');
  return undefined;
}

/** Whether the question is open, so that the popup has something to ask. */
export function mayAsk(reason: ParticipationReason): boolean {
  return reason === 'undecided' || reason === 'lapsed-release' || reason === 'lapsed-notice';
}

/** The person's own answer as it holds now; `null` when there is none, or none that counts. */
export function currentAnswer(reason: ParticipationReason): 'yes' | 'no' | null {
  if (reason === 'accepted' || reason === 'accepted-capped' || reason === 'ended') return 'yes';
  return reason === 'declined' ? 'no' : null;
}

/** The level of the Yes that holds, which policy may cap; without one, the level that is offered first. */
export function currentLevel({ history, reason }: Pick<ProgramStatus, 'history' | 'reason'>): CollectingLevel {
  const latest = history.at(-1);
  return latest?.answer === 'yes' && currentAnswer(reason) === 'yes' ? latest.level : 'standard';
}

/** Whether a Yes to this level makes a new installation, because the present one has collected under the other. */
export function crossing(
  { collectedAt, highest }: Pick<ProgramStatus, 'collectedAt' | 'highest'>,
  level: CollectingLevel,
): 'raised' | 'lowered' | undefined {
  const next = lower(level, highest);
  if (collectedAt === undefined || collectedAt === next) return undefined;
  return next === 'enhanced' ? 'raised' : 'lowered';
}

/** What stands in What Is Shared: what was collected and not sent yet, or what a Yes would share. */
export function sharedLead(
  { batches, waiting }: Pick<UnsentAnswer, 'batches' | 'waiting'>,
  status: Pick<ProgramStatus, 'level' | 'reason'> | undefined,
): string {
  if (status?.level === 'off') {
    if (waiting > 0) return t('shared.lead.off-waiting');
    return t(mayAsk(status.reason) ? 'shared.lead.ask' : 'shared.lead.off');
  }
  if (batches.length === 0) return t('shared.empty');
  // The session under way is not sent yet either.
  const isUnderWay = batches.some(({ state }) => state === 'current');
  return t('shared.lead.on', { waiting: tn(isUnderWay ? 'shared.lead.current' : 'shared.lead.waiting', waiting) });
}
