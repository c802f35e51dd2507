import { inspect } from 'node:util';
import type { Catcher } from '../core/errors/vocabulary.ts';

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
