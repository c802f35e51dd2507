import { type ErrorSnapshot, errorSnapshotShape, errorWords } from 'candor-client/core';
import { z } from 'zod/mini';
import { historyLimits, MAX_EXCLUDED, MAX_PROGRAM_NAME } from '../settings.ts';
import { askFailures, questionSchema } from './asking.ts';
import { metricsSchema } from './device.ts';
import { type ListChanges, sourceFailures, sourceIds, topics } from './live.ts';
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

const within = ({ min, max }: { min: number; max: number }) => z.int().check(z.gte(min), z.lte(max));

/** How the history is kept. */
const historySettingsSchema = z.strictObject({
  /** Whether anything is recorded. */
  on: z.boolean(),
  days: within(historyLimits.days),
  megabytes: within(historyLimits.megabytes),
  memory: within(historyLimits.memory),
  excluded: z.array(z.string().check(z.minLength(1), z.maxLength(MAX_PROGRAM_NAME))).check(z.maxLength(MAX_EXCLUDED)),
});
export type HistorySettings = z.infer<typeof historySettingsSchema>;

/**
 * How closely the engine looks: for a window in sight, for one that is hidden, for the history alone, or not at all.
 */
export const watchLevels = ['visible', 'hidden', 'recording', 'rest'] as const;
export type WatchLevel = (typeof watchLevels)[number];

/** What main asks of the Finder engine's process. */
export const engineRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('watch'), level: z.enum(watchLevels), topics: z.array(z.enum(topics)) }),
  /** One reading of these now, told whether anybody watches or not. */
  z.strictObject({ kind: z.literal('refresh'), topics: z.array(z.enum(topics)) }),
  z.strictObject({ kind: z.literal('settings'), history: historySettingsSchema }),
  /** Whether the engine reports its errors; it begins with not doing so. */
  z.strictObject({ kind: z.literal('collect'), on: z.boolean() }),
  /** Answered at once by an engine that works. */
  z.strictObject({ kind: z.literal('ping'), id: z.int() }),
  /** `client`: the window that asks; it has one answer kept for it. */
  z.strictObject({ kind: z.literal('ask'), id: z.int(), client: z.int(), question: questionSchema }),
  /** Writes what is not written yet, and ends. */
  z.strictObject({ kind: z.literal('end') }),
]);
export type EngineRequest = z.infer<typeof engineRequestSchema>;

/** Rows come from our own process and are many: that it is a message of this kind is all that is looked at. */
const listChanges = z.custom<ListChanges>(
  (value) => typeof value === 'object' && value !== null && 'topic' in value && 'changed' in value,
);

/** What the engine reports. */
export const engineReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('changes'), changes: listChanges }),
  z.strictObject({ kind: z.literal('metrics'), metrics: metricsSchema }),
  /** A source has failed or is read again. */
  z.strictObject({
    kind: z.literal('source'),
    source: z.enum(sourceIds),
    failure: z.nullable(z.enum(sourceFailures)),
    since: z.number(),
  }),
  z.strictObject({ kind: z.literal('pong'), id: z.int() }),
  z.strictObject({
    kind: z.literal('answer'),
    id: z.int(),
    answer: z.union([
      z.strictObject({ ok: z.literal(true), json: z.string() }),
      z.strictObject({ ok: z.literal(false), failure: z.enum(askFailures) }),
    ]),
  }),
  /** From now on there is something to write, or to bring to an end, before the engine ends. Told once. */
  z.strictObject({ kind: z.literal('holds') }),
  /** After a request to end: what was seen is on the disk, and nothing is lost with the engine any more. */
  z.strictObject({ kind: z.literal('written') }),
  /** The history was loaded to take in what was recorded, although nobody asks for it: a fresh engine takes less memory. */
  z.strictObject({ kind: z.literal('loaded') }),
  /** A look has ended; reported or not, it was work for this computer. */
  z.strictObject({ kind: z.literal('cycle'), cycle: samplingCycleSchema }),
  /** The device's sources are being read, as far as their answers were not kept. */
  z.strictObject({ kind: z.literal('answers'), answers: keptAnswersSchema }),
  /** What went wrong in the engine since its last message of this kind; only while it is told to collect. */
  z.strictObject({ kind: z.literal('errors'), errors: z.custom<ErrorSnapshot>(isErrorSnapshot) }),
  /** Part of the history could not be read and was set aside, by the names of the files. */
  z.strictObject({ kind: z.literal('set-aside'), files: z.array(z.string()) }),
]);
export type EngineReport = z.infer<typeof engineReportSchema>;
