import type { KeptAnswers, SamplingCycle } from '../../app/finder/engine-work.ts';
import { ErrorCounter } from '../../app/telemetry/errors/error-counter.ts';
import type { BundleRoot } from '../../app/telemetry/errors/stack.ts';
import type { OperationSnapshot } from '../../app/telemetry/operations/operation-table.ts';
import { OperationRecorder } from '../../app/telemetry/operations/operations.ts';
import type { Clock } from '../platform.ts';
import { MEASURES_WRITE_MS, MEASURES_WRITE_PART } from './limits.ts';
import type { SessionRecorder } from './recorder.ts';
import { SampledMinutes } from './sampled-minutes.ts';

/** What another process hands over: both untrusted, and both optional. */
export interface MeasuresReport {
  readonly operations?: unknown;
  readonly errors?: unknown;
}

/**
 * What is timed, counted and goes wrong in a session: main's own, and what the other processes hand over. A new error is
 * written at once, because the process may not live long; durations and counts at most every half minute, with whatever
 * else happens then, so that no timer runs.
 */
export class Measures {
  readonly operations: OperationRecorder;
  readonly errors: ErrorCounter;
  readonly #clock: Clock;
  #recorder: SessionRecorder | undefined;
  #minutes: SampledMinutes | undefined;
  #began = 0;
  #written = 0;

  constructor(clock: Clock, roots: readonly BundleRoot[]) {
    this.#clock = clock;
    this.operations = new OperationRecorder(clock.monotonic);
    this.errors = new ErrorCounter({ process: 'main', roots, onFirst: () => this.#writeErrors() });
  }

  /** Begins anew for a session. */
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
    this.operations.setCollecting(false);
    this.errors.setCollecting(false);
  }

  /** Takes what another process hands over; what is no report is left out. */
  absorb(report: MeasuresReport): void {
    if (report.operations !== undefined) this.operations.absorb(report.operations);
    if (report.errors !== undefined) this.errors.absorb(report.errors);
    this.writeWhenDue();
  }

  /** Takes how a look at this computer went. */
  sampled({ milliseconds, failed, rows, skipped }: SamplingCycle): void {
    const now = this.#clock.monotonic();
    // One that began earlier belongs to no session, or to another.
    if (now - milliseconds < this.#began) return;
    this.operations.record('sampling.cycle', failed ? 'failed' : 'ok', milliseconds);
    this.operations.count('finder.rows-sampled', rows);
    this.operations.count('finder.samples-skipped', skipped);
    this.#minutes?.add(rows, now);
    this.writeWhenDue();
  }

  /** Takes how many answers about this device were known already. */
  answered({ kept, asked }: KeptAnswers): void {
    this.operations.count('cache.hits', kept);
    this.operations.count('cache.misses', asked);
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
    const operations = this.operations.snapshot();
    if (!isEmpty(operations)) this.#recorder.measured(operations);
    this.#writeErrors();
  }

  #writeErrors(): void {
    const errors = this.errors.snapshot();
    if (errors.reports.length > 0 || errors.dropped > 0) this.#recorder?.failed(errors);
  }
}

function isEmpty({ operations, counts, throughput }: OperationSnapshot): boolean {
  return operations.operation.length === 0 && [counts, throughput].every((group) => Object.keys(group).length === 0);
}
