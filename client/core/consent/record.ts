import { between, either, exactly, isMoment, listOf, matching, type Shape, within } from '../batch/shapes.ts';
import { swallowed } from '../debug.ts';
import { type CollectingLevel, collectingLevels, covers } from './levels.ts';

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
const MAX_HISTORY = 100;

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

/** Largest version of a notice. */
const MAX_NOTICE = 65_535;

const facts = {
  at: isMoment,
  releaseLine: matching(/^\d{1,5}\.\d{1,5}$/),
  notice: between(1, MAX_NOTICE),
  from: within(['popup', 'help']),
} as const;

export const isConsentDecision: Shape<ConsentDecision> = either(
  exactly<Extract<ConsentDecision, { answer: 'yes' }>>({
    answer: within(['yes']),
    level: within(collectingLevels),
    ...facts,
  }),
  exactly<Extract<ConsentDecision, { answer: 'no' }>>({ answer: within(['no']), ...facts }),
);

/** The record as it stands in its file, which anybody may have edited. */
export const isConsentRecord: Shape<ConsentRecord> = exactly<ConsentRecord>({
  decision: either(within([null]), isConsentDecision),
  history: listOf(isConsentDecision, MAX_HISTORY),
});

/** The latest decision as a record has it: flat, so that it ends with the first bracket. */
const latestDecision = /"decision"\s*:\s*(\{[^{}]*\})/;

/**
 * The No that can still be read in a damaged record, or in one of a later format with fields that are not known here: who
 * has said No is not asked again. A Yes counts only in a record that is whole.
 */
export function salvagedNo(text: string): ConsentDecision | undefined {
  try {
    const { answer, at, releaseLine, notice, from } = JSON.parse(latestDecision.exec(text)?.[1] ?? '{}');
    const found = { answer, at, releaseLine, notice, from };
    return isConsentDecision(found) && found.answer === 'no' ? found : undefined;
  } catch (error) {
    swallowed('store', 'salvage-no', error);
    return undefined;
  }
}
