import { z } from 'zod/mini';

/** How one look at this computer went. */
export const samplingCycleSchema = z.strictObject({
  /** From its beginning until everything was read; at most a day. */
  milliseconds: z.number().check(z.gte(0), z.lte(86_400_000)),
  /** Part of it could not be read. */
  failed: z.boolean(),
  /** Processes that it found. */
  rows: z.int().check(z.gte(0), z.lte(10_000_000)),
  /** Looks that were due meanwhile and left out. */
  skipped: z.int().check(z.gte(0), z.lte(1_000_000)),
});
export type SamplingCycle = z.infer<typeof samplingCycleSchema>;

/** Answers that were kept from before, and ones that had to be asked for. */
export const keptAnswersSchema = z.strictObject({
  kept: z.int().check(z.gte(0), z.lte(1000)),
  asked: z.int().check(z.gte(0), z.lte(1000)),
});
export type KeptAnswers = z.infer<typeof keptAnswersSchema>;

/** Why a source could not be read. */
export const sourceTroubles = ['denied', 'missing', 'timeout', 'malformed', 'other'] as const;
export type SourceTrouble = (typeof sourceTroubles)[number];
