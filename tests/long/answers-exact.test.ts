/**
 * Answers against what was sent, counted by other code: thousands of installations over real HTTP, with repetitions, also after
 * midnight and after a closing, erasures, and collectors that are killed again and again.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Batch } from '../../client/core/batch/batch.ts';
import { MOST_NOISE, unitOf } from '../../collector/privacy/cell-key.ts';
import { batchHeaders, bytesOf } from '../integration/collector/support/batches.ts';
import { until } from '../integration/collector/support/collectors.ts';
import { type RunningCollector, runCollector } from '../integration/collector/support/processes.ts';
import { Random } from '../integration/collector/support/random.ts';
import { endServers, serverUrl } from '../integration/collector/support/servers.ts';
import { askHeld, batchOf, type Installation, someInstallation } from '../integration/collector/support/user-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  type Arrival,
  COUNTED,
  type Completeness,
  completenessOf,
  counted,
  type Days,
  type Figures,
  largest,
} from './support/arrivals.ts';
import { howMany } from './support/how-many.ts';

endServers();

/** 2000 take four minutes, and twice as long with two collectors. */
const INSTALLATIONS = howMany({ all: 150, soak: 2000 });
const SESSIONS = 10;
/** So many at least, and as many a day: a start takes seconds. */
const KILLS = INSTALLATIONS < 2000 ? 4 : 10;
/** A Saturday: a week ends after the second day. */
const FIRST = 20_519;
const DAYS = 4;
const K = 5;
/** Senders at a time. */
const SENDERS = 16;

const SYSTEMS = [
  { os: 'linux', osVersion: '6.12', distribution: 'debian' },
  { os: 'linux', osVersion: '6.12', distribution: 'fedora' },
  { os: 'windows', osVersion: '10.0.26100', distribution: 'none' },
  { os: 'macos', osVersion: '15.1', distribution: 'none' },
] as const;
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0'] as const;
const COMMANDS = ['go.search', 'go.back', 'go.processes', 'view.density-comfortable'] as const;
const SOURCES = ['menu', 'palette', 'shortcut'] as const;

const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** Sessions of installations, in no order; some in two batches. */
function someSessions(random: Random, installations: readonly Installation[]): Batch[] {
  const batches = installations.flatMap((installation) => {
    const context = { ...random.pick(SYSTEMS), version: random.pick(VERSIONS) };
    return Array.from({ length: SESSIONS }, (_, session) =>
      Array.from({ length: random.below(8) === 0 ? 2 : 1 }, (_, sequence) =>
        batchOf(installation, {
          envelope: { session: session + 1, sequence },
          context,
          usage: Array.from({ length: random.below(9) }, (_, time) => ({
            command: random.pick(COMMANDS),
            source: random.pick(SOURCES),
            time,
          })),
          dropped: random.below(10) === 0 ? { 'disk-full': 1 + random.below(9) } : {},
        }),
      ),
    ).flat();
  });
  for (let at = batches.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [batches[at], batches[other]] = [batches[other] as Batch, batches[at] as Batch];
  }
  return batches;
}

/** A collector that is started anew whenever it is killed. */
class Revived {
  readonly clockFile = path.join(temporaryFolder(), 'day');
  readonly #dataDir = temporaryFolder();
  readonly #server: string | undefined;
  #running: Promise<RunningCollector> | undefined;
  kills = 0;

  constructor(server: string | undefined) {
    this.#server = server;
    this.day = FIRST;
  }

  set day(day: number) {
    writeFileSync(this.clockFile, String(day));
  }

  start(k = 1): Promise<RunningCollector> {
    const args = ['tests/long/support/dated-collector.ts', this.#dataDir, this.clockFile, String(k)];
    this.#running = runCollector(this.#server === undefined ? args : [...args, this.#server]);
    return this.#running;
  }

  async running(): Promise<RunningCollector> {
    if (!this.#running) throw new Error('it was never started');
    return await this.#running;
  }

  async kill(): Promise<void> {
    const running = await this.running();
    running.kill('SIGKILL');
    this.kills++;
    this.#running = running.ended.then(() => this.start());
    await this.#running;
  }

  async restart(k: number): Promise<void> {
    const running = await this.running();
    running.kill('SIGTERM');
    await running.ended;
    await this.start(k);
  }
}

/** Sends a batch until there is a receipt. @returns its status. */
async function sendUntilReceived(collectors: readonly Revived[], batch: Batch, random: Random): Promise<string> {
  const body = Buffer.from(bytesOf(batch));
  for (;;) {
    const { url } = await random.pick(collectors).running();
    try {
      const answer = await fetch(`${url}/v1/batches`, { method: 'POST', headers: batchHeaders, body });
      const receipt = (await answer.json()) as { status: string };
      if (answer.status === 200) return receipt.status;
      // It is behind, or its storage is away: it says when to come back, which a test does not wait for.
      expect(answer.status).toBe(503);
    } catch (error) {
      // It was killed: perhaps before, perhaps after the batch was on the disk.
      expect(error).toBeInstanceOf(TypeError);
    }
  }
}

async function sendAll(collectors: readonly Revived[], batches: readonly Batch[], random: Random): Promise<string[]> {
  const statuses: string[] = [];
  const queue = batches.entries();
  const sender = async () => {
    for (const [at, batch] of queue) statuses[at] = await sendUntilReceived(collectors, batch, random);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return statuses;
}

/** Erases an installation. A collector knows of what is in the tables and in its own journal, as an owner's always is in one. */
async function leave(collectors: readonly Revived[], who: Installation): Promise<void> {
  for (const collector of collectors) {
    const { url, errors } = await collector.running();
    const { status, text } = await askHeld(url, 'DELETE', who);
    if (status === 200) return;
    expect(status, `${text} ${errors().slice(-2000)}`).toBe(404);
  }
  throw new Error(`nobody holds anything of ${who.installation}`);
}

interface Answer {
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly completeness: Completeness;
}

async function ask<T>(
  collector: Revived,
  question: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<T> {
  const { url, output } = await collector.running();
  const token = /^token: (\S+)$/m.exec(output())?.[1] ?? '';
  const query = new URLSearchParams(parameters);
  for (;;) {
    const answer = await fetch(`${url}/v1/answers${question}?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.status === 200) return (await answer.json()) as T;
    // On a busy computer a question may take too long.
    if (answer.status !== 503) throw new Error(`${answer.status}: ${await answer.text()}`);
  }
}

const rangeOf = ({ from, to }: Days) => ({ from: isoDay(from), to: isoDay(to) });

async function figuresOf(collector: Revived, question: string, parameters: Readonly<Record<string, string>>) {
  const { rows, completeness } = await ask<Answer>(collector, `/${question}`, parameters);
  return { figures: figuresIn(rows), completeness };
}

function figuresIn(rows: Answer['rows']): Figures {
  return Object.fromEntries(
    rows.map((row) => {
      const { after } = row;
      const words = Object.values(row).filter((value) => typeof value === 'string');
      const of = after === undefined ? words : [...words, after];
      const sum = row['uses'] ?? row['sessions'] ?? row['lost'] ?? row['installations'];
      return [of.join(' '), [Number(sum), Number(row['installations'])] as const];
    }),
  );
}

/** Of what stands beside an answer, what is told of sums that are known. */
const receivedOf = ({ sessions, parts }: Completeness) => ({ sessions, parts });

async function closedThrough(collector: Revived): Promise<string | undefined> {
  try {
    return (await ask<{ days: { to: string } | null }>(collector, '')).days?.to;
  } catch {
    return undefined;
  }
}

const RANGES: readonly Days[] = [
  { from: FIRST, to: FIRST + DAYS - 1 },
  ...Array.from({ length: DAYS }, (_, day) => ({ from: FIRST + day, to: FIRST + day })),
  { from: FIRST + 1, to: FIRST + 2 },
];

const lostOf = (arrivals: readonly Arrival[], range: Days) =>
  Object.fromEntries(Object.entries(counted('completeness', arrivals, range)).map(([of, [sum]]) => [of, sum]));

interface OverviewRow {
  readonly sessions: number;
  readonly installations: number;
  readonly uses: number;
  readonly usage: Answer['rows'];
  readonly platforms: Answer['rows'];
  readonly versions: Answer['rows'];
}

/** The overview is the other questions in one row. */
async function expectOverview(collector: Revived, arrivals: readonly Arrival[], range: Days): Promise<void> {
  const { rows } = await ask<{ rows: readonly OverviewRow[] }>(collector, '/overview', rangeOf(range));
  const [row] = rows;
  const known = (question: string) => counted(question, arrivals, range);
  expect([row?.sessions, row?.installations]).toEqual(known('totals')['']);
  expect(row?.uses).toBe(Object.values(known('features')).reduce((sum, [uses]) => sum + uses, 0));
  expect(figuresIn(row?.usage ?? [])).toEqual(known('sources'));
  expect(figuresIn(row?.platforms ?? [])).toEqual(known('platforms'));
  expect(figuresIn(row?.versions ?? [])).toEqual(known('versions'));
}

async function expectExact(collector: Revived, arrivals: readonly Arrival[]): Promise<void> {
  for (const range of RANGES) await expectOverview(collector, arrivals, range);
  for (const question of COUNTED) {
    for (const range of RANGES) {
      const { figures, completeness } = await figuresOf(collector, question, rangeOf(range));
      expect(receivedOf(completeness)).toEqual(receivedOf({ lost: [], ...completenessOf(arrivals, range) }));
      expect(Object.fromEntries(completeness.lost.map(({ reason, lost }) => [reason, lost]))).toEqual(
        lostOf(arrivals, range),
      );
      expect(figures, `${question} ${JSON.stringify(rangeOf(range))}`).toEqual(counted(question, arrivals, range));
    }
    const [all = { from: 0, to: 0 }] = RANGES;
    const linux = await figuresOf(collector, question, { ...rangeOf(all), os: 'linux' });
    expect(linux.figures, `${question} of linux`).toEqual(
      counted(question, arrivals, all, ({ context }) => context.os === 'linux'),
    );
    expect(receivedOf(linux.completeness)).toEqual(
      receivedOf({ lost: [], ...completenessOf(arrivals, all, ({ context }) => context.os === 'linux') }),
    );
  }
}

async function expectWithinBounds(collector: Revived, arrivals: readonly Arrival[]): Promise<void> {
  let shown = 0;
  for (const question of COUNTED) {
    for (const range of RANGES) {
      const { figures, completeness } = await figuresOf(collector, question, rangeOf(range));
      const known = counted(question, arrivals, range);
      const received = completenessOf(arrivals, range);
      for (const of of ['sessions', 'parts'] as const) {
        for (const side of ['received', 'expected'] as const) {
          // An installation has at most twice as many parts as sessions, and over a range its largest days are added up.
          const most = MOST_NOISE * unitOf(2 * SESSIONS * (range.to - range.from + 1)) + 1;
          expect(Math.abs((completeness[of][side] ?? Number.NaN) - received[of][side])).toBeLessThanOrEqual(most);
        }
      }
      const most = largest(question, arrivals, range);
      expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(figures)));
      for (const [of, [sum, installations]] of Object.entries(figures)) {
        const [knownSum = 0, knownInstallations = 0] = known[of] ?? [];
        expect(knownInstallations).toBeGreaterThanOrEqual(K);
        expect(Math.abs(installations - knownInstallations)).toBeLessThanOrEqual(MOST_NOISE);
        // Over a range the largest contributions of its periods are added up.
        const periods = range.to - range.from + 1;
        expect(Math.abs(sum - knownSum)).toBeLessThanOrEqual(MOST_NOISE * unitOf((most[of] ?? 0) * periods) + 1);
        shown++;
      }
    }
  }
  expect(shown).toBeGreaterThan(100);
}

async function run(collectors: readonly Revived[], seed: number): Promise<void> {
  const random = new Random(seed);
  const installations = Array.from({ length: INSTALLATIONS }, () => someInstallation());
  const batches = someSessions(random, installations);
  const share = Math.ceil(batches.length / DAYS);
  let arrivals: Arrival[] = [];
  await Promise.all(collectors.map((collector) => collector.start()));
  for (let day = 0; day < DAYS; day++) {
    for (const collector of collectors) collector.day = FIRST + day;
    const its = batches.slice(day * share, (day + 1) * share);
    // What an earlier day brought comes again, before and after that day has closed.
    const again = arrivals.filter(() => random.below(12) === 0).map(({ batch }) => batch);
    const queue = [...its, ...its.filter(() => random.below(20) === 0), ...again];
    const pieces = Math.ceil(KILLS / DAYS) + 1;
    const piece = Math.ceil(queue.length / pieces);
    for (let at = 0; at < pieces; at++) {
      const sending = sendAll(collectors, queue.slice(at * piece, (at + 1) * piece), random);
      if (at > 0) await random.pick(collectors).kill();
      for (const status of await sending) expect(['accepted', 'duplicate']).toContain(status);
    }
    const known = new Set(arrivals.map(({ batch }) => batch));
    arrivals.push(...its.filter((batch) => !known.has(batch)).map((batch) => ({ day: FIRST + day, batch })));
    // Some leave: of days that are closed, of this one, and of one that closes meanwhile.
    for (const collector of collectors) collector.day = FIRST + day + 1;
    const gone = new Set<string>();
    const present = new Set(arrivals.map(({ batch }) => batch.envelope.installation));
    for (let leaving = 0; leaving < 5; leaving++) {
      const who = random.pick(installations.filter(({ installation }) => present.has(installation)));
      present.delete(who.installation);
      await leave(collectors, who);
      gone.add(who.installation);
      installations.splice(installations.indexOf(who), 1);
    }
    const isGone = (batch: Batch) => gone.has(batch.envelope.installation);
    arrivals = arrivals.filter(({ batch }) => !isGone(batch));
    for (let at = batches.length - 1; at >= 0; at--) {
      // What is left of them is refused from here on.
      if (at >= (day + 1) * share && isGone(batches[at] as Batch)) batches.splice(at, 1);
    }
  }
  for (const collector of collectors) {
    await until(
      async () => (await closedThrough(collector)) === isoDay(FIRST + DAYS - 1),
      'all days have closed',
      300_000,
    );
  }
  for (const collector of collectors) await expectExact(collector, arrivals);
  expect(collectors.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(KILLS);
  const [one] = collectors;
  if (!one) throw new Error('there is no collector');
  await one.restart(K);
  await expectWithinBounds(one, arrivals);
}

it('one collector answers exactly at k = 1, and within its bounds at k = 5', async () => {
  await run([new Revived(undefined)], 1);
});

it('two collectors of one ClickHouse answer exactly, and the same', async () => {
  const server = await serverUrl('exact');
  await run([new Revived(server), new Revived(server)], 2);
});
