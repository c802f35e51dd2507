/** What quitting may take, in milliseconds after `app.quit()`, as medians. */
export const quitTargets = {
  empty: { hidden: undefined, over: undefined, gone: undefined },
  /** A window that goes within a tenth of a second goes at once for people; the rest happens behind it. */
  healthy: { hidden: 100, over: undefined, gone: 150 },
  /** Nobody quits in the first moment. */
  early: { hidden: 100, over: undefined, gone: undefined },
  /** The program's own deadline is 2 s; a tenth more is the process's end. */
  hung: { hidden: 100, over: undefined, gone: 2200 },
} as const;
