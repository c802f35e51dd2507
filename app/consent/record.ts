import { covers } from './levels.ts';
import type { ConsentDecision, ConsentRecord } from './record-schema.ts';

export type { ConsentDecision, ConsentRecord };

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
