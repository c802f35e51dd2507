import { commandIds, commandSources } from '../commands/catalogue.ts';
import { collectingLevels } from '../consent/levels.ts';
import { languages } from '../messages/language.ts';
import { productIds } from '../product.ts';
import { date, type FieldType, oneOf, sha256, uint, uuid, type ValueOf, version } from './field-types.ts';
import { countries, displayClasses, distributions, processorVendors } from './vocabularies.ts';

/**
 * The event registry: every field that may ever leave the computer, with its type and bounds, the level that covers
 * it, why it is collected and how long it is kept. The client's writer, the collector's validator, the "What Is
 * Shared" window, the JSON Schema and docs/data-dictionary.md are all made from it.
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
}

type Group = Readonly<Record<string, FieldSpec>>;

/** Raw events are kept for 13 months, so that the same season of two years can be compared; then only totals. */
const KEPT_DAYS = 400;

const standard = <T extends FieldType>(type: T, purpose: string) =>
  ({ type, level: 'standard', purpose, retentionDays: KEPT_DAYS, since: '1.0.0' }) as const;

/** Who sends, under which consent, and which part of which session it is. */
export const envelope = {
  batch: standard(uuid, 'Tells two batches apart, so that one that arrives twice is counted once.'),
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
    uint(4_294_967_295, 'count'),
    'Counts the sessions of this installation, so that missing ones are noticed.',
  ),
  sequence: standard(uint(65_535, 'count'), 'Counts the batches of one session, so that missing ones are noticed.'),
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
} as const satisfies Group;

/** One use of a command. */
export const usage = {
  command: standard(oneOf(...commandIds), 'Which features are used, from a fixed list; never what they were used on.'),
  source: standard(oneOf(...commandSources), 'How the feature was reached, to put it where people look for it.'),
  time: standard(uint(2_678_400, 'seconds'), 'Seconds since the session began, to see which steps follow each other.'),
} as const satisfies Group;

/** Why something that happened is not in the batch; a count for each reason. */
export const dropReasons = [
  'buffer-full',
  'disk-full',
  'log-damaged',
  'outbox-full',
  'outbox-expired',
  'refused',
] as const;
export type DropReason = (typeof dropReasons)[number];
export const dropped = Object.fromEntries(
  dropReasons.map((reason) => [
    reason,
    standard(
      uint(4_294_967_295, 'count'),
      'How many events or batches were lost for this reason, so that totals stay honest.',
    ),
  ]),
) as Readonly<Record<DropReason, ReturnType<typeof standard<ReturnType<typeof uint>>>>>;

/** All groups by the name under which they stand in a batch. */
export const registry = { envelope, context, usage, dropped } as const;

type ValuesOf<G extends Group> = { [K in keyof G]: ValueOf<G[K]['type']> };
export type Envelope = ValuesOf<typeof envelope>;
export type Context = ValuesOf<typeof context>;
export type UsageEvent = ValuesOf<typeof usage>;
export type Dropped = Partial<Record<DropReason, number>>;
