/** What the collector may cost and must manage. */
export const collectorTargets = {
  /** Events acknowledged and loaded a second of processor time of both processes, by the uses in a batch. */
  eventsPerCore: { 50: 250_000, 200: 450_000, 5000: 1_000_000 },
  /** Of the store, merged, with batches of 200. */
  bytesPerEvent: 3,
  /** From the start of the process to its first answer, in milliseconds. */
  start: { empty: 1000, million: 3000 },
  /** Both processes under load (PSS), in megabytes. */
  memory: 700,
  /** Closing a day of a million sessions: as the clock says, in seconds, and of the storage, in megabytes. */
  closing: { million: 120, memory: 1000 },
  /**
   * Answers about a year: those that were never asked for and those that are kept, 95th percentiles in milliseconds; of the storage
   * meanwhile, in megabytes; how much longer the first take with ten times the uses; bytes of the store an event, and of the batches in it.
   */
  answers: { first: 150, kept: 10, memory: 600, growth: 2, bytesPerEvent: 8 },
} as const;
