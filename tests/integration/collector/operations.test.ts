import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { Histogram } from '../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import type { AnswerRow, Asked } from '../../../collector/answers/question.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { SLICE_BATCHES } from '../../../collector/limits.ts';
import { slicesOf } from '../../../collector/rollups/day-batches.ts';
import { makeInstallationDays } from '../../../collector/rollups/installation-days.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { finderMeasures } from '../../support/finder-format.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 40;

/** One thing that took some time. */
interface Timing {
  readonly day: number;
  readonly who: number;
  readonly version: string;
  readonly os: string;
  readonly operation: string;
  readonly outcome: 'ok' | 'failed';
  readonly microseconds: number;
}

/** Thirty installations on four days over five weeks, that upgrade on one of them; searches of the newer version take twice as long. */
function someTimings(seed: number): Timing[] {
  const random = new Random(seed);
  const timings: Timing[] = [];
  for (let who = 0; who < 30; who++) {
    const speed = 2000 + random.below(3000);
    const os = who % 3 === 0 ? 'windows' : 'linux';
    const add = (day: number, version: string, operation: string, factor: number) => {
      for (let use = 0; use < 2 + random.below(6); use++) {
        const microseconds = Math.round(speed * factor * (0.7 + 0.6 * random.fraction()));
        const outcome = random.below(9) === 0 ? 'failed' : 'ok';
        timings.push({ day, who, version, os, operation, outcome, microseconds });
      }
    };
    for (const [index, day] of [FROM, FROM + 1, FROM + 20, FROM + 33].entries()) {
      for (const version of index === 2 ? ['1.9.0', '1.10.0'] : [index < 2 ? '1.9.0' : '1.10.0']) {
        add(day, version, 'finder.search', version === '1.10.0' ? 2 : 1);
        add(day, version, 'app.quit', 1);
      }
    }
  }
  return timings;
}

const keyOf = ({ day, who, version }: Timing) => `${day} ${who} ${version}`;

/** The batches that say so: one for each installation, day and version. */
function batchesOf(timings: readonly Timing[]): { readonly day: number; readonly batch: Batch }[] {
  const installations = new Map<number, string>();
  return [...new Set(timings.map(keyOf))].map((key, index) => {
    const its = timings.filter((timing) => keyOf(timing) === key);
    const [{ day, who, version, os } = its[0] as Timing] = its;
    const table = new OperationTable(finderMeasures);
    for (const { operation, outcome, microseconds } of its) table.record(operation, outcome, microseconds);
    const installation = installations.get(who) ?? someBatch().envelope.installation;
    installations.set(who, installation);
    const { operations } = table.snapshot();
    const distribution = os === 'linux' ? 'debian' : 'none';
    const batch = someBatch({
      envelope: { installation, session: index + 1 },
      context: { version, os: os as 'linux', distribution },
      reports: { operations },
    });
    return { day, batch };
  });
}

/** What is expected of durations, from the durations themselves. */
function expected(timings: readonly Timing[]) {
  const rows = new Map<string, { readonly its: Timing[]; readonly histogram: Histogram }>();
  for (const timing of timings) {
    const name = `${timing.version} ${timing.operation} ${timing.outcome}`;
    const row = rows.get(name) ?? { its: [], histogram: new Histogram() };
    row.its.push(timing);
    row.histogram.record(timing.microseconds);
    rows.set(name, row);
  }
  return new Map(
    [...rows].map(([name, { its, histogram }]) => {
      const { bucket, count } = histogram.encode();
      return [
        name,
        {
          uses: its.length,
          installations: new Set(its.map(({ who }) => who)).size,
          p50: histogram.quantile(0.5)?.estimate,
          p95: histogram.quantile(0.95)?.estimate,
          p99: histogram.quantile(0.99)?.estimate,
          counts: count,
          first: bucket[0],
        },
      ];
    }),
  );
}

type Histograms = readonly { readonly above: number; readonly upTo: number | null; readonly count: number }[];

const range = { from: FROM, to: FROM + 33 };

async function asked(storage: Storage, k: number, change: Partial<Asked> = {}) {
  const { rows } = await QUESTIONS.operations.ask({
    storage,
    asked: { range, ...change },
    closedThrough: range.to,
    rules: { k, of: 'users' },
  });
  return { rows, by: new Map(rows.map((row) => [nameOf(row), row])) };
}

const nameOf = (row: AnswerRow) => `${row['version']} ${row['operation']} ${row['outcome']}`;

describe('how long operations take', () => {
  const timings = someTimings(11);
  const shared = shareStorage();
  beforeAll(async () => {
    const storage = shared();
    await storage.insert(batchesOf(timings).map(({ day, batch }) => rowOf(batch, day)));
    const { closer } = await closing(storage, FROM + 35);
    await closer.close();
  });

  it('is told exactly, by version and outcome, over any range and with filters', async () => {
    const storage = shared();
    const isLinux = { dimension: 'os', segment: 'linux' } as const;
    const isNewer = { dimension: 'version', segment: '1.10.0' } as const;
    const inRange = (from: number, to: number) => ({ range: { from, to } });
    const cases: readonly (readonly [Partial<Asked>, (timing: Timing) => boolean])[] = [
      [{}, () => true],
      [inRange(FROM + 1, FROM + 20), ({ day }) => day > FROM && day <= FROM + 20],
      [{ filters: [isLinux] }, ({ os }) => os === 'linux'],
      [{ filters: [isNewer] }, ({ version }) => version === '1.10.0'],
      [{ filters: [isNewer, isLinux] }, ({ os, version }) => os === 'linux' && version === '1.10.0'],
    ];
    for (const [change, isIn] of cases) {
      const { by } = await asked(storage, 1, change);
      const known = expected(timings.filter(isIn));
      expect([...by.keys()].sort()).toEqual([...known.keys()].sort());
      for (const [name, { counts, first, ...figures }] of known) {
        const row = by.get(name) as AnswerRow;
        expect([name, row]).toMatchObject([name, figures]);
        const histogram = row['histogram'] as Histograms;
        expect(histogram.map(({ count }) => count)).toEqual(counts);
        expect(histogram[0]?.upTo).toBeCloseTo(2 ** (((first ?? 0) + 1) / 8), 6);
      }
    }
  });

  it('gives an installation one vote a day, in parts over what it ran', async () => {
    const storage = shared();
    const { by } = await asked(storage, 1, { votes: 'installation' });
    for (const operation of ['finder.search', 'app.quit']) {
      const votes = ['1.9.0', '1.10.0'].map((version) => {
        const its = timings.filter((one) => one.operation === operation && one.outcome === 'ok');
        const total = (day: number, who: number) => its.filter((one) => one.day === day && one.who === who).length;
        const truth = its
          .filter((one) => one.version === version)
          .reduce((sum, { day, who }) => sum + 1 / total(day, who), 0);
        const row = by.get(`${version} ${operation} ok`) as AnswerRow;
        const sum = (row['histogram'] as Histograms).reduce((all, { count }) => all + count, 0);
        expect(sum).toBeCloseTo(truth, 3);
        return sum;
      });
      const days = new Set(
        timings
          .filter((one) => one.operation === operation && one.outcome === 'ok')
          .map(({ day, who }) => `${day} ${who}`),
      );
      expect(votes.reduce((sum, vote) => sum + vote, 0)).toBeCloseTo(days.size, 3);
    }
  });

  it('is the same when a day is made in slices of installations', async () => {
    const storage = shared();
    const figures = (generation: string) =>
      storage.query(
        `SELECT number, version, arraySort(arrayZip(timings.item, timings.n, timings.share)) AS timings
         FROM candor.installation_days WHERE day = {day:Date} AND generation = {generation:UInt64} ORDER BY number, version`,
        { day, generation },
      );
    const day = isoDay(FROM + 20);
    const [current] = await storage.query<{ generation: string }>(
      'SELECT toString(max(generation)) AS generation FROM candor.installation_days WHERE day = {day:Date}',
      { day },
    );
    const slices = slicesOf(4 * SLICE_BATCHES);
    expect(slices.length).toBe(4);
    for (const slice of slices)
      await storage.run(
        makeInstallationDays({ hasParts: false, hasSeveral: true, hasEarlier: true, isFew: false }),
        { day, ...slice, generation: '1' },
        { once: true },
      );
    expect(await figures('1')).toEqual(await figures(current?.generation ?? ''));
  });

  it('is said to have changed where it has', async () => {
    const storage = shared();
    const { by } = await asked(storage, 1);
    expect(by.get('1.10.0 finder.search ok')).toMatchObject({ change: 'slower', against: '1.9.0' });
    expect(by.get('1.10.0 app.quit ok')).toMatchObject({ change: 'none', against: '1.9.0' });
    expect(by.get('1.9.0 finder.search ok')).toMatchObject({ change: null, against: null, p: null });
  });

  it('is protected: few are withheld, groups of buckets have no end, and figures are near the true ones', async () => {
    const storage = shared();
    const { rows } = await asked(storage, 5);
    const known = expected(timings);
    expect(rows.length).toBeLessThanOrEqual(known.size);
    for (const row of rows) {
      const truth = known.get(nameOf(row));
      expect(Math.abs(Number(row['installations']) - (truth?.installations ?? 0))).toBeLessThanOrEqual(3);
      // Nobody has more than four days of eight at most.
      expect(Math.abs(Number(row['uses']) - (truth?.uses ?? 0))).toBeLessThan(3 * 32);
      const histogram = row['histogram'] as Histograms;
      expect([histogram[0]?.above, histogram.at(-1)?.upTo]).toEqual([0, null]);
      expect(histogram.length).toBeLessThan(truth?.counts.length ?? 0);
    }
    expect(await asked(storage, 5)).toEqual(await asked(storage, 5));
    const alone = await asked(storage, 31);
    expect(alone.rows).toEqual([]);
  });
});
