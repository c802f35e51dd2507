import type { SessionReports } from '../../core/batch/batch.ts';
import type { BatchFormat } from '../../core/batch/batch-format.ts';
import type { CollectingLevel } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import type { ErrorSnapshot } from '../../core/errors/error-counter.ts';
import type { LogLine } from '../../core/logs/log-lines.ts';
import { collectedFields, type Group, stillCollected } from '../../core/registry/declaration.ts';
import { SESSION_SECONDS } from '../../core/registry/field-types.ts';
import type { Context, Dropped, UsageEvent } from '../../core/registry/registry.ts';
import type { DropReason } from '../../core/registry/session-groups.ts';
import type { Clock } from '../../node/platform.ts';
import { attempt, type Disk, succeeds } from '../files/disk.ts';
import { MAX_SESSION_EVENTS, MAX_SESSION_LINES } from '../limits.ts';
import { type RecordedSession, readSessionLog, type SessionHeader, SessionLog } from './session-log.ts';
import { utcDay } from './utc-day.ts';

/** An event as a window reports it: `age` is the time since it happened, in milliseconds. */
export interface ReportedUse {
  readonly command: UsageEvent['command'];
  readonly source: UsageEvent['source'];
  readonly age: number;
}

const groupsOfRows = ['usage', 'errors', 'logs'] as const;
type GroupOfRows = (typeof groupsOfRows)[number];

interface RecorderOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly format: BatchFormat;
  /** UTC day, "2026-03-09", by which fields expire. */
  readonly today: string;
}

/** Records one session into its log. Made when collection begins, so nothing from before can be in it. */
export class SessionRecorder {
  /** The level at which the session is recorded, to its end. */
  readonly level: CollectingLevel;
  readonly #options: RecorderOptions;
  readonly #log: SessionLog;
  /** Groups of rows that are collected on the session's day. */
  readonly #rows: ReadonlySet<GroupOfRows>;
  readonly #began: number;
  #events = 0;
  #lines = 0;
  #lastTime = 0;
  /** Losses that the log itself could not take yet. */
  #unwritten: { [K in DropReason]?: number } = {};

  /**
   * @param directory of the session logs.
   * @throws when the log cannot be made.
   */
  constructor(directory: string, header: SessionHeader, options: RecorderOptions) {
    this.#options = options;
    this.level = header.envelope.level;
    this.#began = options.clock.monotonic();
    this.#log = new SessionLog(options.disk, directory, header, options.format);
    this.#rows = rowsCollected(options);
  }

  get file(): string {
    return this.#log.file;
  }

  /** UTC day by which its fields expire. */
  get today(): string {
    return this.#options.today;
  }

  /** Records events in the order given; returns how many the log took. Never throws: a full disk is counted. */
  record(events: readonly ReportedUse[]): number {
    if (!this.#rows.has('usage')) return 0;
    const taken = events.slice(0, Math.max(0, MAX_SESSION_EVENTS - this.#events));
    this.#lose('buffer-full', events.length - taken.length);
    if (taken.length === 0) return 0;
    const now = this.#options.clock.monotonic() - this.#began;
    const rows = taken.map(({ command, source, age }) => ({ command, source, time: this.#time(now - age) }));
    try {
      this.#log.recordUsage(rows);
      this.#events += rows.length;
      this.#writeLosses();
      return rows.length;
    } catch (error) {
      swallowed('client', 'record-usage', error);
      this.#lose('disk-full', rows.length);
      return 0;
    }
  }

  /** Counts what was lost elsewhere on the way. */
  lose(reason: DropReason, count: number): void {
    this.#lose(reason, count);
    this.#writeLosses();
  }

  loseAll(losses: Dropped): void {
    for (const [reason, count] of Object.entries(losses)) this.#lose(reason as DropReason, count);
    this.#writeLosses();
  }

  /** Whole seconds since the session began. */
  get seconds(): number {
    return Math.max(0, Math.floor((this.#options.clock.monotonic() - this.#began) / 1000));
  }

  /**
   * Replaces what these groups were so far; a full disk keeps the one before, and `false` says so. What
   * has expired is left out.
   */
  report(reports: Partial<SessionReports>): boolean {
    const { format, today } = this.#options;
    return succeeds(() => this.#log.recordReports(collectedReports(format, reports, today)));
  }

  /** Replaces what went wrong so far. Never throws. */
  failed(errors: ErrorSnapshot): void {
    if (this.#rows.has('errors')) attempt(() => this.#log.recordErrors(errors));
  }

  /** Adds a line of the product log; past the limit, and with a full disk, it is counted. */
  write(line: LogLine): void {
    if (!this.#rows.has('logs')) return;
    try {
      if (this.#lines >= MAX_SESSION_LINES) throw new RangeError('the log has as many lines as it may');
      this.#log.recordLine(line);
      this.#lines++;
    } catch (error) {
      swallowed('client', 'record-line', error);
      this.lose('log-full', 1);
    }
  }

  /** The session so far, as it would be sealed now. */
  preview(): RecordedSession | undefined {
    return readSessionLog(this.#options.disk, this.#log.file, this.#options.format);
  }

  /** Writes the orderly end and closes the log. @returns whether all of it was forced to the disk. */
  end(): boolean {
    this.#writeLosses();
    // Without its end record the session counts as killed; its events are there.
    const forced = succeeds(() => this.#log.end());
    this.#log.close();
    return forced;
  }

  /** Closes the log without an end, before it is deleted. */
  abandon(): void {
    this.#log.close();
  }

  /** Whole seconds since the session began, never less than the event before. */
  #time(milliseconds: number): number {
    const seconds = Math.min(Math.max(0, Math.floor(milliseconds / 1000)), SESSION_SECONDS);
    this.#lastTime = Math.max(this.#lastTime, seconds);
    return this.#lastTime;
  }

  #lose(reason: DropReason, count: number): void {
    if (count > 0) this.#unwritten[reason] = (this.#unwritten[reason] ?? 0) + count;
  }

  #writeLosses(): void {
    if (Object.keys(this.#unwritten).length === 0) return;
    try {
      this.#log.recordDropped(this.#unwritten satisfies Dropped);
      this.#unwritten = {};
    } catch (error) {
      swallowed('client', 'record-losses', error);
      // The disk is still full; they are written with the next event.
    }
  }
}

/** Groups of rows of which a day, on which fields may have expired, still collects all fields: a row has all or none. */
function rowsCollected({ format, today }: RecorderOptions): ReadonlySet<GroupOfRows> {
  return new Set(groupsOfRows.filter((name) => collectedFields(format.registry[name], today).length > 0));
}

/** What of a session's reports is still collected on a day, "2026-03-09"; a group that the registry lacks is left out. */
export function collectedReports<R extends Partial<SessionReports>>(format: BatchFormat, reports: R, today: string): R {
  const groups: Readonly<Record<string, Group>> = format.registry;
  const kept = Object.entries<object>(reports).flatMap(([name, values]) => {
    const group = groups[name];
    const nothing = format.nothing([name])[name] as object;
    return group ? [[name, stillCollected(group, values, today, nothing)] as const] : [];
  });
  return Object.fromEntries(kept) as R;
}

/** A header for a session that begins now. */
export function sessionHeader(
  parts: {
    readonly sessionId: string;
    readonly run: number;
    readonly installation: string;
    readonly keyHash: string;
    readonly level: SessionHeader['envelope']['level'];
    readonly notice: number;
    readonly session: number;
    readonly context: Context;
  },
  now: number,
): SessionHeader {
  const { sessionId, run, context, ...envelope } = parts;
  return { sessionId, run, context, envelope: { ...envelope, start: utcDay(now) } };
}
