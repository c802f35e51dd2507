import type { Catcher } from '../../core/errors/vocabulary.ts';

/** Takes whatever was thrown; never throws itself. */
export type ReportError = (thrown: unknown, handledBy: Catcher) => void;

/** Reports what nothing in the page catches; the console still gets it as well. */
export function reportPageErrors(page: Pick<Window, 'addEventListener'>, report: ReportError): void {
  page.addEventListener('error', (event) => {
    // A warning of the browser's own, and nothing of ours has failed: a layout that was not done within one frame.
    if (event.error === undefined || event.error === null) return;
    report(event.error, 'uncaught');
  });
  page.addEventListener('unhandledrejection', ({ reason }) => report(reason, 'rejection'));
}
