import { type CollectingLevel, covers } from './levels.ts';

interface DecisionFacts {
  /** UTC time of the click, ISO 8601. */
  readonly at: string;
  readonly releaseLine: string;
  /** Version of the notice that was shown. */
  readonly notice: number;
  /** Where the answer was given. */
  readonly from: 'popup' | 'help';
}

/** What a person decided. */
export type ConsentDecision = DecisionFacts &
  ({ readonly answer: 'yes'; readonly level: CollectingLevel } | { readonly answer: 'no' });

/** The consent record as stored: the latest decision, if any, and the ones before it, oldest first. */
export interface ConsentRecord {
  readonly decision: ConsentDecision | null;
  readonly history: readonly ConsentDecision[];
}

/** Decisions kept for the user to read back; the oldest go first. */
export const MAX_HISTORY = 100;

export const undecided: ConsentRecord = { decision: null, history: [] };

/** The record after a decision; the history keeps the newest {@link MAX_HISTORY} decisions. */
export function decide(record: ConsentRecord, decision: ConsentDecision): ConsentRecord {
  return { decision, history: [...record.history, decision].slice(-MAX_HISTORY) };
}

/** Whether an answer allows less than the one before. */
export function allowsLess(answer: ConsentDecision, before: ConsentDecision | null): boolean {
  if (before?.answer !== 'yes') return false;
  return answer.answer === 'no' || !covers(answer.level, before.level);
}
