import { ErrorCounter } from '../../core/errors/error-counter.ts';
import type { BundleRoot } from '../../core/errors/stack.ts';
import { errorWords } from '../../core/errors/vocabulary.ts';
import { measureWords } from '../../core/measures/operation-table.ts';
import { OperationRecorder } from '../../core/measures/operations.ts';
import type { Outcome } from '../../core/measures/throughput.ts';
import type { clientCounts, clientOperations } from '../../core/product/client-words.ts';
import type { ProductWords } from '../../core/product/words.ts';
import type { Clock } from '../../node/platform.ts';
import { MEASURES_WRITE_MS, MEASURES_WRITE_PART } from '../limits.ts';
import type { SessionRecorder } from './recorder.ts';

/** What another process hands over: both untrusted, and both optional. */
export interface MeasuresReport {
  readonly operations?: unknown;
  readonly errors?: unknown;
}

/** What a piece of work in another process took and brought. */
interface Work<Count extends string> {
  readonly milliseconds: number;
  /** Rows that count towards the throughput of the minute. */
  readonly rows: number;
  readonly counts: Partial<Readonly<Record<Count, number>>>;
}

/** The measures of a product, by its words and the client's. */
export type ProductMeasures<W extends ProductWords> = Measures<
  Extract<keyof typeof clientOperations | keyof W['operations'], string>,
  Extract<keyof typeof clientCounts | keyof W['counts'], string>
>;

/**
 * What is timed, counted and goes wrong in a session: main's own, and what the other processes hand over. A new error is
 * written at once, because the process may not live long; durations and counts at most every half minute, with whatever
 * else happens then, so that no timer runs.
 */
export class Measures<Operation extends string = string, Count extends string = string> {
  readonly operations: OperationRecorder<Operation, Count>;
  readonly errors: ErrorCounter;
  readonly #clock: Clock;
  #recorder: SessionRecorder | undefined;
  #minutes: SampledMinutes | undefined;
  #began = 0;
  /** Something was timed or counted that the log has not. */
  #unwritten = false;
  #written = 0;

  constructor(clock: Clock, words: ProductWords, roots: readonly BundleRoot[]) {
    this.#clock = clock;
    this.operations = new OperationRecorder<Operation, Count>(measureWords(words), clock.monotonic, () => {
      this.#unwritten = true;
    });
    this.errors = new ErrorCounter({
      words: errorWords(words),
      process: 'main',
      roots,
      onFirst: () => this.#writeErrors(),
    });
  }

  /** Starts over for a session. */
  begin(recorder: SessionRecorder): void {
    this.end();
    this.#recorder = recorder;
    this.#began = this.#clock.monotonic();
    this.#written = this.#began;
    this.#minutes = new SampledMinutes(this.#began, (rows) => this.operations.countMinute(rows));
    this.operations.setCollecting(true);
    this.errors.setCollecting(true);
  }

  /** Forgets everything; nothing is kept until the next {@link begin}. */
  end(): void {
    this.#recorder = undefined;
    this.#minutes = undefined;
    this.#unwritten = false;
    this.operations.setCollecting(false);
    this.errors.setCollecting(false);
  }

  /** Takes what another process hands over; what is no report is left out. */
  absorb(report: MeasuresReport): void {
    if (report.operations !== undefined) this.operations.absorb(report.operations);
    if (report.errors !== undefined) this.errors.absorb(report.errors);
    this.writeWhenDue();
  }

  /**
   * Records work that has just ended in another process: how long it took, what it counted, how many rows it brought.
   * Work that began before this session belongs to none, or to another, and is left out.
   */
  worked(operation: Operation, outcome: Outcome, { milliseconds, rows, counts }: Work<Count>): void {
    const now = this.#clock.monotonic();
    if (now - milliseconds < this.#began) return;
    this.operations.record(operation, outcome, milliseconds);
    this.#minutes?.add(rows, now);
    this.counted(counts);
  }

  /** Adds to counts. */
  counted(counts: Work<Count>['counts']): void {
    for (const [id, amount] of Object.entries(counts)) this.operations.count(id as Count, amount as number);
    this.writeWhenDue();
  }

  /** Writes, unless that was done a short time ago. */
  writeWhenDue(): void {
    const now = this.#clock.monotonic();
    const rest = Math.max(MEASURES_WRITE_MS, (now - this.#began) * MEASURES_WRITE_PART);
    if (now - this.#written >= rest) this.write();
  }

  /** Writes everything so far into the session's log. */
  write(): void {
    if (!this.#recorder) return;
    this.#written = this.#clock.monotonic();
    this.#minutes?.pass(this.#written);
    if (this.#unwritten) this.#unwritten = !this.#recorder.report(this.operations.snapshot());
    this.#writeErrors();
  }

  #writeErrors(): void {
    const errors = this.errors.snapshot();
    if (errors.reports.length > 0 || errors.dropped > 0) this.#recorder?.failed(errors);
  }
}

const MINUTE_MS = 60_000;

/**
 * Rows by minute of the session. It has no timer: a minute is over when something happens after it, so the last one,
 * which nobody has seen the end of, is not counted.
 */
class SampledMinutes {
  readonly #onMinute: (rows: number) => void;
  readonly #began: number;
  #minutes = 0;
  #rows = 0;

  /**
   * @param now monotonic milliseconds, here and below.
   * @param onMinute called for each minute that is over, in order, with its rows.
   */
  constructor(now: number, onMinute: (rows: number) => void) {
    this.#began = now;
    this.#onMinute = onMinute;
  }

  add(rows: number, now: number): void {
    this.pass(now);
    this.#rows += rows;
  }

  /** Counts the minutes that are over by now. */
  pass(now: number): void {
    const over = Math.floor((now - this.#began) / MINUTE_MS);
    for (; this.#minutes < over; this.#minutes++) {
      this.#onMinute(this.#rows);
      this.#rows = 0;
    }
  }
}
