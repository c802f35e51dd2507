import { oneOf, uint, type ValueOf } from '../registry/field-types.ts';

/** A parameter is one of a closed list or a bounded number; there is no other kind, so no line holds free text. */
export type LogParameter = ReturnType<typeof uint> | { readonly kind: 'enum'; readonly values: readonly string[] };

interface LogSpec {
  readonly level: LogLevel;
  /** What it says, one sentence, as people read it. */
  readonly purpose: string;
  /** In the order in which they are written. */
  readonly parameters: Readonly<Record<string, LogParameter>>;
}

export const logLevels = ['info', 'warning', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

const stores = oneOf('settings', 'consent', 'identity', 'window');

/** Why a file could not be written. */
export const writeFailures = ['denied', 'full', 'read-only', 'missing', 'other'] as const;
export type WriteFailure = (typeof writeFailures)[number];

const diskTroubles = oneOf(...writeFailures);
const sources = oneOf('processes', 'connections', 'metrics', 'device');

/**
 * Every line that the product log can hold. A code's parameters never change, because lines of older versions arrive
 * for a long time: what has to say something else gets a new code. Values may be added to a list.
 */
const specs = {
  'app.started': {
    level: 'info',
    purpose: 'The app started, and how its run before ended.',
    parameters: { before: oneOf('first', 'quit', 'killed') },
  },
  'app.second-launch': {
    level: 'info',
    purpose: 'The app was opened while it was open already, or still closing.',
    parameters: { state: oneOf('open', 'closing') },
  },
  'app.session-ended': {
    level: 'info',
    purpose: 'The system shut down or logged off while the app was open.',
    parameters: {},
  },
  'engine.started': {
    level: 'info',
    purpose: 'The Finder engine started.',
    parameters: { attempt: uint(100, 'count') },
  },
  'engine.exited': {
    level: 'warning',
    purpose: 'The Finder engine ended by itself.',
    parameters: { after: uint(2_678_400, 'seconds') },
  },
  'engine.gave-up': {
    level: 'error',
    purpose: 'The Finder engine ended again and again, and was not started any more.',
    parameters: { attempts: uint(100, 'count') },
  },
  'sampler.source-failed': {
    level: 'warning',
    purpose: 'A source of the Finder could not be read.',
    parameters: { source: sources, reason: oneOf('denied', 'missing', 'timeout', 'malformed', 'other') },
  },
  'sampler.slowed-down': {
    level: 'info',
    purpose: 'The Finder looks less often, to keep the load on the computer small.',
    parameters: { interval: uint(3600, 'seconds') },
  },
  'store.damaged': {
    level: 'error',
    purpose: 'A file of the app was damaged and was begun anew.',
    parameters: { store: stores },
  },
  'store.write-failed': {
    level: 'error',
    purpose: 'A file of the app could not be written.',
    parameters: { store: stores, reason: diskTroubles },
  },
  'delivery.failed': {
    level: 'warning',
    purpose: 'A batch could not be sent.',
    parameters: {
      outcome: oneOf('offline', 'timeout', 'tls', 'proxy', 'not-a-receipt', 'refused', 'server-error', 'other'),
      attempt: uint(1000, 'count'),
    },
  },
  'delivery.done': {
    level: 'info',
    purpose: 'Batches that waited were sent.',
    parameters: { batches: uint(100_000, 'count') },
  },
  'outbox.trimmed': {
    level: 'warning',
    purpose: 'Batches were deleted because they waited too long or there were too many.',
    parameters: { reason: oneOf('full', 'expired'), batches: uint(100_000, 'count') },
  },
  'session-log.damaged': {
    level: 'warning',
    purpose: 'The record of an earlier run was damaged; what could be read of it was kept.',
    parameters: {},
  },
  'window.unresponsive': {
    level: 'warning',
    purpose: 'A window did not react for some time.',
    parameters: { duration: uint(86_400, 'seconds') },
  },
  'policy.changed': {
    level: 'info',
    purpose: 'An administrator changed how far this computer may take part.',
    parameters: { cap: oneOf('off', 'standard', 'enhanced', 'none') },
  },
} as const satisfies Readonly<Record<string, LogSpec>>;

export type LogCode = keyof typeof specs;
export const logCodes = Object.keys(specs) as readonly LogCode[];

/** The values that go with a code. */
export type LogParameters<C extends LogCode> = {
  readonly [K in keyof (typeof specs)[C]['parameters']]: (typeof specs)[C]['parameters'][K] extends LogParameter
    ? ValueOf<(typeof specs)[C]['parameters'][K]>
    : never;
};

/** Parameters as they are handed over; a code without any stands alone. */
export type LogArguments<C extends LogCode> = keyof LogParameters<C> extends never
  ? []
  : [parameters: LogParameters<C>];

/** Writes a line of the product log, if lines are written now. Never throws. */
export type ProductLog = <C extends LogCode>(code: C, ...parameters: LogArguments<C>) => void;

/** Level, purpose and parameters of a code. */
export function logSpec(code: LogCode): LogSpec {
  return specs[code];
}

/** The code that a text is, if it is one; for untrusted input. */
export function findLogCode(text: unknown): LogCode | undefined {
  return logCodes.find((code) => code === text);
}
