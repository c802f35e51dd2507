import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import type { CountedReport } from '../../../client/core/errors/error-counter.ts';
import type { AnswerRow, Asked } from '../../../collector/answers/question.ts';
import { QUESTIONS } from '../../../collector/answers/questions/questions.ts';
import { SourceMaps } from '../../../collector/sourcemaps/source-maps.ts';
import { batchRow } from '../../../collector/storage/rows.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { bytesOf, columnsOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 40;
const VERSIONS = ['1.9.0', '1.10.0', '1.11.0'] as const;

const thrown = { handledBy: 'uncaught', process: 'main', reason: 'none', foreign: 0 } as const;

/** Reports that a session can have: the same error at other places in each version, one without a place, and a crash. */
function reportsOf(version: string, random: Random): CountedReport[] {
  const line = 10 + VERSIONS.indexOf(version as '1.9.0');
  const all: CountedReport[] = [
    {
      report: { ...thrown, class: 'TypeError', code: 'none', frames: [{ file: 'main/index', line, column: 5 }] },
      count: 2,
    },
    { report: { ...thrown, class: 'SystemError', code: 'ENOENT', frames: [] }, count: 1 },
    {
      report: {
        class: 'none',
        code: 'none',
        process: 'renderer',
        handledBy: 'render-process-gone',
        reason: 'crashed',
        frames: [],
        foreign: 0,
      },
      count: 1,
    },
  ];
  return all.filter(() => random.below(3) === 0);
}

interface Arrival {
  readonly day: number;
  readonly product: 'candor-finder' | 'candor-other';
  readonly batch: Batch;
}

/** Sessions of some batches, which come on several days; the third version never throws a TypeError, of another product the first. */
function someArrivals(seed: number): Arrival[] {
  const random = new Random(seed);
  return Array.from({ length: 60 }, (_, session) => {
    const who = 10 + random.below(20);
    const installation = `00000000-0000-4000-8000-0000000000${who}`;
    const product: Arrival['product'] = who < 20 ? 'candor-finder' : 'candor-other';
    const without = product === 'candor-finder' ? '1.11.0' : '1.9.0';
    const version = random.pick(VERSIONS);
    const began = FROM + 8 * random.below(3);
    return Array.from({ length: 1 + random.below(3) }, (__, sequence) => ({
      day: began + random.below(2) * 8 * (sequence > 0 ? 1 : 0),
      product,
      batch: someBatch({
        envelope: { installation, session: session + 1, sequence },
        context: { version },
        reports: {
          errors: reportsOf(version, random).filter(
            ({ report }) => report.class !== 'TypeError' || version !== without,
          ),
        },
      }),
    }));
  })
    .flat()
    .sort((a, b) => a.day - b.day);
}

const range = { from: FROM, to: FROM + 24 };

/** What is expected, as a person would count it. */
function expected(arrivals: readonly Arrival[]) {
  const errors = new Map<string, { reports: number; who: Set<string>; sessions: Set<string>; versions: Set<string> }>();
  const [sessions, crashed] = [new Set<string>(), new Set<string>()];
  for (const { batch, product } of arrivals) {
    const { installation, session } = batch.envelope;
    const run = `${installation} ${session}`;
    sessions.add(run);
    for (const { report, count } of batch.errors) {
      const name = `${product} ${report.class} ${report.code} ${report.frames[0]?.file ?? 'none'}`;
      const error = errors.get(name) ?? { reports: 0, who: new Set(), sessions: new Set(), versions: new Set() };
      error.reports += count;
      error.who.add(installation);
      error.sessions.add(run);
      error.versions.add(batch.context.version);
      errors.set(name, error);
      if (report.handledBy === 'render-process-gone') crashed.add(run);
    }
  }
  const inOrder = (versions: Set<string>) => VERSIONS.filter((version) => versions.has(version));
  return {
    errors: new Map(
      [...errors].map(([name, { reports, who, sessions, versions }]) => [
        name,
        {
          reports,
          installations: who.size,
          sessions: sessions.size,
          firstVersion: inOrder(versions)[0],
          lastVersion: inOrder(versions).at(-1),
        },
      ]),
    ),
    summary: {
      sessions: sessions.size,
      crashedSessions: crashed.size,
      crashFree: 1 - crashed.size / sessions.size,
    },
  };
}

/** A map in which line 11, column 5 is of src/index.ts, line 3, column 1, named `open`. */
const MAP = JSON.stringify({
  version: 3,
  sources: ['src/index.ts'],
  names: ['open'],
  mappings: `${';'.repeat(10)}IAEAA`,
});

describe('what goes wrong', () => {
  const arrivals = someArrivals(5);
  const shared = shareStorage();
  const dataDir = suiteFolder();
  const sources = new SourceMaps(dataDir);
  beforeAll(async () => {
    const storage = shared();
    await storage.insert(
      arrivals.map(({ day, batch, product }) => {
        const columns = columnsOf(bytesOf(batch));
        return batchRow({ ...columns, context: { ...columns.context, product } }, day);
      }),
    );
    const { closer } = await closing(storage, FROM + 30);
    await closer.close();
    const built = path.join(dataDir, 'built');
    mkdirSync(path.join(built, 'main'), { recursive: true });
    writeFileSync(path.join(built, 'main', 'index-BjFl2MlH.js.map'), MAP);
    await sources.add('candor-finder', '1.10.0', built);
  });

  const ask = async (k: number, change: Partial<Asked> = {}) => {
    const { rows, summary } = await QUESTIONS.errors.ask({
      storage: shared(),
      asked: { range, ...change },
      closedThrough: range.to,
      rules: { k, of: 'users' },
      sources,
    });
    return { rows, summary, by: new Map(rows.map((row) => [nameOf(row), row])) };
  };
  const nameOf = (row: AnswerRow) => `${row['product']} ${row['class']} ${row['code']} ${row['file']}`;

  it('is told exactly of each product over all its builds, each session once however many days it has it on', async () => {
    const isNewer = { dimension: 'version', segment: '1.10.0' } as const;
    const isDebian = { dimension: 'distribution', segment: 'debian' } as const;
    const cases: readonly (readonly [Partial<Asked>, (batch: Batch, product: Arrival['product']) => boolean])[] = [
      [{}, () => true],
      [{ product: 'candor-other' }, (_, product) => product === 'candor-other'],
      [{ filters: [isNewer] }, ({ context }) => context.version === '1.10.0'],
      [
        { filters: [isNewer, isDebian] },
        ({ context: { version, distribution } }) => version === '1.10.0' && distribution === 'debian',
      ],
    ];
    for (const [change, isIn] of cases) {
      const { errors, summary } = expected(arrivals.filter(({ batch, product }) => isIn(batch, product)));
      const told = await ask(1, change);
      expect([...told.by.keys()].sort()).toEqual([...errors.keys()].sort());
      for (const [name, figures] of errors) expect([name, told.by.get(name)]).toMatchObject([name, figures]);
      expect(told.summary).toEqual(summary);
    }
  });

  it('has its places in each version, and in the source where there is a map', async () => {
    const { by } = await ask(1);
    const row = by.get('candor-finder TypeError none main/index') as { places: readonly AnswerRow[] };
    const at = (version: string) => row.places.find((place) => place['version'] === version);
    expect(at('1.10.0')).toMatchObject({
      line: 11,
      column: 5,
      source: { file: 'src/index.ts', line: 3, column: 1, name: 'open' },
    });
    expect(at('1.9.0')).toMatchObject({ line: 10, column: 5, source: null });
    await sources.remove('candor-finder', '1.10.0');
    const without = (await ask(1)).by.get('candor-finder TypeError none main/index') as {
      places: readonly AnswerRow[];
    };
    expect(without.places.every(({ source }) => source === null)).toBe(true);
  });

  it('is protected: near the true figures, and nothing of a few', async () => {
    const { errors } = expected(arrivals);
    const { rows } = await ask(5);
    expect(rows.length).toBeLessThanOrEqual(errors.size);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const truth = errors.get(nameOf(row));
      expect(Math.abs(Number(row['installations']) - (truth?.installations ?? 0))).toBeLessThanOrEqual(3);
    }
    expect(await ask(30)).toMatchObject({ rows: [], summary: { crashFree: null } });
  });
});
