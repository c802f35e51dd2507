import { inspect } from 'node:util';
import { swallowed } from '../core/debug.ts';
import { ErrorCounter, type ErrorSnapshot } from '../core/errors/error-counter.ts';
import { type Catcher, errorWords } from '../core/errors/vocabulary.ts';
import type { Product } from '../core/product/product.ts';

/** Argument of the engine's process: it reports its errors from the first one on. */
export const COLLECTING = 'collecting';

export interface ProcessErrors {
  readonly report: ReportError;
  /** Begins off. Off, nothing is kept. */
  setCollecting(collecting: boolean): void;
}

/**
 * The errors of the engine's process. Each is handed to main at once: an engine that fails rarely lives to do it later.
 * @param product whose words its reports are made of
 * @param folder where the engine's own code lies, as a URL
 */
export function createProcessErrors(
  product: Pick<Product, 'words'>,
  folder: string,
  say: (errors: ErrorSnapshot) => void,
): ProcessErrors {
  const counter = new ErrorCounter({
    words: errorWords(product.words),
    process: 'engine',
    roots: [{ folder, part: 'main' }],
  });
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

/** Takes whatever was thrown; never throws itself. */
export type ReportError = (thrown: unknown, handledBy: Catcher) => void;

type Listeners = Pick<NodeJS.Process, 'on' | 'emitWarning'>;

/**
 * Reports what nothing in this process catches, and leaves to Node and Electron what becomes of it: a monitor is called
 * before the listeners are and is none of them, so that main still shows Electron's dialog and goes on, and the engine
 * still ends. Where Node throws for a rejection that nobody handles, as it does in the engine, this reports it too.
 */
export function reportUncaught(report: ReportError, from: Listeners = process): void {
  from.on('uncaughtExceptionMonitor', (error, origin) => {
    report(error, origin === 'unhandledRejection' ? 'rejection' : 'uncaught');
  });
}

/**
 * Reports rejections that nobody handles in main, where Electron has Node warn of them instead of throwing. To Node a
 * listener is somebody who handles them, so the warning that it then leaves out is given here.
 */
export function reportRejections(report: ReportError, from: Listeners = process): void {
  from.on('unhandledRejection', (reason) => {
    report(reason, 'rejection');
    from.emitWarning(inspect(reason, { customInspect: false }), 'UnhandledPromiseRejectionWarning');
  });
}
