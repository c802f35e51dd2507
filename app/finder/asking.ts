import { z } from 'zod/mini';
import { objectTypes, type Row } from '../query/query.ts';
import type { DeviceReport } from './device.ts';
import {
  type Counted,
  clearSpans,
  type Gap,
  type HistoryStatus,
  MAX_ANSWER_ROWS,
  PAGE_ROWS,
  type QueryAnswer,
  type Series,
} from './history.ts';
import type { ListChanges, ListTopic } from './live.ts';

/** Characters of a search. */
export const MAX_QUERY = 4096;

const key = z.string().check(z.minLength(1), z.maxLength(1000));
const query = z.string().check(z.maxLength(MAX_QUERY));
const listTopics = ['processes', 'ports', 'connections', 'units'] as const satisfies readonly ListTopic[];

/** What a window can ask of the Finder engine, by its name; main passes it on. */
export const questionSchema = z.discriminatedUnion('ask', [
  /** The facts about this device. */
  z.strictObject({ ask: z.literal('device') }),
  /** A list as it is now, whole. */
  z.strictObject({ ask: z.literal('list'), topic: z.enum(listTopics) }),
  /** A question about the past; `type` is meant when the text names none. */
  z.strictObject({ ask: z.literal('query'), text: query, type: z.enum(objectTypes) }),
  z.strictObject({
    ask: z.literal('page'),
    answer: z.int().check(z.gte(0)),
    from: z.int().check(z.gte(0), z.lte(MAX_ANSWER_ROWS)),
    count: z.int().check(z.gte(1), z.lte(PAGE_ROWS)),
  }),
  /** How many rows an answer has that came before they were counted. */
  z.strictObject({ ask: z.literal('count'), answer: z.int().check(z.gte(0)) }),
  /** What a bare text may mean, over all types, best first. */
  z.strictObject({ ask: z.literal('find'), text: query }),
  /** A figure of the device, of a process or of a unit over time. */
  z.strictObject({
    ask: z.literal('series'),
    of: z.enum(['device', 'process', 'unit']),
    key: z.string().check(z.maxLength(1000)),
    figure: z.enum(['cpu', 'memory', 'disk', 'network']),
    span: z.enum(['hour', 'day', 'month']),
  }),
  /** All that is known of one object, of one that is gone too. */
  z.strictObject({ ask: z.literal('detail'), type: z.enum(objectTypes), key }),
  /** Values that a field has had, for completion. */
  z.strictObject({
    ask: z.literal('values'),
    type: z.enum(objectTypes),
    field: z.string().check(z.maxLength(40)),
    prefix: z.string().check(z.maxLength(255)),
  }),
  /** Asks a process to end; by force it is not asked. */
  z.strictObject({ ask: z.literal('end'), key, force: z.boolean() }),
  z.strictObject({ ask: z.literal('history') }),
  z.strictObject({ ask: z.literal('clear'), span: z.enum(clearSpans) }),
]);
export type Question = z.infer<typeof questionSchema>;

/** One thing that a text may mean. */
export interface Hit {
  readonly type: (typeof objectTypes)[number];
  readonly row: Row;
  /** The search that shows it. */
  readonly query: string;
  /** Why it was found: the field that fits. */
  readonly by: string;
}

/** A process and what is around it. */
export interface Detail {
  readonly row: Row;
  /** `false`: it is gone, and these are its last readings. */
  readonly running: boolean;
  /** From its parent up to the first process, as far as known. */
  readonly chain: readonly Row[];
  readonly children: readonly Row[];
  readonly ports: readonly Row[];
  readonly connections: readonly Row[];
  /** Own threads, by CPU time; only of a running process. */
  readonly threads: readonly { readonly id: number; readonly name: string; readonly cpu: number }[];
  /** Package that its file belongs to; `null` for none or not known. */
  readonly package: string | null;
  /** Processes of a unit. */
  readonly members: readonly Row[];
}

/** What became of ending a process. `own`: it is part of the Finder, which ends by Quit. */
export const endOutcomes = ['asked', 'gone', 'other-process', 'denied', 'not-endable', 'own', 'failed'] as const;
export type EndOutcome = (typeof endOutcomes)[number];

interface Answers {
  readonly device: DeviceReport;
  readonly list: ListChanges;
  readonly query: QueryAnswer;
  readonly page: { readonly rows: readonly Row[] };
  readonly count: Counted;
  readonly find: { readonly hits: readonly Hit[] };
  readonly series: Series;
  readonly detail: Detail | null;
  readonly values: readonly string[];
  readonly end: { readonly outcome: EndOutcome };
  readonly history: HistoryStatus & { readonly gaps: readonly Gap[] };
  readonly clear: HistoryStatus;
}
export type AnswerTo<A extends Question['ask']> = Answers[A];

/**
 * Why there is no answer. `stale`: the answer that a page was asked of is no longer kept; `refused`: a page asked for what
 * only a person may set off.
 */
export const askFailures = ['engine', 'timeout', 'invalid', 'store', 'stale', 'not-found', 'refused'] as const;
export type AskFailure = (typeof askFailures)[number];

/** What a window gets: an answer, or why there is none. */
export type Asked<A extends Question['ask'] = Question['ask']> =
  | { readonly ok: true; readonly value: AnswerTo<A> }
  | { readonly ok: false; readonly failure: AskFailure };
