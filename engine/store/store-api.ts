import type { Clock, Timers } from 'candor-client/node';
import type { ClearSpan, Gap, HistoryStatus, Series, Span } from '../../app/finder/history.ts';
import type { ObjectType, Row, TimeRange } from '../../app/query/query.ts';
import type { Compiled } from './database.ts';
import type { Observation } from './observation.ts';
import type { Layout, Relation } from './relation.ts';
import type { SeriesOf } from './series.ts';
import type { SystemStart } from './system-start.ts';

/**
 * Property beside those of the fields, for all types but `device`: a number that says where a row is held. With `only` a
 * relation has just the rows of those places, so that what is shown of a page need not be read for all that was found.
 */
export const PLACE = 'place';

/**
 * Properties of processes that are held apart as well, each different text once: tests of them are for the relation to make
 * (see takeApart), which asks the texts instead of the rows.
 */
export const APART: ReadonlySet<string> = new Set(['commandLine']);

/** What a person can set. */
export interface StoreLimits {
  /** What DuckDB may take in memory. */
  readonly memoryMB: number;
  /** What the history may take on the disk; the oldest days give way. */
  readonly sizeMB: number;
  /** Days that are kept. */
  readonly days: number;
}

export interface StoreParts {
  /** Of the profile; only this store writes into it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: StoreLimits;
  /** Names of programs that are not recorded, in any case of letters. */
  readonly excluded: readonly string[];
  readonly recording: boolean;
  /** Called when something was set aside, recording failed, or works again. */
  readonly onStatus?: () => void;
  /** Called before a file is taken apart that cannot be read: broken off there, it is not taken up again. */
  readonly onMends?: () => void;
}

/** How a question is put to the store. */
export interface Asking {
  /** About rows that were found a moment ago: what was seen since then may be missing. */
  readonly asFound?: boolean;
  /** Breaks the question off, wherever it is, once nobody waits for it: it then throws the signal's reason, or what DuckDB says of it. */
  readonly signal?: AbortSignal;
}

/** The history of one profile. What it is asked it answers in the order of the questions. */
export interface Store {
  /** Takes a reading; costs a fraction of a millisecond, and is written with others once a minute. */
  observe(observation: Observation): void;
  /**
   * Takes readings that were kept in a journal, in their order, and writes them. Those that it has already, because the
   * process was killed before they were removed from the journal, are passed over.
   * @returns whether it could take them; else they are to stay where they are
   */
  takeIn(observations: readonly Observation[]): Promise<boolean>;
  /** The computer is about to sleep: writes what there is, and calls the pause that follows by its name. */
  sleep(): Promise<void>;
  /** Recording goes on or off; what was recorded stays. */
  setRecording(on: boolean): Promise<void>;
  setLimits(limits: StoreLimits): Promise<void>;
  /** Writes what has been gathered. */
  flush(): Promise<void>;
  /**
   * Answers a question. What was seen until now is in the answer.
   * @param compile is given the relation to ask about, and how the tables lie; may be called twice
   *
   * Wide rows are not to be sorted by the hundred thousand, which takes more memory than DuckDB has: ask for the places of
   * what is found ({@link PLACE}) in their order, and then for the rows of a page by them.
   * @throws what DuckDB says of the question, that it took longer than 20 s; {@link NoHistory}, {@link TooLarge}
   */
  query(compile: (relation: Relation, layout: Layout) => Compiled, how?: Asking): Promise<Row[]>;
  series(what: SeriesOf, span: Span): Promise<Series>;
  /** Gaps in a range, oldest first; what is before the beginning of the history is one, and the time since recording stopped. */
  gaps(range: TimeRange): Promise<readonly Gap[]>;
  /** A run of a process and its parents, from it upwards. */
  chain(key: string): Promise<readonly Row[]>;
  /** Values of a field that begin with a prefix, at most 50. */
  values(type: ObjectType, property: string, prefix: string): Promise<readonly (string | number)[]>;
  /** Notes when the system was down, as its own records say. */
  noteSystemStarts(starts: readonly SystemStart[]): Promise<void>;
  status(): Promise<HistoryStatus>;
  /** Clears what was seen in the last hour, the last day, or ever, and nothing of it stays in the file. */
  clear(span: ClearSpan): Promise<void>;
  /**
   * Leaves out programs of these names, in any case of letters, and no others: at once, whether there is a history or not.
   * What is held of those that were not left out before is removed.
   */
  setExcluded(names: readonly string[]): Promise<void>;
  /**
   * Writes what there is, and closes the file.
   * @param onWritten called in between
   */
  close(onWritten?: () => void): Promise<void>;
}

/** Thrown when a question needs more memory than {@link StoreLimits.memoryMB}. */
export class TooLarge extends Error {
  constructor() {
    super('too-large');
    this.name = 'TooLarge';
  }
}

/** Thrown to whoever asks while there is no history to ask: {@link HistoryStatus.failure} says why. */
export class NoHistory extends Error {
  constructor() {
    super('no-history');
    this.name = 'NoHistory';
  }
}
