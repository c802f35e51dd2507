import { z } from 'zod/mini';
import { commandIds, commandSources } from '../commands/catalogue.ts';
import { collectingLevels, levels } from '../consent/levels.ts';
import { participationReasons } from '../consent/participation.ts';
import { consentDecisionSchema } from '../consent/record.ts';
import { USAGE_BUFFER_EVENTS } from './usage-limits.ts';

/** Usage as a window reports it. `age` is the time since the event in milliseconds, so no clock is shared. */
export const usageRecordSchema = z.strictObject({
  events: z
    .array(
      z.strictObject({
        command: z.enum(commandIds),
        source: z.enum(commandSources),
        age: z.number().check(z.gte(0), z.lte(86_400_000)),
      }),
    )
    .check(z.maxLength(USAGE_BUFFER_EVENTS)),
  /** Events that the window's buffer had no room for. */
  dropped: z.int().check(z.gte(0), z.lte(1_000_000)),
  /** Answers `usage.flush`: the window holds nothing more. */
  flushed: z.optional(z.literal(true)),
});
export type UsageRecord = z.infer<typeof usageRecordSchema>;

/** State of the program as the dialogs show it. */
export const programStatusSchema = z.strictObject({
  level: z.enum(levels),
  reason: z.enum(participationReasons),
  installation: z.string(),
  history: z.array(consentDecisionSchema),
  /** Where batches go; shown to the user. */
  collector: z.string(),
});
export type ProgramStatus = z.infer<typeof programStatusSchema>;

export const decideRequestSchema = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('yes'), level: z.enum(collectingLevels), from: z.enum(['popup', 'help']) }),
  z.strictObject({ answer: z.literal('no'), from: z.enum(['popup', 'help']) }),
]);
export type DecideRequest = z.infer<typeof decideRequestSchema>;

/** One field of a batch as decoded from the bytes that would be sent. */
const sharedFieldSchema = z.strictObject({
  /** Path in the batch, such as "context.os". */
  path: z.string(),
  value: z.string(),
});

export const sharedBatchSchema = z.strictObject({
  batch: z.string(),
  /** `current`: this session, sealed as a preview; `waiting`: in the outbox; `held`: by the collector. */
  state: z.enum(['current', 'waiting', 'held']),
  /** UTC day on which the session began. */
  start: z.string(),
  session: z.number(),
  /** Size on the wire, in bytes; of a batch that is held, as it came back. */
  bytes: z.number(),
  fields: z.array(sharedFieldSchema),
  usage: z.array(z.strictObject({ command: z.enum(commandIds), source: z.enum(commandSources), time: z.number() })),
});
export type SharedBatch = z.infer<typeof sharedBatchSchema>;

/** What the collector holds of this profile's installations, fetched by the user's click. */
export const heldAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('held'),
    /** Oldest first. */
    batches: z.array(sharedBatchSchema),
    /** `false`: there is more than one click fetches. */
    complete: z.boolean(),
  }),
  z.strictObject({ status: z.enum(['nothing', 'unreachable', 'cancelled']) }),
]);
export type HeldAnswer = z.infer<typeof heldAnswerSchema>;

/** What became of an erasure. After `unreachable` and `cancelled` nothing has changed that is not confirmed. */
export const erasureAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('erased'), batches: z.int() }),
  z.strictObject({ status: z.enum(['nothing', 'unreachable', 'cancelled']) }),
]);
export type ErasureAnswer = z.infer<typeof erasureAnswerSchema>;
