import { MAX_COUNT } from '../batch/limits.ts';
import { between, exactly, listOf, type Shape } from '../batch/shapes.ts';
import { swallowed } from '../debug.ts';
import { describeCrash, describeError, type ErrorReport, identityOf } from './error-report.ts';
import { MAX_REPORTS } from './limits.ts';
import { reportShape } from './read-report.ts';
import type { BundleRoot } from './stack.ts';
import type { Catcher, Crash, ErrorWords, ProcessKind } from './vocabulary.ts';

/** A report, and how often it happened. */
export interface CountedReport {
  readonly report: ErrorReport;
  /** From 1 to 2^32-1. */
  readonly count: number;
}

export interface ErrorSnapshot {
  /** In the order in which they first happened; no two have one fingerprint. */
  readonly reports: readonly CountedReport[];
  /** Errors that are in no report: the session had too many different ones, or reporting itself failed. */
  readonly dropped: number;
}

export interface ErrorCounterOptions {
  /** Of the product. */
  readonly words: ErrorWords;
  readonly process: ProcessKind;
  /** Where our own code lies. */
  readonly roots: readonly BundleRoot[];
  /** Called once for each new report, at once: the process may not live to the next flush. May throw. */
  readonly onFirst?: (report: ErrorReport) => void;
}

/**
 * The errors of one process, or in main of the whole session: one report for each fingerprint, with a count. It begins
 * switched off and then keeps nothing. None of its methods throws, and an error that happens while one is reported
 * (in a getter of the thrown value, or in `onFirst`) is counted as dropped, so that reporting cannot loop.
 */
export class ErrorCounter {
  readonly #options: ErrorCounterOptions;
  /** The closed lists that its reports are made of. */
  readonly words: ErrorWords;
  readonly #isSnapshot: Shape<ErrorSnapshot>;
  /** By identity, which is what the fingerprint is made of. */
  #reports = new Map<string, { readonly report: ErrorReport; count: number }>();
  #dropped = 0;
  #collecting = false;
  #reporting = false;

  constructor(options: ErrorCounterOptions) {
    this.#options = options;
    this.words = options.words;
    this.#isSnapshot = errorSnapshotShape(options.words);
  }

  /** Switches collection; switching it off forgets everything at once. */
  setCollecting(collecting: boolean): void {
    this.#collecting = collecting;
    if (!collecting) this.clear();
  }

  /** Reports what was thrown, whatever it is. */
  report(thrown: unknown, handledBy: Catcher): void {
    const { process, roots } = this.#options;
    this.#guarded(() => this.#add(describeError(thrown, { process, handledBy }, roots, this.words), 1));
  }

  /** Reports the end of another process, or a crash dump. */
  reportCrash(process: ProcessKind, crash: Crash, reason?: unknown): void {
    this.#guarded(() => this.#add(describeCrash(process, crash, reason), 1));
  }

  /** Adds what another process counted; `false` when it is no snapshot, and nothing of it is then taken. */
  absorb(snapshot: unknown): boolean {
    if (!this.#isSnapshot(snapshot)) return false;
    for (const { report, count } of snapshot.reports) this.#guarded(() => this.#add(report, count));
    if (this.#collecting) this.#drop(snapshot.dropped);
    return true;
  }

  /** Everything since the start, since {@link take} or since {@link clear}. */
  snapshot(): ErrorSnapshot {
    const counted = [...this.#reports.values()].filter(({ count }) => count > 0);
    return { reports: counted.map(({ report, count }) => ({ report, count })), dropped: this.#dropped };
  }

  /** Hands over what was counted and begins anew, but still knows which reports are not new. */
  take(): ErrorSnapshot {
    const snapshot = this.snapshot();
    for (const counted of this.#reports.values()) counted.count = 0;
    this.#dropped = 0;
    return snapshot;
  }

  clear(): void {
    this.#reports.clear();
    this.#dropped = 0;
  }

  #guarded(report: () => void): void {
    if (!this.#collecting) return;
    if (this.#reporting) {
      this.#drop(1);
      return;
    }
    this.#reporting = true;
    try {
      report();
    } catch (error) {
      swallowed('errors', 'report', error);
      this.#drop(1);
    } finally {
      this.#reporting = false;
    }
  }

  #add(report: ErrorReport, count: number): void {
    // A getter of the thrown value may have run code that withdrew consent.
    if (!this.#collecting) return;
    const identity = identityOf(report);
    const known = this.#reports.get(identity);
    if (known) {
      known.count = Math.min(MAX_COUNT, known.count + count);
    } else if (this.#reports.size >= MAX_REPORTS) {
      this.#drop(count);
    } else {
      this.#reports.set(identity, { report, count });
      this.#announce(report);
    }
  }

  /** The report itself is kept, even when it cannot be handed on. */
  #announce(report: ErrorReport): void {
    try {
      this.#options.onFirst?.(report);
    } catch (error) {
      swallowed('errors', 'hand-on-report', error);
      // Reporting this would be the loop that the guard is there for.
    }
  }

  #drop(count: number): void {
    this.#dropped = Math.min(MAX_COUNT, this.#dropped + count);
  }
}

/** Whether an untrusted value, such as a message from a window, is what {@link ErrorCounter.snapshot} gives. */
export function errorSnapshotShape(words: ErrorWords): Shape<ErrorSnapshot> {
  const isCountedReport = exactly<CountedReport>({ report: reportShape(words), count: between(1, MAX_COUNT) });
  return exactly<ErrorSnapshot>({ reports: listOf(isCountedReport, MAX_REPORTS), dropped: between(0, MAX_COUNT) });
}
