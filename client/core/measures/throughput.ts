/** `failed`: the operation threw or rejected. */
export const outcomes = ['ok', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Rows that a product took in within one minute; each minute of a session counts in one class. */
export const throughputClasses = ['none', 'below-1k', 'below-10k', 'below-100k', '100k-and-more'] as const;
export type ThroughputClass = (typeof throughputClasses)[number];

/** The class of a number of rows in one minute. */
export function throughputClass(rowsPerMinute: number): ThroughputClass {
  if (!(rowsPerMinute > 0)) return 'none';
  if (rowsPerMinute < 1000) return 'below-1k';
  if (rowsPerMinute < 10_000) return 'below-10k';
  if (rowsPerMinute < 100_000) return 'below-100k';
  return '100k-and-more';
}
