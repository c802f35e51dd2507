import { z } from 'zod/mini';
import { MAX_BATCH_BYTES, MAX_COUNT } from '../batch/limits.ts';
import { collectingLevels, levels } from '../consent/levels.ts';
import { participationReasons } from '../consent/participation.ts';
import { type ConsentDecision, isConsentDecision } from '../consent/record.ts';
import { type ErrorSnapshot, isErrorSnapshot } from '../errors/error-counter.ts';
import { type OperationSnapshot, OperationTable } from '../measures/operation-table.ts';
import { numberedCommands } from '../registry/numbered-commands.ts';
import { commandSources } from '../registry/sources.ts';
import { sentAnswers, USAGE_BUFFER_EVENTS } from './limits.ts';

/** Usage as a window reports it. `age` is the time since the event in milliseconds, so no clock is shared. */
export const usageRecordSchema = z.strictObject({
  events: z
    .array(
      z.strictObject({
        command: z.enum(numberedCommands),
        source: z.enum(commandSources),
        age: z.number().check(z.gte(0), z.lte(86_400_000)),
      }),
    )
    .check(z.maxLength(USAGE_BUFFER_EVENTS)),
  /** Events that the window's buffer had no room for. */
  dropped: z.int().check(z.gte(0), z.lte(1_000_000)),
  /** What the window has timed and counted since its last message. */
  operations: z.optional(z.custom<OperationSnapshot>((value) => OperationTable.read(value) !== undefined)),
  /** What went wrong in it since then. */
  errors: z.optional(z.custom<ErrorSnapshot>(isErrorSnapshot)),
  /** The epoch (ProgramStatus) in which all this was gathered; missing from a preload script, which keeps nothing. */
  epoch: z.optional(z.int().check(z.gte(0))),
  /** Answers `usage.flush`: the window holds nothing more. */
  flushed: z.optional(z.literal(true)),
});
export type UsageRecord = z.infer<typeof usageRecordSchema>;

/** State of the program as the dialogs show it. */
export const programStatusSchema = z.strictObject({
  /** Name of the product that asks. */
  product: z.string(),
  /** The products that a Yes covers, with their release lines. */
  covers: z.array(z.strictObject({ name: z.string(), line: z.string() })),
  level: z.enum(levels),
  reason: z.enum(participationReasons),
  /** Missing in a run in which it could not be read. */
  installation: z.optional(z.string()),
  /** The level under which this installation has collected, if it has; under the other it becomes another one. */
  collectedAt: z.optional(z.enum(collectingLevels)),
  /** The highest level that the organisation leaves to choose from; one that leaves no choice caps none. */
  highest: z.enum(collectingLevels),
  history: z.array(z.custom<ConsentDecision>(isConsentDecision)),
  /**
   * What the disk has refused of a No of this run: it is not stored and so ends with the run, or what was collected is not
   * deleted and goes at the next start. Missing when it is done.
   */
  unfinished: z.optional(z.array(z.enum(['storing', 'deleting']))),
  /** Where batches go; shown to the user. */
  collector: z.string(),
  /** Grows when a session is thrown away or another level begins: what a window gathered in an earlier epoch is not counted. */
  epoch: z.int(),
});
export type ProgramStatus = z.infer<typeof programStatusSchema>;

export const decideRequestSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('yes'), level: z.enum(collectingLevels), from: z.enum(['popup', 'help']) }),
  z.strictObject({ answer: z.literal('no'), from: z.enum(['popup', 'help']) }),
]);
export type DecideRequest = z.infer<typeof decideRequestSchema>;

/**
 * What became of an answer. `unseen`: a Yes that did not count, because main did not see that somebody gave it; nothing
 * has changed, and the question stands.
 */
export const decisionAnswerSchema = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('decided'), status: programStatusSchema }),
  z.strictObject({ outcome: z.literal('unseen') }),
]);

/** Which question a window shows. */
export const shownQuestionSchema = z.strictObject({ shown: z.enum(['popup', 'help', 'none']) });

/** One field of a batch as decoded from the bytes that would be sent. */
const sharedFieldSchema = z.strictObject({
  /** Path in the batch, such as "context.os". */
  path: z.string(),
  value: z.string(),
});

/** How long one operation took, from its histogram: durations in microseconds, as the upper bounds of their ranges. */
const sharedOperationSchema = z.strictObject({
  operation: z.string(),
  outcome: z.string(),
  count: z.number(),
  /** Half of them took at most this. */
  half: z.number(),
  /** All of them took at most this. */
  slowest: z.number(),
  /** What is sent of the durations: how many took more than `lower` and at most `upper`, and the number of that range. */
  ranges: z.array(z.strictObject({ bucket: z.number(), lower: z.number(), upper: z.number(), count: z.number() })),
});
export type ShownOperation = z.infer<typeof sharedOperationSchema>;

/** An error and how often it happened. */
const sharedErrorSchema = z.strictObject({
  class: z.string(),
  code: z.string(),
  process: z.string(),
  handledBy: z.string(),
  reason: z.string(),
  /** Innermost first. */
  frames: z.array(z.strictObject({ file: z.string(), line: z.number(), column: z.number() })),
  foreign: z.number(),
  count: z.number(),
});
export type ShownError = z.infer<typeof sharedErrorSchema>;

/** A line of the product log: `values` in the order of its code's parameters. */
const sharedLineSchema = z.strictObject({
  code: z.string(),
  time: z.number(),
  values: z.array(z.union([z.string(), z.number()])),
});
export type ShownLine = z.infer<typeof sharedLineSchema>;

/** Stands in an example for a random number that only a Yes makes. */
export const NOT_MADE_YET = '00000000-0000-0000-0000-000000000000';

/**
 * A batch, decoded. Values are texts and not the registry's types: what the collector holds may be of another version,
 * and is to be shown whatever it is. What fits none of the lists stands among the fields.
 */
export const shownBatchSchema = z.strictObject({
  batch: z.string(),
  /**
   * `current`: this session, sealed as a preview; `waiting`: in the outbox; `unreadable`: there as well, but damaged, so
   * that it is never sent; `held`: by the collector; `example`: made up for somebody who wants to see one.
   */
  state: z.enum(['current', 'waiting', 'unreadable', 'held', 'example']),
  /** Names its session on this computer; missing for what is held. */
  run: z.optional(z.int()),
  /** UTC day on which the session began; empty when it cannot be read. */
  start: z.string(),
  session: z.number(),
  /** Size on the wire, in bytes; of a batch that is held, as it came back. */
  bytes: z.number(),
  fields: z.array(sharedFieldSchema),
  usage: z.array(z.strictObject({ command: z.string(), source: z.string(), time: z.number() })),
  operations: z.array(sharedOperationSchema),
  errors: z.array(sharedErrorSchema),
  logs: z.array(sharedLineSchema),
});
export type ShownBatch = z.infer<typeof shownBatchSchema>;

/** What came of one upload; several in a row that ended alike count as one. */
export const sentBatchSchema = z.strictObject({
  /** Moment of the answer, ISO 8601 in UTC; of several, of the last. */
  at: z.iso.datetime(),
  batch: z.uuid(),
  session: z.int().check(z.gte(0), z.lte(MAX_COUNT)),
  /** Size on the wire, in bytes. */
  bytes: z.int().check(z.gte(0), z.lte(MAX_BATCH_BYTES)),
  answer: z.enum(sentAnswers),
  times: z.int().check(z.gte(1), z.lte(MAX_COUNT)),
});
export type SentBatch = z.infer<typeof sentBatchSchema>;

export const unsentRequestSchema = z.strictObject({
  /** How many of the sessions that wait to show, the newest ones. */
  sessions: z.int().check(z.gte(0), z.lte(100_000)),
});

/** A level that the organisation does not allow is answered with the highest that it does. */
export const exampleRequestSchema = z.strictObject({ level: z.enum(collectingLevels) });

export const unsentAnswerSchema = z.strictObject({
  /** The session under way, then those that wait, newest first; the parts of each in their order. */
  batches: z.array(shownBatchSchema),
  /** Sessions that wait, shown or not. */
  waiting: z.int(),
  /** Sessions that wait and are not among the batches. */
  older: z.int(),
  /** Newest first. */
  sent: z.array(sentBatchSchema),
});
export type UnsentAnswer = z.infer<typeof unsentAnswerSchema>;

export const deletionRequestSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('current') }),
  z.strictObject({ what: z.literal('session'), run: z.int().check(z.gte(0), z.lte(MAX_COUNT)) }),
  z.strictObject({ what: z.literal('waiting') }),
]);
export type DeletionRequest = z.infer<typeof deletionRequestSchema>;

/** What became of a deletion, once it lasts. */
export const deletionAnswerSchema = z.strictObject({
  /** Whether anything was there to delete. */
  deleted: z.boolean(),
  /** A request with some of it was under way and was ended: it may have arrived. */
  mayHaveArrived: z.boolean(),
});
export type DeletionAnswer = z.infer<typeof deletionAnswerSchema>;

/** What the collector holds of this profile's installations, fetched by the user's click. */
export const userDataAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('held'),
    /** Oldest first. */
    batches: z.array(shownBatchSchema),
    /** `false`: there is more than one click fetches. */
    complete: z.boolean(),
  }),
  /** `unknown`: which installations they are could not be read when the app started, so nothing was asked. */
  z.strictObject({ status: z.enum(['nothing', 'unreachable', 'cancelled', 'unknown']) }),
]);
export type UserDataAnswer = z.infer<typeof userDataAnswerSchema>;

/**
 * What became of an erasure. After `unreachable` and `cancelled` nothing has changed that is not confirmed; `unknown` as
 * above.
 */
export const erasureAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('erased'), batches: z.int() }),
  z.strictObject({ status: z.enum(['nothing', 'unreachable', 'cancelled', 'unknown']) }),
]);
export type ErasureAnswer = z.infer<typeof erasureAnswerSchema>;
