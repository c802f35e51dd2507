/** What is timed and counted: closed lists, each entry with the reason why, as people read it. */

/** Operations whose durations are kept. */
export const operationPurposes = {
  'app.start': 'How long the app takes to start, until its window can be used.',
  'finder.first-data': 'How long the first list of processes takes to appear.',
  'finder.search': 'How long a search takes; never what was searched for.',
  'finder.investigation': 'How long an investigation takes to run; never what it asks or finds.',
  'view.switch': 'How long it takes to change from one view to another.',
  export: 'How long an export takes; never what is exported or where to.',
  'sampling.cycle': 'How long one look at the running processes takes, to keep the load on the computer small.',
  'ipc.round-trip': 'How long the app’s own processes take to answer each other.',
  'app.quit': 'How long the app takes to close, until what it recorded is safely stored.',
} as const satisfies Readonly<Record<string, string>>;
export type OperationId = keyof typeof operationPurposes;
export const operationIds = Object.keys(operationPurposes) as readonly OperationId[];

/** `failed`: the operation threw or rejected. */
export const outcomes = ['ok', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

/** Things that are counted; a count stays at 2^32-1 when it would be larger. */
export const countPurposes = {
  'ipc.calls': 'How often the app’s own processes call each other.',
  'ipc.failures': 'How often such a call fails.',
  'finder.rows-sampled': 'How many rows all looks at the running processes gave together.',
  'finder.samples-skipped': 'How often a look was left out because the one before still went on.',
  'cache.hits': 'How often an answer was already known.',
  'cache.misses': 'How often an answer had to be worked out.',
} as const satisfies Readonly<Record<string, string>>;
export type CountId = keyof typeof countPurposes;
export const countIds = Object.keys(countPurposes) as readonly CountId[];

/** Rows that the Finder took in within one minute; each minute of a session counts in one class. */
export const throughputClasses = ['none', 'below-1k', 'below-10k', 'below-100k', '100k-and-more'] as const;
export type ThroughputClass = (typeof throughputClasses)[number];

export const THROUGHPUT_PURPOSE = 'How many minutes passed at each rate of rows, to build for the loads that occur.';

/** The class of a number of rows in one minute. */
export function throughputClass(rowsPerMinute: number): ThroughputClass {
  if (!(rowsPerMinute > 0)) return 'none';
  if (rowsPerMinute < 1000) return 'below-1k';
  if (rowsPerMinute < 10_000) return 'below-10k';
  if (rowsPerMinute < 100_000) return 'below-100k';
  return '100k-and-more';
}
