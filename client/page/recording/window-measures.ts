import { ErrorCounter } from '../../core/errors/error-counter.ts';
import type { BundleRoot } from '../../core/errors/stack.ts';
import { errorWords } from '../../core/errors/vocabulary.ts';
import { MEASURES_FLUSH_MS } from '../../core/ipc/limits.ts';
import type { UsageRecord } from '../../core/ipc/program.ts';
import { measureWords } from '../../core/measures/operation-table.ts';
import { OperationRecorder } from '../../core/measures/operations.ts';
import type { Outcome } from '../../core/measures/throughput.ts';
import type { ProductWords } from '../../core/product/words.ts';
import type { MeasureSource } from './usage-recorder.ts';

type Measures = Pick<UsageRecord, 'operations' | 'errors'>;

interface WindowMeasuresPorts {
  /** Milliseconds since the page began, of a clock that never goes back. */
  now(): number;
  /** Calls `run` once, `ms` from now; returns the function that calls it off. */
  startTimer(run: () => void, ms: number): () => void;
  /** Calls `run` once what the page shows now has been painted, or never when nobody sees it. */
  afterPaint(run: () => void): void;
  /** Where the page's own code lies. */
  readonly roots: readonly BundleRoot[];
}

/**
 * What a window times and counts and what goes wrong in it, until the next message to main. A new kind of error goes at
 * once, the rest within {@link MEASURES_FLUSH_MS}; while there is nothing, no timer runs. Off, it keeps nothing.
 */
export class WindowMeasures<Operation extends string = string, Count extends string = string> implements MeasureSource {
  /** Called when something has to go to main now. */
  onDue: () => void = () => {};
  readonly #ports: WindowMeasuresPorts;
  readonly #operations: OperationRecorder<Operation, Count>;
  readonly #errors: ErrorCounter;
  #collecting = false;
  /** Grows whenever collection changes: what ends under another consent than it began is not kept. */
  #epoch = 0;
  #waiting = false;
  #stopTimer: (() => void) | undefined;

  constructor(words: ProductWords, ports: WindowMeasuresPorts) {
    this.#ports = ports;
    this.#operations = new OperationRecorder<Operation, Count>(measureWords(words), ports.now, () => this.#note());
    this.#errors = new ErrorCounter({
      words: errorWords(words),
      process: 'renderer',
      roots: ports.roots,
      onFirst: () => this.onDue(),
    });
  }

  setCollecting(collecting: boolean): void {
    this.#collecting = collecting;
    this.#epoch++;
    this.#operations.setCollecting(collecting);
    this.#errors.setCollecting(collecting);
    if (!collecting) this.#settle();
  }

  /** Runs `fn` and records how long it took, until its promise settles if it gives one. */
  readonly measure = <T>(operation: Operation, fn: () => T): T => this.#operations.measure(operation, fn);

  /** Records an operation that was timed elsewhere, in milliseconds. */
  record(operation: Operation, outcome: Outcome, milliseconds: number): void {
    this.#operations.record(operation, outcome, milliseconds);
  }

  /** Records how long it takes from now until the page has been painted. */
  untilPaint(operation: Operation): void {
    this.#painted(operation, this.#ports.now());
  }

  /** Records how long it took from the beginning of the page until it has been painted. */
  sincePageStart(operation: Operation): void {
    this.#painted(operation, 0);
  }

  count(id: Count, amount = 1): void {
    this.#operations.count(id, amount);
  }

  /** Reports what was thrown, whatever it is. Never throws. */
  report(thrown: unknown, handledBy: Parameters<ErrorCounter['report']>[1]): void {
    // First, because a new kind of error goes at once and then nothing waits.
    this.#note();
    this.#errors.report(thrown, handledBy);
  }

  take(): Measures | undefined {
    this.#settle();
    const operations = this.#operations.snapshot();
    const errors = this.#errors.take();
    this.#operations.clear();
    const timed = operations.operations.operation.length > 0;
    const counted = Object.keys(operations.counts).length > 0 || Object.keys(operations.throughput).length > 0;
    const failed = errors.reports.length > 0 || errors.dropped > 0;
    if (!timed && !counted && !failed) return undefined;
    return { ...(timed || counted ? { operations } : {}), ...(failed ? { errors } : {}) };
  }

  putBack({ operations, errors }: Measures): void {
    if (operations) this.#operations.absorb(operations);
    if (errors) this.#errors.absorb(errors);
    this.#note();
  }

  /** @param since by the clock of the page, which begins with it at 0. */
  #painted(operation: Operation, since: number): void {
    if (!this.#collecting) return;
    const epoch = this.#epoch;
    this.#ports.afterPaint(() => {
      if (epoch === this.#epoch) this.record(operation, 'ok', this.#ports.now() - since);
    });
  }

  #note(): void {
    if (!this.#collecting || this.#waiting) return;
    this.#waiting = true;
    this.#stopTimer = this.#ports.startTimer(() => this.onDue(), MEASURES_FLUSH_MS);
  }

  #settle(): void {
    this.#waiting = false;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }
}
