import { describe, expect, it } from 'vitest';
import { type CellQuestion, queryCells } from '../../../../collector/answers/cells.ts';
import { fingerprint } from '../../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../../../collector/rollups/erase-rollups.ts';
import type { DayRange } from '../../../../collector/rollups/periods.ts';
import type { Storage } from '../../../../collector/storage/storage.ts';
import type { Backend } from '../support/backends.ts';
import { rowOf, someBatch } from '../support/batches.ts';
import { closing } from '../support/closing.ts';
import { type Arrival, expectedOf } from '../support/expected.ts';
import { Random } from '../support/random.ts';
import { TODAY } from '../support/storages.ts';

const COMMANDS = ['go.search', 'go.back', 'go.processes'] as const;
const SYSTEMS = ['linux', 'windows', 'macos'] as const;

const question = (range: DayRange, change: Partial<CellQuestion> = {}): CellQuestion => ({
  range,
  closedThrough: range.to,
  kinds: ['sessions', 'command', 'use', 'lost', 'expected', 'missing'],
  of: 'users',
  ...change,
});

/** What there was to receive of each installation and day. @param sessionDays on which each session was received first. */
function ofInstallationDays(
  arrivals: readonly Arrival[],
  { from, to }: DayRange,
  sessionDays: ReadonlyMap<string, number>,
  os?: string,
) {
  const rows = new Map<
    string,
    { installation: string; expected: number; parts: number; opened: number; received: number }
  >();
  const unopened = new Set(sessionDays.keys());
  for (const { day, batch, sessions, parts, received } of expectedOf(arrivals)) {
    if (day < from || day > to || (os !== undefined && batch.context.os !== os)) continue;
    const { installation, session } = batch.envelope;
    const row = rows.get(`${installation} ${day}`) ?? { installation, expected: 0, parts: 0, opened: 0, received: 0 };
    const run = `${installation} ${session}`;
    row.opened += sessionDays.get(run) === day && unopened.delete(run) ? 1 : 0;
    row.expected += sessions;
    row.parts += parts;
    row.received += received;
    rows.set(`${installation} ${day}`, row);
  }
  return [...rows.values()];
}

/** Sums and numbers of installations by kind and item, as a person would count them. */
function counted(arrivals: readonly Arrival[], range: DayRange, os?: string): Record<string, [number, number]> {
  const firstDays = new Map<string, number>();
  const sessionDays = new Map<string, number>();
  const lower = (days: Map<string, number>, key: string, day: number) =>
    days.set(key, Math.min(day, days.get(key) ?? day));
  for (const { day, batch } of arrivals) {
    lower(firstDays, batch.envelope.batch, day);
    lower(sessionDays, `${batch.envelope.installation} ${batch.envelope.session}`, day);
  }
  const sums = new Map<string, { sum: number; who: Set<string> }>();
  const add = (key: string, count: number, installation: string) => {
    const cell = sums.get(key) ?? { sum: 0, who: new Set() };
    sums.set(key, { sum: cell.sum + count, who: cell.who.add(installation) });
  };
  const seen = new Set<string>();
  const opened = new Set<string>();
  for (const { batch } of arrivals) {
    const { installation, session, batch: id } = batch.envelope;
    const day = firstDays.get(id) ?? 0;
    if (seen.has(id) || day < range.from || day > range.to) continue;
    seen.add(id);
    if (os !== undefined && batch.context.os !== os) continue;
    const run = `${installation} ${session}`;
    const opens = sessionDays.get(run) === day && !opened.has(run);
    if (opens) opened.add(run);
    add('sessions ', opens ? 1 : 0, installation);
    for (const { command, source } of batch.usage) {
      add(`command ${command}`, 1, installation);
      add(`use ${command} ${source}`, 1, installation);
    }
    for (const [reason, count] of Object.entries(batch.dropped)) add(`lost ${reason}`, count, installation);
  }
  for (const row of ofInstallationDays(arrivals, range, sessionDays, os)) {
    const { installation, expected, parts, opened: openedThen, received } = row;
    add('expected sessions', expected, installation);
    add('expected parts', parts, installation);
    add('expected received parts', received, installation);
    if (expected > openedThen) add('missing sessions-missing', expected - openedThen, installation);
    if (parts > received) add('missing parts-missing', parts - received, installation);
  }
  return Object.fromEntries([...sums].map(([key, { sum, who }]) => [key, [sum, who.size]]));
}

async function answered(storage: Storage, asked: CellQuestion): Promise<Record<string, [number, number]>> {
  const cells = await queryCells(storage, asked);
  return Object.fromEntries(
    cells.map(({ kind, item, sum, installations }) => [`${kind} ${item.join(' ')}`, [sum, installations]]),
  );
}

/** Batches of some months: sessions of several batches, days without any, and batches that come again on later days. */
function someMonths(seed: number, from: number, days: number): { arrivals: Arrival[]; installations: string[] } {
  const random = new Random(seed);
  const installations = Array.from({ length: 12 }, () => someBatch().envelope.installation);
  const systems = new Map(installations.map((installation) => [installation, random.pick(SYSTEMS)]));
  const arrivals: Arrival[] = [];
  for (let session = 1; session <= 160; session++) {
    const installation = random.pick(installations);
    const os = systems.get(installation) ?? 'linux';
    // Few days with batches, and many without: each that has some takes the time of a closing.
    const began = from + 6 * random.below(days / 6);
    for (let sequence = 0; sequence <= random.below(2); sequence++) {
      const day = Math.min(from + days - 1, began + (random.fraction() < 0.3 ? 6 * random.below(3) : 0));
      // Some are never sent.
      if (random.below(12) === 0) continue;
      const batch = someBatch({
        envelope: { installation, session, sequence, end: random.below(6) === 0 ? 'continues' : 'quit' },
        context: { os, distribution: os === 'linux' ? 'debian' : 'none' },
        usage: Array.from({ length: random.below(6) }, (_, time) => ({
          command: random.pick(COMMANDS),
          source: random.pick(['menu', 'palette'] as const),
          time,
        })),
        dropped: random.fraction() < 0.2 ? { 'disk-full': 1 + random.below(9) } : {},
      });
      arrivals.push({ day, batch });
      if (random.fraction() < 0.3) {
        arrivals.push({ day: Math.min(from + days - 1, day + 6 * random.below(5)), batch });
      }
    }
  }
  return { arrivals: arrivals.sort((a, b) => a.day - b.day), installations };
}

/** What days close to, wherever the tables lie. */
export function describeRollups(backend: Backend): void {
  describe(`what is made of closed days in ${backend.name}`, () => {
    const FROM = TODAY - 60;
    const DAYS = 50;
    const { arrivals, installations } = someMonths(7, FROM, DAYS);
    const ranges: readonly DayRange[] = [
      { from: FROM, to: FROM + DAYS - 1 },
      { from: FROM + 11, to: FROM + 11 },
      { from: FROM + 8, to: FROM + 41 },
      { from: FROM + 19, to: FROM + 47 },
    ];

    it('counts every batch on the day on which it came first, by whatever periods a range is covered', async () => {
      const storage = await backend.openStorage();
      const { clock, closer } = await closing(storage, FROM);
      // As it goes: each day's batches come when the days before are closed.
      for (let day = FROM; day < FROM + DAYS; day += 6) {
        clock.day = day;
        await closer.close();
        const came = arrivals.filter((arrival) => arrival.day >= day && arrival.day < day + 6);
        if (came.length > 0) await storage.insert(came.map((arrival) => rowOf(arrival.batch, arrival.day)));
      }
      clock.day = FROM + DAYS;
      await closer.close();
      const { closedThrough } = closer;
      for (const range of ranges) {
        expect(await answered(storage, question(range, { closedThrough }))).toEqual(counted(arrivals, range));
        const filters = [{ dimension: 'os', segment: 'linux' }] as const;
        expect(await answered(storage, question(range, { closedThrough, filters }))).toEqual(
          counted(arrivals, range, 'linux'),
        );
      }

      // Erased: gone from the tables, from sums and from sets, at once and after the cubes were made anew.
      const gone = new Set(installations.slice(0, 3));
      const names = [...gone].map((installation) => fingerprint({ installation, keyHash: 'ab'.repeat(32) }));
      await eraseRows(storage, names);
      await eraseFromRollups(storage, names);
      await eraseFromRollups(storage, names);
      const rest = arrivals.filter(({ batch }) => !gone.has(batch.envelope.installation));
      const expectRest = async () => {
        for (const range of ranges) {
          expect(await answered(storage, question(range, { closedThrough }))).toEqual(counted(rest, range));
        }
      };
      await expectRest();
      clock.day++;
      await closer.close();
      expect(await storage.query('SELECT count() AS rows FROM candor.corrections')).toEqual([{ rows: 0 }]);
      await expectRest();
      const known = await storage.query<{ installation: string }>('SELECT installation FROM candor.numbers');
      expect(known.filter(({ installation }) => gone.has(installation))).toEqual([]);
    }, 500_000);
  });
}
