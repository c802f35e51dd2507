import type { CollectingLevel } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import type { ErrorSnapshot } from '../../core/errors/error-counter.ts';
import type { LogLine } from '../../core/logs/log-lines.ts';
import type { OperationSnapshot } from '../../core/measures/operation-table.ts';
import type { Context, Dropped, DropReason, UsageEvent } from '../../core/registry/registry.ts';
import { usage } from '../../core/registry/registry.ts';
import type { Clock } from '../../node/platform.ts';
import { attempt, type Disk, succeeds } from '../files/disk.ts';
import { MAX_SESSION_EVENTS, MAX_SESSION_LINES } from '../limits.ts';
import {
  type Enhancement,
  type RecordedSession,
  readSessionLog,
  type SessionHeader,
  SessionLog,
} from './session-log.ts';

/** An event as a window reports it: `age` is the time since it happened, in milliseconds. */
export interface ReportedUse {
  readonly command: UsageEvent['command'];
  readonly source: UsageEvent['source'];
  readonly age: number;
}

/** Records one session into its log. Made when collection begins, so nothing from before can be in it. */
export class SessionRecorder {
  /** The level at which the session is recorded, to its end. */
  readonly level: CollectingLevel;
  readonly #disk: Disk;
  readonly #log: SessionLog;
  readonly #clock: Clock;
  readonly #began: number;
  #events = 0;
  #lines = 0;
  #lastTime = 0;
  /** Losses that the log itself could not take yet. */
  #unwritten: { [K in DropReason]?: number } = {};

  /** @throws when the log cannot be made. */
  constructor(disk: Disk, directory: string, header: SessionHeader, clock: Clock) {
    this.#disk = disk;
    this.level = header.envelope.level;
    this.#clock = clock;
    this.#began = clock.monotonic();
    this.#log = new SessionLog(disk, directory, header);
  }

  get file(): string {
    return this.#log.file;
  }

  /** Records events in the order given; returns how many the log took. Never throws: a full disk is counted. */
  record(events: readonly ReportedUse[]): number {
    const taken = events.slice(0, Math.max(0, MAX_SESSION_EVENTS - this.#events));
    this.#lose('buffer-full', events.length - taken.length);
    if (taken.length === 0) return 0;
    const now = this.#clock.monotonic() - this.#began;
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
    return Math.max(0, Math.floor((this.#clock.monotonic() - this.#began) / 1000));
  }

  /** Replaces what was timed and counted so far; a full disk keeps the one before, and `false` says so. */
  measured(operations: OperationSnapshot): boolean {
    return succeeds(() => this.#log.recordOperations(operations));
  }

  /** Replaces what went wrong so far. Never throws. */
  failed(errors: ErrorSnapshot): void {
    attempt(() => this.#log.recordErrors(errors));
  }

  enhance(enhancement: Enhancement): void {
    attempt(() => this.#log.recordEnhancement(enhancement));
  }

  /** Adds a line of the product log; past the limit, and with a full disk, it is counted. */
  write(line: LogLine): void {
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
    return readSessionLog(this.#disk, this.#log.file);
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
    const seconds = Math.min(Math.max(0, Math.floor(milliseconds / 1000)), usage.time.type.max);
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

/** The UTC day as the registry writes it. A clock outside this century is taken to its nearest end. */
export function utcDay(milliseconds: number): string {
  const earliest = Date.UTC(2000, 0, 1);
  const latest = Date.UTC(2099, 11, 31);
  return new Date(Math.min(Math.max(milliseconds, earliest), latest)).toISOString().slice(0, 10);
}
