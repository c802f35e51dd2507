import { type ErrorSnapshot, errorSnapshotShape, errorWords } from 'candor-client/core';
import { z } from 'zod/mini';
import { deviceReportSchema, metricsSchema } from './device.ts';
import { processSampleSchema } from './process.ts';
import { finder } from './product.ts';

const isErrorSnapshot = errorSnapshotShape(errorWords(finder.words));

/** How one look at this computer went. */
const samplingCycleSchema = z.strictObject({
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
const keptAnswersSchema = z.strictObject({
  kept: z.int().check(z.gte(0), z.lte(1000)),
  asked: z.int().check(z.gte(0), z.lte(1000)),
});
export type KeptAnswers = z.infer<typeof keptAnswersSchema>;

/** Why a source could not be read. */
const sourceFailures = ['denied', 'missing', 'timeout', 'malformed', 'other'] as const;
export type SourceFailure = (typeof sourceFailures)[number];

/** What main asks of the Finder engine's process. */
export const engineRequestSchema = z.discriminatedUnion('kind', [
  /** Sample until told otherwise; the first sample comes at once. */
  z.strictObject({ kind: z.literal('watch') }),
  z.strictObject({ kind: z.literal('rest') }),
  z.strictObject({ kind: z.literal('refresh') }),
  z.strictObject({ kind: z.literal('device') }),
  /** Whether the engine reports its errors; it begins with not doing so. */
  z.strictObject({ kind: z.literal('collect'), on: z.boolean() }),
]);
export type EngineRequest = z.infer<typeof engineRequestSchema>;

/** What the engine reports. */
export const engineReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('processes'), sample: processSampleSchema }),
  z.strictObject({ kind: z.literal('metrics'), metrics: metricsSchema }),
  z.strictObject({ kind: z.literal('device'), report: deviceReportSchema }),
  /** Part of a sample could not be read; the engine goes on. */
  z.strictObject({
    kind: z.literal('failed'),
    what: z.enum(['processes', 'metrics', 'device']),
    reason: z.enum(sourceFailures),
  }),
  /** A look has ended; reported or not, it was work for this computer. */
  z.strictObject({ kind: z.literal('cycle'), cycle: samplingCycleSchema }),
  /** The device's sources are being read, as far as their answers were not kept. */
  z.strictObject({ kind: z.literal('answers'), answers: keptAnswersSchema }),
  /** What went wrong in the engine since its last message of this kind; only while it is told to collect. */
  z.strictObject({ kind: z.literal('errors'), errors: z.custom<ErrorSnapshot>(isErrorSnapshot) }),
]);
export type EngineReport = z.infer<typeof engineReportSchema>;
