/** What starting may cost. First measured, then set with room for another computer's busy moment, not for growth. */
export const startBudgets = {
  /** Milliseconds over the empty window of the same runtime; about 200 were measured, on a quiet computer. */
  shownOverEmpty: 250,
  /** Megabytes (PSS) over the empty window; about 76 were measured, the Finder engine's process among them. */
  memoryOverEmpty: 120,
  /** Kilobytes of what is built, not minified in main and preload; 1490, 4.9 and 760 were measured. */
  bundles: { main: 1600, preload: 5, renderer: 900 },
} as const;
