/** What the Finder may cost. Milliseconds, percent of one core, megabytes. */
export const finderTargets = {
  engineVisible: 1.5,
  appVisible: 6,
  appHidden: 0.5,
  /** Whole app over the empty window, and recording without a window over an idle Electron without one. */
  memoryOverEmpty: 180,
  recordingOverEmpty: 60,
  /** A bare number and Enter, to the painted answer. */
  port: 100,
  /** A question to 30 days and a million runs, from Enter to the painted rows, typed or pasted: 95th percentile. */
  past: 50,
  groupBy: 50,
  /** Work of a frame while 100 000 rows scroll: 95th percentile; and frames that came late. */
  scrollWork: 16,
  scrollDropped: 5,
  worstStall: 64,
  /** Of 30 days at 100 rows a minute. */
  storeMegabytes: 80,
  /** The limit of DuckDB's memory that settings begin with (app/settings.ts) is no less than what questions need. */
  leastMemory: 128,
} as const;
