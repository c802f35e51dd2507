import { createHash } from 'node:crypto';
import { type Batch, noReports } from '../../../client/core/batch/batch.ts';
import type { Context } from '../../../client/core/registry/registry.ts';
import { batchRow } from '../../../collector/storage/rows.ts';
import { Chance } from '../../../scripts/demo/chance.ts';
import { errorsOf } from '../../../scripts/demo/sessions.ts';
import { someContext } from '../../support/some-context.ts';
import { expectedUsage } from '../corpus/corpus.ts';
import { corpusSeed, generateCorpus } from '../corpus/generate.ts';
import { corpusCodec } from '../corpus/sixty-commands.ts';

/** Days of which a store has sessions. */
export const DAYS = 365;

/** Uses of a session: the median, and how far they spread; 200 on average. */
const USES = { median: 121, spread: 1, most: 4000, mean: 200 } as const;

/** Sessions of an installation on average: most are there for a while. */
const SESSIONS_EACH = 10;

/** A release a month; it reaches most within some weeks, and some never. */
const RELEASE_DAYS = 30;

const systems: readonly (readonly [Pick<Context, 'os' | 'osVersion' | 'distribution' | 'architecture'>, number])[] = [
  [{ os: 'windows', osVersion: '10.0.26100', distribution: 'none', architecture: 'x64' }, 40],
  [{ os: 'windows', osVersion: '10.0.19045', distribution: 'none', architecture: 'x64' }, 10],
  [{ os: 'macos', osVersion: '26.1', distribution: 'none', architecture: 'arm64' }, 15],
  [{ os: 'macos', osVersion: '15.7', distribution: 'none', architecture: 'x64' }, 5],
  [{ os: 'linux', osVersion: '13', distribution: 'debian', architecture: 'x64' }, 12],
  [{ os: 'linux', osVersion: '24.04', distribution: 'ubuntu', architecture: 'x64' }, 14],
  [{ os: 'linux', osVersion: '44', distribution: 'fedora', architecture: 'arm64' }, 4],
];

const processors = [
  ['intel', 3],
  ['amd', 2],
] as const;

const countries = ['IT', 'DE', 'US', 'FR', 'GB', 'ES', 'CH', 'JP', 'BR', 'PL', 'NL', 'SE', 'IN', 'CA', 'AT'].map(
  (country, rank) => [country, 1 / (1 + rank)] as const,
);

const languages = [
  ['en', 5],
  ['it', 2],
] as const;

const organisations = Array.from({ length: 12 }, (_, rank) => [`firm-${rank}.example`, 1 / (1 + rank)] as const);

/** Median durations, in microseconds, and how often a session has one. */
const operations = [
  ['finder.first-data', 310_000, 1],
  ['finder.search', 21_000, 9],
  ['view.switch', 48_000, 6],
] as const;

const mistakes = [
  { class: 'TypeError', code: 'none', file: 'renderer/index', line: 1, column: 88_412, share: 0.01 },
  { class: 'SystemError', code: 'EACCES', file: 'main/finder-engine', line: 2210, column: 17, share: 0.02 },
  { class: 'RangeError', code: 'none', file: 'renderer/index', line: 1, column: 120_377, share: 0.005 },
] as const;

/** Lines are other ones in each release. */
const mistakesOf = (release: number) => mistakes.map((mistake) => ({ ...mistake, line: mistake.line + release }));

interface Installation {
  readonly id: string;
  readonly keyHash: string;
  readonly enhanced: Batch['organisation'] | undefined;
  readonly context: Omit<Context, 'version'>;
  /** Days of the year, the last one included. */
  readonly from: number;
  readonly to: number;
  /** How likely a session of a day is its own, beside the others. */
  readonly weight: number;
  /** Days until a release is here. */
  readonly delay: number;
  readonly slowness: number;
  sessions: number;
}

/** How many sessions there are in a store of so many uses. */
export const sessionsOf = (uses: number) => Math.round(uses / USES.mean);

/**
 * The sessions of a year by the corpus's laws, as rows of the table of batches, day after day: of installations that come and go, each with
 * its computer and country, most with a few sessions and some with hundreds, over twelve releases. Durations, errors and organisations are in
 * them as an ordinary product has them. Equal arguments give equal sessions.
 * @param firstDay UTC, in days since 1970-01-01.
 * @returns rows, and the uses in them.
 */
export function* yearOfSessions(firstDay: number, uses: number): Generator<{ row: Uint8Array; uses: number }> {
  const chance = new Chance(corpusSeed);
  const sessions = sessionsOf(uses);
  const all = Array.from({ length: Math.ceil(sessions / SESSIONS_EACH) }, () => someInstallation(chance));
  let made = 0;
  for (let day = 0; day < DAYS; day++) {
    const present = all.filter(({ from, to }) => from <= day && day <= to);
    const draw = drawing(present);
    for (const until = Math.round((sessions * (day + 1)) / DAYS); made < until; made++) {
      const batch = sessionOf(draw(chance), firstDay, day, made, chance);
      const decoding = corpusCodec.decodeColumns(corpusCodec.encode(batch));
      if (!decoding.ok) throw new Error(`a session is no batch: ${JSON.stringify(decoding.problem)}`);
      yield { row: batchRow(decoding.batch, firstDay + day), uses: batch.usage.length };
    }
  }
}

/** Draws by weight, in a few steps whoever there are. */
function drawing(present: readonly Installation[]): (chance: Chance) => Installation {
  let sum = 0;
  const bounds = Float64Array.from(present, ({ weight }) => {
    sum += weight;
    return sum;
  });
  return (chance) => {
    const point = chance.next() * sum;
    let [low, high] = [0, bounds.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) > point) high = middle;
      else low = middle + 1;
    }
    const found = present[low];
    if (!found) throw new RangeError('nobody is there');
    return found;
  };
}

function someInstallation(chance: Chance): Installation {
  const from = chance.is(0.4) ? 0 : chance.below(DAYS);
  const computer = chance.pick(systems);
  return {
    id: chance.uuid(),
    keyHash: createHash('sha256').update(chance.uuid()).digest('hex'),
    enhanced: chance.is(0.2)
      ? { user: chance.uuid(), domain: chance.pick(organisations), role: 'standard' }
      : undefined,
    context: {
      ...someContext,
      ...computer,
      processor: computer.os === 'macos' ? 'apple' : chance.pick(processors),
      cores: 4 << chance.below(3),
      memory: 8 << chance.below(3),
      country: chance.pick(countries),
      language: chance.pick(languages),
    },
    from,
    // The first ones may go as well, and somebody has to be there on the first day.
    to: from + 1 + Math.round(chance.exponential(120)),
    weight: chance.logNormal(1, 1),
    delay: chance.is(0.1) ? DAYS : Math.round(chance.exponential(10)),
    slowness: chance.logNormal(1, 0.35),
    sessions: 0,
  };
}

function sessionOf(who: Installation, firstDay: number, day: number, at: number, chance: Chance): Batch {
  const release = Math.max(0, Math.floor((day - who.delay) / RELEASE_DAYS));
  const size = Math.min(USES.most, Math.max(1, Math.round(chance.logNormal(USES.median, USES.spread))));
  const hasCrashed = chance.is(0.006);
  who.sessions++;
  return {
    ...noReports,
    envelope: {
      batch: chance.uuid(),
      installation: who.id,
      keyHash: who.keyHash,
      level: who.enhanced ? 'enhanced' : 'standard',
      notice: 1,
      session: who.sessions,
      sequence: 0,
      start: new Date((firstDay + day) * 86_400_000).toISOString().slice(0, 10),
      end: hasCrashed ? 'killed' : 'quit',
    },
    context: { ...who.context, version: `1.${release}.0` },
    usage: expectedUsage(generateCorpus(corpusSeed + at, size)),
    dropped: chance.is(0.004) ? { 'disk-full': 1 + chance.below(40) } : {},
    operations: operationsOf(who, chance),
    errors: errorsOf({ mistakes: mistakesOf(release) }, hasCrashed, chance),
    organisation: who.enhanced ?? {},
  };
}

/** Eight buckets for each doubling of microseconds, as the client has them; each one as its distance from the one before. */
function operationsOf({ slowness }: Installation, chance: Chance): Batch['operations'] {
  const timed = operations.map(([operation, median, times]) => {
    const counts = new Map<number, number>();
    for (let left = 1 + Math.round(chance.exponential(times)); left > 0; left--) {
      const bucket = Math.max(0, Math.floor(Math.log2(chance.logNormal(median * slowness, 0.6)) * 8));
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    return { operation, counts: [...counts].sort(([a], [b]) => a - b) };
  });
  return {
    operation: timed.map(({ operation }) => operation),
    outcome: timed.map(() => 'ok' as const),
    buckets: timed.map(({ counts }) => counts.length),
    bucket: timed.flatMap(({ counts }) => counts.map(([bucket], index) => bucket - (counts[index - 1]?.[0] ?? 0))),
    count: timed.flatMap(({ counts }) => counts.map(([, count]) => count)),
  };
}
