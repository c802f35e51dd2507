import { MAX_COUNT } from '../batch/limits.ts';
import { collectingLevels } from '../consent/levels.ts';
import { MAX_POSITION, MAX_STACK_LINES } from '../errors/limits.ts';
import { bundleFiles, errorClasses, errorCodes, goneReasons, handledBy, processKinds } from '../errors/vocabulary.ts';
import { logCodes } from '../logs/log-codes.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import {
  type CountId,
  countPurposes,
  operationIds,
  outcomes,
  THROUGHPUT_PURPOSE,
  type ThroughputClass,
  throughputClasses,
} from '../measures/vocabulary.ts';
import { productIds } from '../product/product.ts';
import { languages } from '../texts/language.ts';
import { configurationValues, roles } from './enhanced.ts';
import {
  date,
  type FieldType,
  hostname,
  oneOf,
  reference,
  sha256,
  uint,
  uuid,
  type ValueOf,
  version,
} from './field-types.ts';
import { numberedCommands } from './numbered-commands.ts';
import { commandSources } from './sources.ts';
import { countries, displayClasses, distributions, processorVendors } from './vocabularies.ts';

/**
 * The event registry: every field that may ever leave the computer, with its type and bounds, the level that covers
 * it, why it is collected and how long it is kept. The client's writer, the collector's validator, the "What Is
 * Shared" window, the JSON Schema and docs/data-dictionary.md are all made from it.
 *
 * A batch names fields and values by their places, so the order of each group and each list is part of the format: what
 * is new goes to the end, and nothing is taken out. A field that joins later says in which revision of the registry it did,
 * and one of the envelope or the context also how batches without it are read.
 */
export interface FieldSpec {
  readonly type: FieldType;
  /** The lowest participation level that covers the field. */
  readonly level: (typeof collectingLevels)[number];
  /** Why it is collected, one sentence, as people read it. */
  readonly purpose: string;
  /** Days that the collector keeps it. */
  readonly retentionDays: number;
  /** Product version that first sent it. */
  readonly since: string;
  /** Revision of the registry in which it joined; missing means the first. */
  readonly revision?: number;
  /** Value of batches that were written before it joined. */
  readonly before?: string | number;
}

/**
 * Grows by one with each release that adds a field, a group, or a word to a list. A batch says of which revision it is: a
 * reader that knows less puts it off until it is upgraded, and one that knows more reads it by the fields that there were.
 */
export const REGISTRY_REVISION = 1;

/** Fields that belong together, in the order in which they stand in a batch. */
export type Group = Readonly<Record<string, FieldSpec>>;

/** Raw events are kept for 13 months, so that the same season of two years can be compared; then only totals. */
const KEPT_DAYS = 400;

const standard = <T extends FieldType>(type: T, purpose: string) =>
  ({ type, level: 'standard', purpose, retentionDays: KEPT_DAYS, since: '1.0.0' }) as const;

const enhanced = <T extends FieldType>(type: T, purpose: string) =>
  ({ type, level: 'enhanced', purpose, retentionDays: KEPT_DAYS, since: '1.0.0' }) as const;

/** One field of the same kind for each entry of a list, with a purpose of its own or one for all. */
function each<K extends string, F>(names: readonly K[], field: (name: K) => F): Readonly<Record<K, F>> {
  return Object.fromEntries(names.map((name) => [name, field(name)])) as Record<K, F>;
}

/** Seconds of 31 days: a session that goes on for longer stays at this. */
const SESSION_SECONDS = 2_678_400;

/** Who sends, under which consent, and which part of which session it is. */
export const envelope = {
  batch: standard(uuid, 'Tells two parts apart, so that one that arrives twice is counted once.'),
  installation: standard(
    uuid,
    'A random number made at the first start; tells how many installations do something, never whose.',
  ),
  keyHash: standard(
    sha256,
    'Lets this installation alone fetch or erase what it sent; the key itself stays on the computer.',
  ),
  level: standard(oneOf(...collectingLevels), 'The participation level that you chose.'),
  notice: standard(uint(65_535, 'version'), 'The version of the notice that you agreed to.'),
  session: standard(
    uint(MAX_COUNT, 'count'),
    'Counts the sessions of this installation, so that missing ones are noticed.',
  ),
  sequence: standard(uint(65_535, 'count'), 'Counts the parts of one session, so that missing ones are noticed.'),
  start: standard(date, 'The day the session began, in UTC; no time of day.'),
  end: standard(oneOf('quit', 'killed', 'continues'), 'How the session ended, to find crashes.'),
} as const satisfies Group;

/** What the product runs on; collected once a session. */
export const context = {
  product: standard(oneOf(...productIds), 'Which product this is.'),
  version: standard(version(3), 'Which versions are in use, to know what to support.'),
  runtime: standard(version(4), 'Which Electron version it runs on, to plan updates.'),
  os: standard(oneOf('windows', 'macos', 'linux'), 'Which systems to build and test for.'),
  osVersion: standard(version(4), 'Which system versions to support.'),
  distribution: standard(oneOf(...distributions), 'Which Linux distributions to test on.'),
  architecture: standard(oneOf('x64', 'arm64', 'ia32', 'other'), 'Which processors to build for.'),
  processor: standard(oneOf(...processorVendors), 'The maker of the processor, to test on the right ones.'),
  cores: standard(uint(1024, 'cores'), 'How much work can be done side by side.'),
  memory: standard(uint(1024, 'GiB'), 'How much memory computers have, rounded down to a class, to set budgets.'),
  display: standard(oneOf(...displayClasses), 'Which window sizes to design for.'),
  country: standard(
    oneOf(...countries),
    'Which countries to translate for; from the region setting, never from a network address.',
  ),
  language: standard(oneOf(...languages), 'Which language the product is used in.'),
  packaged: standard(
    oneOf('no', 'yes'),
    'Whether this is a build that users get; what developers do with theirs is left out of the figures.',
  ),
} as const satisfies Group;

/** One use of a command. */
export const usage = {
  command: standard(
    oneOf(...numberedCommands),
    'Which features are used, from a fixed list; never what they were used on.',
  ),
  source: standard(oneOf(...commandSources), 'How the feature was reached, to put it where people look for it.'),
  time: standard(
    uint(SESSION_SECONDS, 'seconds'),
    'Seconds since the session began, to see which steps follow each other.',
  ),
} as const satisfies Group;

/** Why something that happened is not in the batch; a count for each reason. */
export const dropReasons = [
  'buffer-full',
  'disk-full',
  'log-damaged',
  'outbox-full',
  'outbox-expired',
  'refused',
  'errors-full',
  'log-full',
] as const;
export type DropReason = (typeof dropReasons)[number];
export const dropped = each(dropReasons, () =>
  standard(
    uint(MAX_COUNT, 'count'),
    'How many events or parts of sessions were lost for this reason, so that totals stay honest.',
  ),
);

/** How long operations took: one row for each operation and outcome, with its histogram. */
export const operations = {
  operation: standard(oneOf(...operationIds), 'What was timed, from a fixed list, to find what is slow.'),
  outcome: standard(oneOf(...outcomes), 'Whether it succeeded, so that failures are not taken for speed.'),
  bucket: standard(
    uint(MAX_BUCKETS - 1, 'bucket'),
    'A range of durations, each about 9% longer than the one before; no single duration is kept.',
  ),
  count: standard(uint(MAX_COUNT, 'count'), 'How many of them took that long.'),
} as const satisfies Group;

/** Things that are counted in a session. */
export const counts = each(Object.keys(countPurposes) as CountId[], (id) =>
  standard(uint(MAX_COUNT, 'count'), countPurposes[id]),
);

/** Minutes of a session at each rate of rows. */
export const throughput = each(throughputClasses, () => standard(uint(MAX_COUNT, 'minutes'), THROUGHPUT_PURPOSE));

/** One error: every time it happened in the session counts in the same row. */
export const errors = {
  class: standard(oneOf(...errorClasses), 'The kind of error, from a fixed list; never its message.'),
  code: standard(oneOf(...errorCodes), 'What the system called the error, from a fixed list.'),
  process: standard(oneOf(...processKinds), 'Which of the processes of the app it happened in.'),
  handledBy: standard(oneOf(...handledBy), 'Who noticed it, to know what the user saw of it.'),
  reason: standard(oneOf(...goneReasons), 'Why a process ended, as the system says.'),
  file: standard(oneOf(...bundleFiles), 'Which file of the app it happened in; never a file of yours.'),
  line: standard(uint(MAX_POSITION, 'line'), 'The line in that file, to find the mistake.'),
  column: standard(uint(MAX_POSITION, 'column'), 'The place in that line, to find the mistake.'),
  foreign: standard(uint(MAX_STACK_LINES, 'lines'), 'How many steps led through code that is not ours; not which.'),
  count: standard(uint(MAX_COUNT, 'count'), 'How often it happened, to mend the worst first.'),
} as const satisfies Group;

/** Lines that the product wrote about itself: a code with closed parameters (logs/log-codes.ts). */
export const logs = {
  code: enhanced(oneOf(...logCodes), 'What the app noted about itself, from a fixed list of sentences.'),
  time: enhanced(uint(SESSION_SECONDS, 'seconds'), 'Seconds since the session began, to see what led to what.'),
  value: enhanced(uint(SESSION_SECONDS, 'value'), 'The details of the note: numbers, or words from a fixed list.'),
} as const satisfies Group;

/** Who belongs together, at the enhanced level alone. What is not known is left out. */
export const organisation = {
  user: enhanced(uuid, 'A random number for you in this app; tells how many people do something, never who.'),
  domain: enhanced(hostname, 'The network domain of your organisation, to support it as a whole.'),
  role: enhanced(oneOf(...roles), 'Whether you administer this computer, to build for both.'),
  customer: enhanced(reference, 'The customer number that your organisation has set for its computers.'),
  licence: enhanced(reference, 'The licence number that your organisation has set for its computers.'),
} as const satisfies Group;

type SettingName = keyof typeof configurationValues;

/** Settings that differ from the default. */
export const configuration = each(Object.keys(configurationValues) as SettingName[], (name) =>
  enhanced(oneOf(...configurationValues[name]), 'Which settings people change, to choose better defaults.'),
) as {
  readonly [K in SettingName]: ReturnType<typeof enhanced<{ kind: 'enum'; values: (typeof configurationValues)[K] }>>;
};

/** All groups by the name under which people see them, in the order in which they stand in a batch. */
export const registry = {
  envelope,
  context,
  usage,
  dropped,
  operations,
  counts,
  throughput,
  errors,
  logs,
  organisation,
  configuration,
} as const;
export type GroupName = keyof typeof registry;

type ValuesOf<G extends Group> = { [K in keyof G]: ValueOf<G[K]['type']> };
export type Envelope = ValuesOf<typeof envelope>;
export type Context = ValuesOf<typeof context>;
export type UsageEvent = ValuesOf<typeof usage>;
export type Dropped = Partial<Record<DropReason, number>>;
export type Counts = Partial<Record<CountId, number>>;
export type Throughput = Partial<Record<ThroughputClass, number>>;
export type Organisation = Partial<ValuesOf<typeof organisation>>;
