import type { AnswerColumn, ObjectType, Row, TimeRange } from '../query/query.ts';

/** A time of which nothing is known, because nothing was recorded. */
export interface Gap extends TimeRange {
  /** `off`: not recorded; `asleep`: the computer slept; `down`: it was off; `damaged`: what was recorded was lost. */
  readonly reason: 'off' | 'asleep' | 'down' | 'damaged' | 'cleared';
  /** Record of the system that says so, such as `/var/log/wtmp` or `systemd-journald`; without it the Finder noticed it by itself. */
  readonly source?: string;
}

/**
 * Why nothing can be recorded at the moment: the disk is full, may not be written to or failed, or another process has
 * the history open. It is tried again by itself.
 */
export const historyFailures = ['full', 'read-only', 'locked', 'disk'] as const;
export type HistoryFailure = (typeof historyFailures)[number];

/** What a query has found, with its first rows: {@link FIRST_ROWS} of them, and all where they are no more than a page. */
export interface QueryAnswer {
  /** By which further pages are asked for; an answer is kept until the same window asks anew. */
  readonly id: number;
  readonly type: ObjectType;
  readonly columns: readonly AnswerColumn[];
  /** Rows in all, at most {@link MAX_ANSWER_ROWS}; {@link PAGE_ROWS} while they are not {@link counted}. */
  readonly total: number;
  /** Whether all of them are known. If not, there are more than {@link total}: how many is asked for once these are seen. */
  readonly counted: boolean;
  /** There were more than that. */
  readonly cut: boolean;
  readonly rows: readonly Row[];
  readonly range: TimeRange;
  /** Gaps in the range, oldest first. */
  readonly gaps: readonly Gap[];
  /** Milliseconds that it took. */
  readonly took: number;
}

/** How many rows an answer has whose first ones came before the others were found. */
export type Counted = Pick<QueryAnswer, 'total' | 'cut'>;

export const MAX_ANSWER_ROWS = 100_000;
/** Rows of a page. */
export const PAGE_ROWS = 200;

/** Rows that come with an answer of more than a page: as many as stand in a window; the others come when they are asked for. */
export const FIRST_ROWS = 64;

/** One figure over time. Values stand at equal distances; `null` where nothing is known. */
export interface Series {
  readonly from: number;
  /** Milliseconds between two values. */
  readonly step: number;
  readonly values: readonly (number | null)[];
}

export const spans = { hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000 } as const;
export type Span = keyof typeof spans;

/** What the history takes and holds, as the settings show it. */
export interface HistoryStatus {
  readonly recording: boolean;
  /** Bytes on the disk. */
  readonly size: number;
  /** Oldest moment that is known, UTC milliseconds; `null` when there is nothing. */
  readonly from: number | null;
  readonly days: number;
  readonly folder: string;
  /** Names of programs that are not recorded. */
  readonly excluded: readonly string[];
  /** What had to be set aside since the app started, because it could not be read. */
  readonly setAside: readonly string[];
  /** `null`: all is well. */
  readonly failure: HistoryFailure | null;
}

export const clearSpans = ['hour', 'day', 'all'] as const;
export type ClearSpan = (typeof clearSpans)[number];
