import { type MeasureWords, type OperationSnapshot, OperationTable } from './operation-table.ts';
import { type Outcome, throughputClass } from './throughput.ts';

/** Milliseconds, with fractions, of a clock that never goes back; `performance.now` fits. */
export type MonotonicClock = () => number;

const MICROSECONDS_PER_MILLISECOND = 1000;

/**
 * Times and counts what one process does, for one session. It begins switched off: nothing is timed, kept or allocated
 * until collection is allowed, and an operation that began before that, or before a withdrawal, is never recorded.
 */
export class OperationRecorder<Operation extends string = string, Count extends string = string> {
  readonly #now: MonotonicClock;
  readonly #onRecorded: () => void;
  readonly #words: MeasureWords;
  readonly #table: OperationTable;
  #collecting = false;
  /** Grows whenever collection begins, so that an operation knows whether it still runs under the same consent. */
  #epoch = 0;

  /** @param onRecorded called whenever something has been kept. */
  constructor(words: MeasureWords, now: MonotonicClock, onRecorded: () => void = () => {}) {
    this.#words = words;
    this.#table = new OperationTable(words);
    this.#now = now;
    this.#onRecorded = onRecorded;
  }

  /** Switches collection; switching it off forgets everything at once. */
  setCollecting(collecting: boolean): void {
    if (collecting && !this.#collecting) this.#epoch++;
    this.#collecting = collecting;
    if (!collecting) this.#table.clear();
  }

  /**
   * Runs `fn` and records how long it took, until its promise settles if it gives one. Returns, throws and rejects
   * what `fn` does; recording itself never throws. A promise is handed on as the one derived from it, so that a
   * rejection which nobody handles is still reported as unhandled. Thenables that are no promises are not awaited:
   * awaiting one may start the work that it stands for. Calls may nest and overlap.
   */
  readonly measure = <T>(operation: Operation, fn: () => T): T => {
    if (!this.#collecting) return fn();
    const epoch = this.#epoch;
    const start = this.#now();
    let result: T;
    try {
      result = fn();
    } catch (error) {
      this.#finish(operation, 'failed', start, epoch);
      throw error;
    }
    if (!(result instanceof Promise)) {
      this.#finish(operation, 'ok', start, epoch);
      return result;
    }
    return result.then(
      (value) => {
        this.#finish(operation, 'ok', start, epoch);
        return value;
      },
      (error: unknown) => {
        this.#finish(operation, 'failed', start, epoch);
        throw error;
      },
    ) as T;
  };

  /** Records an operation that was timed elsewhere, such as the start of the process itself. */
  record(operation: Operation, outcome: Outcome, milliseconds: number): void {
    if (!this.#collecting) return;
    this.#table.record(operation, outcome, milliseconds * MICROSECONDS_PER_MILLISECOND);
    this.#onRecorded();
  }

  /** Adds to a count. */
  count(id: Count, amount = 1): void {
    if (!this.#collecting) return;
    this.#table.count(id, amount);
    this.#onRecorded();
  }

  /** Counts one minute by the number of rows that it brought. */
  countMinute(rows: number): void {
    if (!this.#collecting) return;
    this.#table.countMinute(throughputClass(rows));
    this.#onRecorded();
  }

  /** Adds what another process handed over; `false` when it is no snapshot, and nothing of it is then taken. */
  absorb(snapshot: unknown): boolean {
    const table = OperationTable.read(snapshot, this.#words);
    if (table && this.#collecting) {
      this.#table.absorb(table);
      this.#onRecorded();
    }
    return table !== undefined;
  }

  /** Everything since the start or since {@link clear}; to hand over, take the snapshot and clear in one step. */
  snapshot(): OperationSnapshot {
    return this.#table.snapshot();
  }

  /** Forgets what was recorded. Operations that still run are recorded when they end. */
  clear(): void {
    this.#table.clear();
  }

  #finish(operation: Operation, outcome: Outcome, start: number, epoch: number): void {
    if (this.#collecting && epoch === this.#epoch) this.record(operation, outcome, this.#now() - start);
  }
}
