import { z } from 'zod/mini';

/**
 * Characters that may be copied at once. Twenty thousand processes with long paths are about four million; far more than
 * this is no text that anybody pastes, and other programs stop answering when it is offered to them.
 */
export const CLIPBOARD_CHARACTERS = 10_000_000;

/** What became of a copy. After a failure the clipboard holds what it held before. */
export const copyAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('copied') }),
  /** `too-long`: more than {@link CLIPBOARD_CHARACTERS}; `refused`: the system did not take it. */
  z.strictObject({ status: z.literal('failed'), reason: z.enum(['too-long', 'refused']) }),
]);
export type CopyAnswer = z.infer<typeof copyAnswerSchema>;
