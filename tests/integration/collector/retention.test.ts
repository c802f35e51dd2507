import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import type { AnswerRow, Asked } from '../../../collector/answers/question.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { fingerprint } from '../../../collector/erasure/erasures.ts';
import { eraseRows } from '../../../collector/queries/sender-queries.ts';
import { eraseFromRollups } from '../../../collector/rollups/erase-rollups.ts';
import type { DayRange } from '../../../collector/rollups/periods.ts';
import { KEPT_DAYS } from '../../../collector/rollups/tables.ts';
import type { Storage } from '../../../collector/storage/storage.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { openStorage, shareStorage, TODAY } from './support/storages.ts';

interface Arrival {
  readonly day: number;
  readonly batch: Batch;
}

/** In their order, which is not that of their letters. */
const VERSIONS = ['1.9.0', '1.10.0', '2.0.0'] as const;

const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const monday = (day: number) => day - ((new Date(day * 86_400_000).getUTCDay() + 6) % 7);

/** Sessions on every fourth day: installations that come, upgrade, also on their first day, stay away and come again. */
function someArrivals(seed: number, from: number, days: number): Arrival[] {
  const random = new Random(seed);
  const arrivals: Arrival[] = [];
  for (let who = 0; who < 90; who++) {
    const { installation } = someBatch().envelope;
    const country = random.pick(['IT', 'DE']);
    const came = from + 4 * random.below(days / 4);
    let version = random.below(2);
    let session = 0;
    for (let day = came; day < from + days; day += 4) {
      if (day > came && random.below(3) > 0) continue;
      const times = 1 + random.below(2);
      for (let time = 0; time < times; time++) {
        arrivals.push({
          day,
          batch: someBatch({
            envelope: { installation, session: ++session },
            context: { version: VERSIONS[version] ?? '1.9.0', country },
          }),
        });
        if (random.below(4) === 0) version = Math.min(2, version + 1);
      }
    }
  }
  return arrivals;
}

/** How many there are by first version, week, and weeks until they are seen again, as a person would count them; from a Monday on. */
function counted(arrivals: readonly Arrival[], { from, to }: DayRange, isOf: (batch: Batch) => boolean = () => true) {
  const byInstallation = new Map<string, Arrival[]>();
  for (const arrival of arrivals.filter(({ day }) => day <= to)) {
    const { installation } = arrival.batch.envelope;
    byInstallation.set(installation, [...(byInstallation.get(installation) ?? []), arrival]);
  }
  const counts = new Map<string, number>();
  for (const its of byInstallation.values()) {
    const firstDay = Math.min(...its.map(({ day }) => day));
    const onIt = its.filter(({ day }) => day === firstDay).map(({ batch }) => batch);
    const version = VERSIONS.find((lowest) => onIt.some(({ context }) => context.version === lowest)) ?? '';
    const first = onIt.find(({ context }) => context.version === version);
    if (firstDay < monday(from) || !first || !isOf(first)) continue;
    for (const week of new Set(its.map(({ day }) => monday(day)))) {
      const key = `${version} ${isoDay(monday(firstDay))} ${(week - monday(firstDay)) / 7}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return Object.fromEntries(counts);
}

const keyOf = ({ version, week, after }: AnswerRow) => `${version} ${week} ${after}`;

async function ask(storage: Storage, k: number, asked: Asked) {
  const { rows } = await QUESTIONS.retention.ask({
    storage,
    asked,
    closedThrough: asked.range.to,
    rules: { k, of: 'users' },
  });
  return { rows, figures: Object.fromEntries(rows.map((row) => [keyOf(row), row['installations']])) };
}

describe('who comes back', () => {
  const FROM = TODAY - 60;
  const all = { from: FROM, to: FROM + 39 };
  const ranges: readonly DayRange[] = [all, { from: FROM + 8, to: FROM + 30 }, { from: FROM + 16, to: FROM + 16 }];
  const arrivals = someArrivals(3, FROM, 40);
  const shared = shareStorage();
  beforeAll(async () => {
    await shared().insert(arrivals.map(({ day, batch }) => rowOf(batch, day)));
    const { closer } = await closing(shared(), FROM + 40);
    await closer.close();
  });

  it('is counted exactly, by the week and version in which they were first seen', async () => {
    for (const range of ranges) {
      const { figures } = await ask(shared(), 1, { range });
      expect(Object.keys(figures).length).toBeGreaterThan(0);
      expect(figures).toEqual(counted(arrivals, range));
      const italian = await ask(shared(), 1, { range, filters: [{ dimension: 'country', segment: 'IT' }] });
      expect(italian.figures).toEqual(counted(arrivals, range, ({ context }) => context.country === 'IT'));
      const newer = await ask(shared(), 1, {
        range,
        filters: [
          { dimension: 'country', segment: 'IT' },
          { dimension: 'version', segment: '1.10.0' },
        ],
      });
      expect(newer.figures).toEqual(
        counted(arrivals, range, ({ context }) => context.country === 'IT' && context.version === '1.10.0'),
      );
    }
  });

  it('is a share of the week’s installations, and says which weeks are not over', async () => {
    const { rows, figures } = await ask(shared(), 1, { range: all });
    const versions = rows.map(({ version }) => VERSIONS.indexOf(version as (typeof VERSIONS)[number]));
    expect(versions).toEqual([...versions].sort((a, b) => b - a));
    for (const row of rows) {
      const of = Number(figures[`${row['version']} ${row['week']} 0`]);
      expect(Math.abs(Number(row['share']) - Number(row['installations']) / of)).toBeLessThanOrEqual(0.5e-4);
      const first = Date.parse(String(row['week'])) / 86_400_000 + 7 * Number(row['after']);
      const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => first + day <= all.to);
      expect([keyOf(row), row['days']]).toEqual([keyOf(row), days.length]);
    }
  });

  it('is not shown of few, and moved by a few at most', async () => {
    const { rows } = await ask(shared(), 5, { range: all });
    const known = counted(arrivals, all);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThanOrEqual(Object.keys(known).length);
    let moved = 0;
    for (const row of rows) {
      const truth = known[keyOf(row)] ?? 0;
      expect(truth).toBeGreaterThanOrEqual(5);
      const away = Math.abs(Number(row['installations']) - truth);
      expect(away).toBeLessThanOrEqual(3);
      moved += Number(away > 0);
    }
    expect(moved).toBeGreaterThan(0);
    // The same installations show the same number, however they were asked for.
    expect((await ask(shared(), 5, { range: all, product: 'candor-finder' })).rows).toEqual(rows);
  });

  it('is without who was erased, at once', async () => {
    const gone = new Set(arrivals.slice(0, 40).map(({ batch }) => batch.envelope.installation));
    const names = [...gone].map((installation) => fingerprint({ installation, keyHash: 'ab'.repeat(32) }));
    await eraseRows(shared(), names);
    await eraseFromRollups(shared(), names);
    const rest = arrivals.filter(({ batch }) => !gone.has(batch.envelope.installation));
    expect((await ask(shared(), 1, { range: all })).figures).toEqual(counted(rest, all));
  });
});

describe('who came before all that is kept', () => {
  it('is not new when the first day is no longer kept', async () => {
    const storage = await openStorage();
    const FROM = TODAY - 60;
    const [old, fresh] = [someBatch().envelope.installation, someBatch().envelope.installation];
    const on = (installation: string, day: number) =>
      rowOf(someBatch({ envelope: { installation, session: day } }), day);
    await storage.insert([on(old, FROM), on(old, FROM + 20), on(fresh, FROM + 20), on(fresh, FROM + 28)]);
    const { clock, closer } = await closing(storage, FROM + 30);
    await closer.close();
    const range = { from: FROM + 20, to: FROM + 28 };
    const before = await ask(storage, 1, { range });
    expect(before.rows.map(({ installations }) => installations)).toEqual([1, 1]);
    clock.day = FROM + KEPT_DAYS + 5;
    await closer.close();
    expect(await storage.query('SELECT count() AS rows FROM candor.installation_days')).toEqual([{ rows: 3 }]);
    expect(await ask(storage, 1, { range })).toEqual(before);
  });
});
