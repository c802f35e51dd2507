import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { bucketOf } from '../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { MEASURES_WRITE_MS } from '../../../client/main/limits.ts';
import type { Program } from '../../../client/main/program.ts';
import { sessionsFolder } from '../../../client/main/recording/collection.ts';
import { previousRun } from '../../../client/main/recording/start-notes.ts';
import { sampled } from '../../../main/engine/measured.ts';
import { durationsOf } from '../../support/durations.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { finderFormat, finderMeasures } from '../../support/finder-format.ts';
import {
  accepting,
  decoded,
  enhanced,
  no,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { refuse } from '../../support/refusals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cycle = { milliseconds: 8, failed: false, rows: 300, skipped: 0 };

/** What a window has timed and counted. */
function windowMeasures(durations: Readonly<Record<string, number[]>>, counts: Readonly<Record<string, number>>) {
  const table = new OperationTable(finderMeasures);
  for (const [operation, milliseconds] of Object.entries(durations)) {
    for (const one of milliseconds) table.record(operation, 'ok', one * 1000);
  }
  for (const [id, amount] of Object.entries(counts)) table.count(id, amount);
  return { events: [], dropped: 0, operations: table.snapshot() };
}

/** How many durations of an operation fell into each bucket. */
const bucketsOf = (batch: Batch, operation: string) =>
  Object.fromEntries(durationsOf(batch, operation).map(({ bucket, count }) => [bucket, count]));

const logs = (folder: string) => readdirSync(path.join(folder, 'program', 'sessions'));

describe('what a session has measured', () => {
  it('is one histogram and one count for two windows, the engine and main together', async () => {
    const network = accepting();
    const { program, time } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    time.advance(1000);
    program.record(windowMeasures({ 'ipc.round-trip': [4, 4, 90] }, { 'ipc.calls': 3 }));
    program.record(windowMeasures({ 'ipc.round-trip': [4], 'finder.search': [12] }, { 'ipc.calls': 2 }));
    sampled(program.collection.measures, cycle);
    sampled(program.collection.measures, cycle);
    program.collection.measures.operations.record('app.quit', 'ok', 30);
    await program.close(soon());
    const batch = decoded(network.requests[0]);
    expect(batch.operations.operation).toEqual(['app.quit', 'finder.search', 'ipc.round-trip', 'sampling.cycle']);
    expect(bucketsOf(batch, 'ipc.round-trip')).toEqual({ [bucketOf(4000)]: 3, [bucketOf(90_000)]: 1 });
    expect(bucketsOf(batch, 'sampling.cycle')).toEqual({ [bucketOf(8000)]: 2 });
    expect(bucketsOf(batch, 'app.quit')).toEqual({ [bucketOf(30_000)]: 1 });
    expect(batch.counts).toEqual({ 'ipc.calls': 5, 'finder.rows-sampled': 600 });
  });

  it('is sent by the next start after a kill, as it was last written', async () => {
    const network = accepting();
    const { program, time, restart } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.record(windowMeasures({ 'view.switch': [20] }, {}));
    time.advance(MEASURES_WRITE_MS);
    sampled(program.collection.measures, cycle);
    time.advance(MEASURES_WRITE_MS);
    program.record(windowMeasures({ 'view.switch': [20] }, { 'ipc.calls': 1 }));
    // Not written any more when the process is killed, which is here.
    program.record(windowMeasures({ 'view.switch': [20] }, { 'ipc.calls': 1 }));

    const next = restart();
    await next.start();
    await next.close(soon());
    const [killed, quit] = network.requests.map(decoded);
    expect(killed?.envelope).toMatchObject({ session: 1, end: 'killed' });
    expect(killed && bucketsOf(killed, 'view.switch')).toEqual({ [bucketOf(20_000)]: 2 });
    expect(killed?.counts).toEqual({ 'ipc.calls': 1, 'finder.rows-sampled': 300 });
    expect(killed?.throughput).toEqual({ 'below-1k': 1 });
    expect(quit?.operations.operation).toEqual([]);
  });

  it('is nothing of before a Yes, and a second Yes finds nothing of the first', async () => {
    const folder = temporaryFolder();
    const network = accepting();
    const { program, time } = programFixture(folder, network.transport);
    const measure = () => {
      program.record(windowMeasures({ 'view.switch': [20] }, { 'ipc.calls': 1 }));
      program.collection.measures.operations.record('app.start', 'ok', 700);
      sampled(program.collection.measures, cycle);
    };
    await program.start();
    time.advance(1000);
    measure();
    expect(program.collection.measures.operations.snapshot()).toMatchObject({
      operations: { operation: [] },
      counts: {},
    });
    program.decide(yes);
    time.advance(1000);
    measure();
    program.decide(no);
    measure();
    program.decide(yes);
    await program.close(soon());
    expect(network.requests).toHaveLength(1);
    expect(decoded(network.requests[0])).toMatchObject({ operations: { operation: [] }, counts: {}, throughput: {} });
  });

  it('arms no timer and writes nothing while nothing happens', async () => {
    const folder = temporaryFolder();
    const { program, time } = programFixture(folder, accepting().transport);
    await program.start();
    program.decide(yes);
    const [log] = logs(folder);
    const size = () => systemDisk.facts(path.join(folder, 'program', 'sessions', log ?? ''))?.bytes;
    const before = size();
    time.advance(60 * 60_000);
    expect(time.armed).toBe(0);
    expect(size()).toBe(before);
  });
});

/** The lines of a batch, without their times. */
const linesOf = (batch: Batch | undefined) => batch?.logs.map(({ code, values }) => [code, ...values]);

/** A run at the enhanced level after one whose batch could not be sent; its first attempt is a minute away. */
async function runWithOneWaiting(network: FakeNetwork) {
  const folder = temporaryFolder();
  const fixture = programFixture(folder, () => Promise.reject(new Error('down')));
  fixture.program.decide(enhanced);
  fixture.program.record(used('go.search'));
  await fixture.program.close(soon());
  return { ...fixture, folder, next: fixture.restart({ transport: network.transport }) };
}

const close = async (program: Program, network: FakeNetwork) => {
  await program.close(soon());
  return decoded(network.requests.at(-1));
};

describe('the product log', () => {
  it('tells of each attempt that failed, and of the batches that were sent', async () => {
    const answers = ['fail', answer(200, '<html>Please log in</html>'), answer(503)] as const;
    const network = new FakeNetwork((request) => answers[network.requests.length - 1] ?? receiptFor(request));
    const { next, time } = await runWithOneWaiting(network);
    await next.start();
    for (let attempts = 1; attempts <= 4; attempts++) {
      time.advance(time.next ?? 0);
      await expect.poll(() => network.requests.length).toBe(attempts);
      await settle();
    }
    expect(linesOf(await close(next, network))).toEqual([
      ['delivery.failed', 'other', 1],
      ['delivery.failed', 'not-a-receipt', 2],
      ['delivery.failed', 'server-error', 3],
      ['delivery.done', 1],
    ]);
  });

  it('tells of a batch that the collector refused, and of a request that took too long', async () => {
    const network = new FakeNetwork((request) => {
      const number = network.requests.length;
      if (number === 1) return 'hang';
      return number > 2 ? receiptFor(request) : refuse(request, 'invalid');
    });
    const { next, time } = await runWithOneWaiting(network);
    await next.start();
    time.advance(60_000);
    await expect.poll(() => network.requests.length).toBe(1);
    time.advance(30_000);
    await expect.poll(() => time.next).toBeDefined();
    time.advance(time.next ?? 0);
    await expect.poll(() => network.requests.length).toBe(2);
    await settle();
    expect(linesOf(await close(next, network))).toEqual([
      ['delivery.failed', 'timeout', 1],
      ['delivery.failed', 'refused', 2],
    ]);
  });

  it('says nothing of a request that a withdrawal ended, because nothing is written any more', async () => {
    const network = new FakeNetwork(() => 'hang');
    const { next, time, folder } = await runWithOneWaiting(network);
    await next.start();
    time.advance(60_000);
    await expect.poll(() => network.requests.length).toBe(1);
    next.decide(no);
    await settle();
    expect(network.aborted).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('tells of batches that waited too long', async () => {
    const network = accepting();
    const { next, time, folder } = await runWithOneWaiting(network);
    const outbox = path.join(folder, 'program', 'outbox');
    const longAgo = new Date(time.now() - 31 * 24 * 60 * 60_000);
    for (const name of readdirSync(outbox)) utimesSync(path.join(outbox, name), longAgo, longAgo);
    await next.start();
    const batch = await close(next, network);
    expect(linesOf(batch)).toEqual([['outbox.trimmed', 'expired', 1]]);
    expect(batch.dropped).toMatchObject({ 'outbox-expired': 1 });
  });

  it('is not written at the standard level', async () => {
    const network = accepting();
    const { program } = programFixture(temporaryFolder(), network.transport);
    program.decide(yes);
    program.collection.write('engine.started', { attempt: 1 });
    expect(linesOf(await close(program, network))).toEqual([]);
  });
});

describe('how the run before ended', () => {
  const look = (folder: string, runs: number) =>
    previousRun(systemDisk, sessionsFolder(path.join(folder, 'program')), runs, finderFormat);

  it('is known from the log that it left, and there was none before the first', async () => {
    const folder = temporaryFolder();
    const { program, restart, options } = programFixture(folder, accepting().transport);
    const runs = () => options.identity.get().runs;
    expect(look(folder, runs())).toEqual({ before: 'first', damaged: 0 });
    program.decide(yes);
    program.record(used('go.search'));
    expect(look(folder, runs())).toEqual({ before: 'killed', damaged: 0 });
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(look(folder, runs())).toEqual({ before: 'quit', damaged: 0 });
  });

  it('is that it was killed when its log cannot be read, and such logs are counted', () => {
    const folder = temporaryFolder();
    const { program } = programFixture(folder, accepting().transport);
    program.decide(yes);
    writeFileSync(path.join(folder, 'program', 'sessions', '0000000009.log'), 'no log at all');
    writeFileSync(path.join(folder, 'program', 'sessions', 'notes.txt'), 'not counted');
    expect(look(folder, 9)).toEqual({ before: 'killed', damaged: 1 });
  });
});
