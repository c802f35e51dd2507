import type { App } from 'electron';
import type { ErrorCounter } from '../../core/errors/error-counter.ts';
import { describeError, processOfChild } from '../../core/errors/error-report.ts';
import { NAMELESS } from '../../core/errors/stack.ts';

/**
 * Reports processes that end otherwise than they should, and preload scripts that fail before their page can say so.
 * To be called before the first window is made.
 * @param engineName the `serviceName` with which the engine is forked, if there is one
 */
export function reportGoneProcesses(
  app: Pick<App, 'on'>,
  errors: Pick<ErrorCounter, 'reportCrash' | 'absorb'>,
  engineName: string | undefined,
): void {
  app.on('render-process-gone', (_event, _contents, { reason }) => {
    if (reason !== 'clean-exit') errors.reportCrash('renderer', 'render-process-gone', reason);
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    errors.reportCrash(processOfChild(details, engineName), 'child-process-gone', details.reason);
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('preload-error', (_failed, _path, error) => {
      const where = { process: 'preload', handledBy: 'uncaught' } as const;
      const report = describeError(error, where, [{ folder: NAMELESS, part: 'preload' }]);
      errors.absorb({ reports: [{ report, count: 1 }], dropped: 0 });
    });
  });
}
