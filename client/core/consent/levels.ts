/** Participation levels from nothing to most. Each includes the one before it. */
export const levels = ['off', 'standard', 'enhanced'] as const;
export type Level = (typeof levels)[number];

/** The levels at which something is collected. */
export const collectingLevels = ['standard', 'enhanced'] as const;
export type CollectingLevel = (typeof collectingLevels)[number];

/** Whether data of `needed` may be handled under `granted`. */
export function covers(granted: Level, needed: Level): boolean {
  return levels.indexOf(granted) >= levels.indexOf(needed);
}

/** The smaller of two levels. */
export function lower<A extends Level, B extends Level>(a: A, b: B): A | B {
  return covers(a, b) ? b : a;
}
