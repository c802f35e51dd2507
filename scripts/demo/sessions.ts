/** The sessions of the demo, as batches that the real codec has taken. */
import { createHash } from 'node:crypto';
import {
  type Batch,
  BatchFormat,
  type ColumnarBatch,
  type Compression,
  manifestId,
  manifestOf,
  registryOf,
} from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import { Chance } from './chance.ts';
import { type Participant, participants, releaseOf } from './people.ts';
import { DAYS, type Mistake, type Release, type Story } from './story.ts';

/** A batch, and the day of the demo on which it is received. */
export interface Received {
  readonly day: number;
  readonly batch: ColumnarBatch;
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest();

/** Nothing is sent, so nothing is packed. */
const unpacked: Compression = { compress: (bytes) => bytes, decompress: (bytes) => bytes };

/** Of 100 sessions, how many never arrive, and how many later than on their own day. */
const LOST = 0.015;
const LATE = 0.06;

/**
 * Everything that is received of a product, in no order.
 * @param firstDay the first day of the demo, UTC, in days since 1970-01-01.
 * @param scale of the number of installations, from 0 to 1.
 */
export function* receivedOf(story: Story, firstDay: number, seed: number, scale = 1): Generator<Received> {
  const chance = new Chance(seed);
  const format = new BatchFormat(registryOf(story.product), manifestId(manifestOf(story.product), sha256));
  const installations = Math.ceil(story.installations * scale);
  for (const who of participants({ installations }, chance)) {
    let session = 0;
    for (let day = who.from; day < who.to; day++) {
      for (let left = sessionsOn(who, firstDay + day, chance); left > 0; left--) {
        session++;
        const batch = sessionBatch(story, who, session, { firstDay, day }, chance);
        if (chance.is(LOST)) continue;
        const late = chance.is(LATE) ? 1 + chance.below(5) : 0;
        if (day + late >= DAYS) continue;
        yield { day: day + late, batch: decoded(format, batch) };
      }
    }
  }
}

/** Somebody of a product to look up: of the enhanced level, there from the first day to the last, with the most sessions. */
export function someoneOf({ installations }: Story, seed: number, scale = 1): string | undefined {
  const all = participants({ installations: Math.ceil(installations * scale) }, new Chance(seed));
  const there = all.filter(({ level, from, to }) => level === 'enhanced' && from === 0 && to === DAYS);
  return there.sort((a, b) => b.sessions - a.sessions)[0]?.installation;
}

function decoded(format: BatchFormat, batch: Batch): ColumnarBatch {
  const decoding = format.decodeColumns(format.encode(batch, unpacked), unpacked);
  if (!decoding.ok) throw new Error(`a session of the demo is no batch: ${JSON.stringify(decoding.problem)}`);
  return decoding.batch;
}

/** 1970-01-01 was a Thursday. */
const isWeekend = (day: number) => (day + 4) % 7 === 0 || (day + 4) % 7 === 6;

function sessionsOn({ sessions }: Participant, day: number, chance: Chance): number {
  let left = chance.exponential(isWeekend(day) ? sessions / 4 : sessions);
  let count = 0;
  for (; left >= 0.5 && count < 6; left--) count++;
  return count;
}

function sessionBatch(
  story: Story,
  who: Participant,
  session: number,
  { firstDay, day }: { readonly firstDay: number; readonly day: number },
  chance: Chance,
): Batch {
  const release = releaseOf(who, story, day);
  const hasCrashed = chance.is(release.crashes);
  const { installation, keyHash, level, organisation, computer } = who;
  const id = chance.uuid();
  const usage = usesOf(story, release, day, chance);
  const dropped: Batch['dropped'] = chance.is(0.004) ? { 'disk-full': 1 + chance.below(40) } : {};
  const operations = operationsOf(release, who, chance);
  const errors = errorsOf(release, hasCrashed, chance);
  return {
    envelope: {
      batch: id,
      installation,
      keyHash,
      level,
      notice: 1,
      session,
      sequence: 0,
      start: new Date((firstDay + day) * 86_400_000).toISOString().slice(0, 10),
      end: hasCrashed ? 'killed' : 'quit',
    },
    context: { product: story.product.id, version: release.version, runtime: release.runtime, ...computer },
    usage,
    dropped,
    operations,
    counts: {},
    throughput: {},
    errors,
    logs: level === 'enhanced' && story.product.id === finder.id ? logsOf(errors, session) : [],
    organisation,
    configuration: {},
  };
}

const sources = [
  ['menu', 3],
  ['button', 4],
  ['shortcut', 5],
  ['palette', 2],
] as const satisfies readonly (readonly [Batch['usage'][number]['source'], number])[];

/** What the Finder noted: that its engine started, what it could not read, and now and then that it looks less often. */
function logsOf(errors: Batch['errors'], session: number): Batch['logs'] {
  // Of their own: the rest of the demo is the same with them and without.
  const chance = new Chance(session);
  const isDenied = errors.some(({ report }) => report.code === 'EACCES');
  return [
    { code: 'engine.started', time: 0, values: [1] },
    ...(isDenied
      ? [{ code: 'sampler.source-failed', time: 1 + chance.below(9), values: ['processes', 'denied'] }]
      : []),
    ...(chance.is(0.1) ? [{ code: 'sampler.slowed-down', time: 20 + chance.below(60), values: [10] }] : []),
  ];
}

function usesOf({ popular, next, releases }: Story, release: Release, day: number, chance: Chance): Batch['usage'] {
  const later = releases.slice(releases.indexOf(release) + 1).flatMap(({ brings }) => brings);
  const known = Object.entries(popular).filter(([command]) => !later.includes(command));
  const uses: Batch['usage'][number][] = [];
  // People use a little more of it as time goes by.
  const count = Math.min(400, Math.round(chance.logNormal(14 + (6 * day) / DAYS, 0.8)));
  let time = 0;
  let command = '';
  for (let left = count; left > 0; left--) {
    const follows = (next[command] ?? []).filter(([word]) => !later.includes(word as string)) as typeof known;
    command = chance.pick(follows.length > 0 && chance.is(0.7) ? follows : known);
    time += Math.round(chance.exponential(25));
    uses.push({ command, source: chance.pick(sources), time });
  }
  return uses;
}

/** Buckets of durations: eight for each doubling of microseconds, as the client has them. */
const bucketOf = (microseconds: number) => Math.max(0, Math.floor(Math.log2(microseconds) * 8));

function operationsOf({ operations }: Release, { slowness }: Participant, chance: Chance): Batch['operations'] {
  const columns = { operation: [], outcome: [], buckets: [], bucket: [], count: [] } as {
    [Column in keyof Batch['operations']]: Batch['operations'][Column][number][];
  };
  for (const [operation, { median, spread, times }] of Object.entries(operations)) {
    const counts = new Map<number, number>();
    for (let left = 1 + Math.round(chance.exponential(times)); left > 0; left--) {
      const bucket = bucketOf(chance.logNormal(median * slowness, spread));
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    const filled = [...counts].sort(([a], [b]) => a - b);
    columns.operation.push(operation);
    columns.outcome.push('ok');
    columns.buckets.push(filled.length);
    // Each one as its distance from the one before.
    columns.bucket.push(...filled.map(([bucket], at) => bucket - (filled[at - 1]?.[0] ?? 0)));
    columns.count.push(...filled.map(([, count]) => count));
  }
  return columns;
}

/** Reports of a session's errors, by how often sessions have each, and of its crash when it had one. */
export function errorsOf(
  { mistakes }: { readonly mistakes: readonly Omit<Mistake, 'source'>[] },
  hasCrashed: boolean,
  chance: Chance,
): Batch['errors'] {
  const thrown = mistakes
    .filter(({ share }) => chance.is(share))
    .map(({ class: name, code, file, line, column }) => ({
      report: {
        class: name,
        code,
        process: file.startsWith('main/') ? ('main' as const) : ('renderer' as const),
        handledBy: 'caught' as const,
        reason: 'none' as const,
        frames: [{ file, line, column }],
        foreign: chance.below(3),
      },
      count: 1 + chance.below(3),
    }));
  if (!hasCrashed) return thrown;
  const gone = { class: 'none', code: 'none', process: 'renderer', handledBy: 'render-process-gone' } as const;
  return [...thrown, { report: { ...gone, reason: 'crashed', frames: [], foreign: 0 }, count: 1 }];
}
