/**
 * What windows ask the client in main, and what it answers. A request is not to be trusted and has a shape; an answer is
 * main's own and has a type.
 */
import { MAX_COUNT } from '../batch/limits.ts';
import {
  between,
  either,
  exactly,
  exactlyWith,
  isNumber,
  isText,
  listOf,
  type Shape,
  within,
} from '../batch/shapes.ts';
import { type CollectingLevel, collectingLevels, type Level } from '../consent/levels.ts';
import type { ParticipationReason } from '../consent/participation.ts';
import type { ConsentDecision } from '../consent/record.ts';
import { type ErrorSnapshot, errorSnapshotShape } from '../errors/error-counter.ts';
import { MAX_STACK_LENGTH, MAX_THROWN_WORD } from '../errors/limits.ts';
import type { Thrown } from '../errors/thrown.ts';
import { errorWords } from '../errors/vocabulary.ts';
import { measureWords, type OperationSnapshot, OperationTable } from '../measures/operation-table.ts';
import type { ProductWords } from '../product/words.ts';
import { type CommandSource, commandSources } from '../registry/sources.ts';
import { USAGE_BUFFER_EVENTS } from './limits.ts';
import type { SentBatch } from './sent-batch.ts';

const DAY_MS = 86_400_000;

/** A use as a window reports it. */
interface ReportedEvent {
  readonly command: string;
  readonly source: CommandSource;
  /** Milliseconds since the event, so that no clock is shared. */
  readonly age: number;
}

/** Usage as a window reports it. */
export interface UsageRecord {
  readonly events: readonly ReportedEvent[];
  /** Events that the window's buffer had no room for. */
  readonly dropped: number;
  /** What the window has timed and counted since its last message. */
  readonly operations?: OperationSnapshot | undefined;
  /** What went wrong in it since then. */
  readonly errors?: ErrorSnapshot | undefined;
  /** The epoch (ProgramStatus) in which all this was gathered; missing while the window does not know it yet. */
  readonly epoch?: number | undefined;
  /** Answers `usage.flush`: the window holds nothing more. */
  readonly flushed?: true | undefined;
}

/** What windows of a product report. */
export function usageRecordShape(product: ProductWords): Shape<UsageRecord> {
  const words = measureWords(product);
  const isReportedEvent = exactly<ReportedEvent>({
    command: within(Object.keys(product.commands)),
    source: within(commandSources),
    age: (value): value is number => isNumber(value) && value >= 0 && value <= DAY_MS,
  });
  return exactlyWith<UsageRecord>(
    { events: listOf(isReportedEvent, USAGE_BUFFER_EVENTS), dropped: between(0, 1_000_000) },
    {
      operations: orUnset((value): value is OperationSnapshot => OperationTable.read(value, words) !== undefined),
      errors: orUnset(errorSnapshotShape(errorWords(product))),
      epoch: orUnset(between(0, Number.MAX_SAFE_INTEGER)),
      flushed: orUnset(within([true])),
    },
  );
}

const unsetOrUpTo = (max: number): Shape<string | undefined> =>
  orUnset((value): value is string => isText(value) && value.length <= max);

/** What a preload script has caught. */
export const isThrown: Shape<Thrown> = exactlyWith<Thrown>(
  {},
  { name: unsetOrUpTo(MAX_THROWN_WORD), code: unsetOrUpTo(MAX_THROWN_WORD), places: unsetOrUpTo(MAX_STACK_LENGTH) },
);

/** State of the program as the dialogs show it. */
export interface ProgramStatus {
  /** Name of the product that asks. */
  readonly product: string;
  /** The products that a Yes covers, with their release lines. */
  readonly covers: readonly { readonly name: string; readonly line: string }[];
  readonly level: Level;
  readonly reason: ParticipationReason;
  /** Missing in a run in which it could not be read. */
  readonly installation?: string | undefined;
  /** The level under which this installation has collected, if it has; under the other it becomes another one. */
  readonly collectedAt?: CollectingLevel | undefined;
  /** The highest level that the organisation leaves to choose from; one that leaves no choice caps none. */
  readonly highest: CollectingLevel;
  readonly history: readonly ConsentDecision[];
  /**
   * What the disk has refused of a No of this run: it is not stored and so ends with the run, or what was collected is not
   * deleted and goes at the next start. Missing when it is done.
   */
  readonly unfinished?: readonly ('storing' | 'deleting')[] | undefined;
  /** Where batches go; shown to the user. */
  readonly collector: string;
  /** Where the product says what came of the program; shown to the user. Missing when it says it nowhere. */
  readonly results?: string | undefined;
  /** UTC day, "2026-03-09", by which fields expire. */
  readonly today: string;
  /** Grows when a session is thrown away or another level begins: what a window gathered in an earlier epoch is not counted. */
  readonly epoch: number;
}

export type DecideRequest = { readonly from: 'popup' | 'help' } & (
  | { readonly answer: 'yes'; readonly level: CollectingLevel }
  | { readonly answer: 'no' }
);

const from = within(['popup', 'help']);
export const isDecideRequest: Shape<DecideRequest> = either(
  exactly<Extract<DecideRequest, { answer: 'yes' }>>({
    answer: within(['yes']),
    level: within(collectingLevels),
    from,
  }),
  exactly<Extract<DecideRequest, { answer: 'no' }>>({ answer: within(['no']), from }),
);

/**
 * What became of an answer. `unseen`: a Yes that did not count, because main did not see that somebody gave it; nothing
 * has changed, and the question stands.
 */
export type DecisionAnswer =
  | { readonly outcome: 'decided'; readonly status: ProgramStatus }
  | { readonly outcome: 'unseen' };

/** Which question a window shows. */
export const isShownQuestion = exactly<{ shown: 'popup' | 'help' | 'none' }>({
  shown: within(['popup', 'help', 'none']),
});

/** Whether the system took an address to open; what was chosen to open it is not known. */
export interface OpenedAnswer {
  readonly opened: boolean;
}

/** How long one operation took, from its histogram: durations in microseconds, as the upper bounds of their ranges. */
export interface ShownOperation {
  readonly operation: string;
  readonly outcome: string;
  readonly count: number;
  /** Half of them took at most this. */
  readonly half: number;
  /** All of them took at most this. */
  readonly slowest: number;
  /** What is sent of the durations: how many took more than `lower` and at most `upper`, and the number of that range. */
  readonly ranges: readonly {
    readonly bucket: number;
    readonly lower: number;
    readonly upper: number;
    readonly count: number;
  }[];
}

/** An error and how often it happened. */
export interface ShownError {
  readonly class: string;
  readonly code: string;
  readonly process: string;
  readonly handledBy: string;
  readonly reason: string;
  /** Innermost first. */
  readonly frames: readonly { readonly file: string; readonly line: number; readonly column: number }[];
  readonly foreign: number;
  readonly count: number;
}

/** A line of the product log: `values` in the order of its code's parameters. */
export interface ShownLine {
  readonly code: string;
  readonly time: number;
  readonly values: readonly (string | number)[];
}

/** Stands in an example for a random number that only a Yes makes. */
export const NOT_MADE_YET = '00000000-0000-0000-0000-000000000000';

/**
 * A batch, decoded. Values are texts and not the registry's types: what the collector holds may be of another version,
 * and is to be shown whatever it is. What fits none of the lists stands among the fields.
 */
export interface ShownBatch {
  readonly batch: string;
  /**
   * `current`: this session, sealed as a preview; `waiting`: in the outbox; `unreadable`: there as well, but damaged, so
   * that it is never sent; `stored`: by the collector; `example`: made up for somebody who wants to see one.
   */
  readonly state: 'current' | 'waiting' | 'unreadable' | 'stored' | 'example';
  /** Names its session on this computer; missing for what the collector stores. */
  readonly run?: number | undefined;
  /** UTC day on which the session began; empty when it cannot be read. */
  readonly start: string;
  readonly session: number;
  /** Size on the wire, in bytes; of one that the collector stores, as it came back. */
  readonly bytes: number;
  /** Each with its path in the batch, such as "context.os". */
  readonly fields: readonly { readonly path: string; readonly value: string }[];
  readonly usage: readonly { readonly command: string; readonly source: string; readonly time: number }[];
  readonly operations: readonly ShownOperation[];
  readonly errors: readonly ShownError[];
  readonly logs: readonly ShownLine[];
}

/** Whether a window shows what is not sent. */
export const isShownUnsent = exactly<{ shown: boolean }>({ shown: within([true, false]) });

/** How many of the sessions that wait to show, the newest ones. */
export const isUnsentRequest = exactly<{ sessions: number }>({ sessions: between(0, 100_000) });

/** A level that the organisation does not allow is answered with the highest that it does. */
export const isExampleRequest = exactly<{ level: CollectingLevel }>({ level: within(collectingLevels) });

export interface UnsentAnswer {
  /** The session under way, then those that wait, newest first; the parts of each in their order. */
  readonly batches: readonly ShownBatch[];
  /** Sessions that wait, shown or not. */
  readonly waiting: number;
  /** Sessions that wait and are not among the batches. */
  readonly older: number;
  /** Newest first. */
  readonly sent: readonly SentBatch[];
}

export type DeletionRequest =
  | { readonly what: 'current' }
  | { readonly what: 'session'; readonly run: number }
  | { readonly what: 'waiting' };

export const isDeletionRequest: Shape<DeletionRequest> = either(
  exactly<{ readonly what: 'current' | 'waiting' }>({ what: within(['current', 'waiting']) }),
  exactly<Extract<DeletionRequest, { what: 'session' }>>({ what: within(['session']), run: between(0, MAX_COUNT) }),
);

/** What became of a deletion, once it lasts. */
export interface DeletionAnswer {
  /** Whether anything was there to delete. */
  readonly deleted: boolean;
  /** A request with some of it was under way and was ended: it may have arrived. */
  readonly mayHaveArrived: boolean;
}

/** `unknown`: which installations they are could not be read when the app started, so nothing was asked. */
interface Unanswered {
  readonly status: 'nothing' | 'unreachable' | 'cancelled' | 'unknown';
}

/** As whom somebody looked an installation up; `unknown`: in a way that this version has no word for. */
export const lookupRoles = ['support', 'administrator', 'unknown'] as const;

/** Somebody of the collector looked at what it holds of an installation. */
export interface ShownLookup {
  /** UTC, "2026-03-09". */
  readonly day: string;
  readonly role: (typeof lookupRoles)[number];
}

/** What the collector holds of this profile's installations, fetched by the user's click. */
export type UserDataAnswer =
  | {
      readonly status: 'found';
      /** Oldest first. */
      readonly batches: readonly ShownBatch[];
      /** Newest first; `null` when the collector does not say. */
      readonly lookups: readonly ShownLookup[] | null;
      /** `false`: there is more than one click fetches. */
      readonly complete: boolean;
    }
  | Unanswered;

/** What became of an erasure. After `unreachable` and `cancelled` nothing has changed that is not confirmed. */
export type ErasureAnswer = { readonly status: 'erased'; readonly batches: number } | Unanswered;

/** Of the shape or not set: a message between processes keeps fields that are not set. */
function orUnset<T>(shape: Shape<T>): Shape<T | undefined> {
  return either(within([undefined]), shape);
}
