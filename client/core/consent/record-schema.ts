import { z } from 'zod/mini';
import { swallowed } from '../debug.ts';
import { collectingLevels } from './levels.ts';
import { type ConsentDecision, type ConsentRecord, MAX_HISTORY } from './record.ts';

const releaseLineSchema = z.string().check(z.regex(/^\d{1,5}\.\d{1,5}$/));
const timestamp = z.iso.datetime();

const decision = {
  /** UTC time of the click, ISO 8601. */
  at: timestamp,
  releaseLine: releaseLineSchema,
  /** Version of the notice that was shown. */
  notice: z.int().check(z.gte(1), z.lte(65535)),
  /** Where the answer was given. */
  from: z.enum(['popup', 'help']),
};

/** What a person decided, or that nothing was decided yet. */
export const consentDecisionSchema: z.ZodMiniType<ConsentDecision> = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('yes'), level: z.enum(collectingLevels), ...decision }),
  z.strictObject({ answer: z.literal('no'), ...decision }),
]);

/** The consent record as stored: the latest decision and the ones before it, oldest first. */
export const consentRecordSchema: z.ZodMiniType<ConsentRecord> = z.strictObject({
  decision: z.nullable(consentDecisionSchema),
  history: z.array(consentDecisionSchema).check(z.maxLength(MAX_HISTORY)),
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
    const found = consentDecisionSchema.parse({ answer, at, releaseLine, notice, from });
    return found.answer === 'no' ? found : undefined;
  } catch (error) {
    swallowed('store', 'salvage-no', error);
    return undefined;
  }
}
