import type { Row } from '../query/query.ts';

/** What a window can be told of while it changes. */
export const topics = ['processes', 'ports', 'connections', 'units', 'metrics'] as const;
export type Topic = (typeof topics)[number];
/** Topics that are lists of objects. */
export type ListTopic = Exclude<Topic, 'metrics'>;

/** What has changed in a list since the message before; with `whole` everything is in it, and what was known is not. */
export interface ListChanges {
  readonly topic: ListTopic;
  /** When it was read, UTC milliseconds. */
  readonly at: number;
  readonly whole: boolean;
  /** New and changed rows, each of them whole. */
  readonly changed: readonly Row[];
  /** Keys of what is no longer there. */
  readonly gone: readonly string[];
  /** One more than in the message before on this topic; a window that misses one asks for the whole. */
  readonly sequence: number;
}

/** Seconds between two readings. A window that is hidden, or recording alone, is read for less often. */
export const cadences = { visible: 2, hidden: 10, visibleOnBattery: 4, hiddenOnBattery: 30 } as const;

/** What is read, each by a reader of its own; a source that fails costs itself. */
export const sourceIds = [
  'processes',
  'cpu',
  'memory',
  'disks',
  'network',
  'pressure',
  'sockets',
  'units',
  'device',
  'power',
  'store',
] as const;
export type SourceId = (typeof sourceIds)[number];

/** Why a source could not be read. */
export const sourceFailures = ['denied', 'missing', 'timeout', 'malformed', 'other'] as const;
export type SourceFailure = (typeof sourceFailures)[number];

export interface SourceState {
  readonly source: SourceId;
  /** `null`: it is read. */
  readonly failure: SourceFailure | null;
  /** Since when it is so, UTC milliseconds. */
  readonly since: number;
}
