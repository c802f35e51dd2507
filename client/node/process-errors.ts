import { swallowed } from '../core/debug.ts';
import { ErrorCounter, type ErrorSnapshot } from '../core/errors/error-counter.ts';
import type { ReportError } from './uncaught.ts';

/** Argument of the engine's process: it reports its errors from the first one on. */
export const COLLECTING = 'collecting';

export interface ProcessErrors {
  readonly report: ReportError;
  /** Begins off. Off, nothing is kept. */
  setCollecting(collecting: boolean): void;
}

/**
 * The errors of the engine's process. Each is handed to main at once: an engine that fails rarely lives to do it later.
 * @param folder where the engine's own code lies, as a URL
 */
export function createProcessErrors(folder: string, say: (errors: ErrorSnapshot) => void): ProcessErrors {
  const counter = new ErrorCounter({ process: 'engine', roots: [{ folder, part: 'main' }] });
  return {
    report(thrown, handledBy) {
      counter.report(thrown, handledBy);
      const errors = counter.take();
      if (errors.reports.length === 0 && errors.dropped === 0) return;
      try {
        say(errors);
      } catch (error) {
        swallowed('errors', 'report-to-main', error);
        // Main cannot be reached; an error about that would have nowhere to go either.
      }
    },
    setCollecting: (collecting) => counter.setCollecting(collecting),
  };
}
