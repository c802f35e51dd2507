import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { fingerprintOf } from '../../../client/core/errors/error-report.ts';
import { boundsOf, bucketOf, Histogram, MAX_BUCKETS } from '../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import { finderMeasures } from '../../support/finder-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { Random } from './support/random.ts';
import { someDurations, someReports } from './support/reports.ts';
import { openStorage, TODAY } from './support/storages.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const full = someBatch({ envelope: { level: 'enhanced' }, dropped: { refused: 4 }, reports: someReports });

async function storageWith(...batches: readonly Batch[]) {
  const storage = await openStorage();
  await storage.insert(batches.map((batch) => rowOf(batch, TODAY)));
  return storage;
}

describe('the views, for people who ask the tables', () => {
  it('have one row a row of a group, and say whose it is', async () => {
    const storage = await storageWith(full, someBatch());
    const { batch, installation, session, sequence } = full.envelope;
    const { product, version, os } = full.context;
    const ofBatch = { batch, installation, session, sequence, product, version, os };
    const rowsOf = (view: string) =>
      storage.query(`SELECT * FROM candor.${view} WHERE batch = {batch:UUID} ORDER BY row`, { batch });
    const expected: Readonly<Record<string, readonly object[]>> = {
      usage: full.usage,
      dropped: [{ reason: 'refused', count: 4 }],
      counts: Object.entries(someReports.counts).map(([id, count]) => ({ id, count })),
      throughput: Object.entries(someReports.throughput).map(([name, minutes]) => ({ class: name, minutes })),
      errors: someReports.errors.map(({ report: { frames, ...report }, count }) => ({
        ...report,
        count,
        fingerprint: fingerprintOf({ ...report, frames }, (text) => createHash('sha256').update(text).digest()),
        file: frames.map(({ file }) => file),
        line: frames.map(({ line }) => line),
        column: frames.map(({ column }) => column),
      })),
      logs: someReports.logs.map(({ code, time, values }) => ({ code, time, value: values.map(String) })),
      configuration: Object.entries(someReports.configuration).map(([setting, value]) => ({ setting, value })),
    };
    for (const [view, rows] of Object.entries(expected)) {
      expect(rows.length).toBeGreaterThan(0);
      expect([view, await rowsOf(view)]).toEqual([
        view,
        rows.map((row, index) => ({ ...ofBatch, row: index + 1, ...row })),
      ]);
    }
  });

  it('have one row a filled bucket of a histogram, with the duration that it stands for', async () => {
    const storage = await storageWith(full);
    const rows = await storage.query<{ bucket: number; count: number; microseconds: number }>(
      `SELECT bucket, count, microseconds FROM candor.operations
       WHERE operation = 'finder.search' AND outcome = 'ok' ORDER BY bucket`,
    );
    const buckets = someDurations.map(bucketOf);
    const filled = [...new Set(buckets)].map((bucket) => [bucket, buckets.filter((other) => other === bucket).length]);
    expect(rows.map(({ bucket, count }) => [bucket, count])).toEqual(filled);
    const others = await storage.query(
      `SELECT operation, outcome, bucket, count FROM candor.operations
       WHERE NOT (operation = 'finder.search' AND outcome = 'ok') ORDER BY operation`,
    );
    expect(others).toEqual([
      { operation: 'app.quit', outcome: 'ok', bucket: 0, count: 1 },
      { operation: 'finder.search', outcome: 'failed', bucket: MAX_BUCKETS - 1, count: 1 },
    ]);
    for (const { bucket, microseconds } of rows) {
      expect(microseconds / boundsOf(bucket).estimate).toBeCloseTo(1, 9);
    }
  });

  it('give the quantiles that the histograms of all sessions together have', async () => {
    const random = new Random(7);
    const durations = Array.from({ length: 1000 }, () => Math.floor(10 ** (2 + 4 * random.fraction())));
    const whole = new Histogram();
    for (const duration of durations) whole.record(duration);
    const sessions = [0, 1, 2, 3, 4].map((part) => {
      const table = new OperationTable(finderMeasures);
      for (const duration of durations.filter((_, at) => at % 5 === part)) table.record('app.start', 'ok', duration);
      return someBatch({ reports: table.snapshot() });
    });
    const storage = await storageWith(...sessions);

    const sorted = durations.toSorted((a, b) => a - b);
    for (const q of [0.01, 0.5, 0.9, 0.95, 0.99, 1]) {
      const [row] = await storage.query<{ found: number }>(
        `SELECT quantileExactWeighted(${q})(microseconds, count) AS found FROM candor.operations`,
      );
      const expected = whole.quantile(q);
      expect((row?.found ?? 0) / (expected?.estimate ?? 0)).toBeCloseTo(1, 9);
      const exact = sorted[Math.floor(q * (durations.length - 1))] ?? 0;
      expect(exact).toBeGreaterThan(expected?.lower ?? Number.POSITIVE_INFINITY);
      expect(exact).toBeLessThanOrEqual(expected?.upper ?? 0);
    }
  });

  it('answer every question that the operating guide shows', async () => {
    const storage = await storageWith(full);
    const examples = blocksOf('sql').flatMap((text) => text.split(/;\n+/).filter(Boolean));
    expect(examples.length).toBeGreaterThan(3);
    for (const example of examples) expect([example, await storage.query(example)]).not.toEqual([example, []]);
  });

  it('answer the command that the operating guide shows', async () => {
    const dataDir = temporaryFolder();
    const storage = await openStorage(path.join(dataDir, 'store'));
    await storage.insert([rowOf(full, TODAY)]);
    await storage.close();
    const [command = ''] = blocksOf('').filter((text) => text.includes('FOLDER/store'));
    const answer = execFileSync('sh', ['-c', command.replace('FOLDER', dataDir)], { cwd: ROOT, encoding: 'utf8' });
    expect(answer).toMatch(/go\.search +│ +2 │/);
  });
});

/** Code blocks of the operating guide in a language. */
function blocksOf(language: string): string[] {
  const guide = readFileSync(path.join(ROOT, 'docs', 'operating-the-collector.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  return blocks.flatMap(([, itsLanguage, text = '']) => (itsLanguage === language ? [text] : []));
}
