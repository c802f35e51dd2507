/** What starting may cost. First measured, then set with room for another computer's busy moment, not for growth. */
export const startBudgets = {
  /** Milliseconds over the empty window of the same runtime; about 200 were measured, on a quiet computer. */
  shownOverEmpty: 250,
  /** Megabytes (PSS) over the empty window; about 97 were measured, the Finder engine with its database among them. */
  memoryOverEmpty: 180,
  /** Kilobytes of what is built, not minified in main and preload; 2330 (1490 before the history), 4.9 and 1194 were measured, 150 of these the face. */
  bundles: { main: 2600, preload: 5, renderer: 1300 },
} as const;
