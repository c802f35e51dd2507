import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { SHOWN_SESSIONS } from '../../../client/core/ipc/limits.ts';
import { jsonList, writeList } from '../../../client/main/files/save-list.ts';
import { MAX_SHOWN_BATCHES } from '../../../client/main/limits.ts';
import { brotli } from '../../../client/main/recording/platform-codec.ts';
import { describeBatch } from '../../../client/main/user-data/shown-batch.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { FakeNetwork } from '../../support/fakes.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { finderFormat } from '../../support/finder-format.ts';
import { fullReports } from '../../support/full-reports.ts';
import { makePipe, snapshot } from '../../support/hostile-files.ts';
import { programFixture, settle, used, yes } from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { offline, outbox, waitingSessions } from './support/waiting-sessions.ts';

const enhanced = { ...yes, level: 'enhanced' } as const;

describe('what is shared', () => {
  it('shows what was timed, counted, went wrong and was noted, and who and what the enhanced level adds', async () => {
    const { program } = programFixture(temporaryFolder(), new FakeNetwork().transport, {
      enhanced: () => Promise.resolve({ organisation: { role: 'standard' }, configuration: { theme: 'dark' } }),
    });
    program.decide(enhanced);
    await settle();
    const { measures } = program.collection;
    for (const milliseconds of [10, 10, 200]) measures.operations.record('finder.search', 'ok', milliseconds);
    measures.operations.record('export', 'failed', 3000);
    measures.operations.count('finder.rows-sampled', 70_000);
    measures.operations.countMinute(5);
    measures.errors.report(new TypeError('secret'), 'caught');
    measures.errors.report(new TypeError('secret'), 'caught');
    program.collection.write('engine.started', { attempt: 2 });

    const [batch] = program.unsent.view().batches;
    const [search, failed] = batch?.operations ?? [];
    expect(search).toMatchObject({ operation: 'finder.search', outcome: 'ok', count: 3 });
    expect(search?.half).toBeGreaterThanOrEqual(10_000);
    expect(search?.half).toBeLessThan(10_000 * 1.0906);
    expect(search?.slowest).toBeGreaterThanOrEqual(200_000);
    expect(search?.slowest).toBeLessThan(200_000 * 1.0906);
    expect(search?.ranges.map(({ count }) => count)).toEqual([2, 1]);
    expect(failed).toMatchObject({ operation: 'export', outcome: 'failed', count: 1 });
    expect(batch?.errors).toMatchObject([{ class: 'TypeError', process: 'main', handledBy: 'caught', count: 2 }]);
    expect(batch?.logs).toEqual([{ code: 'engine.started', time: 0, values: [2] }]);
    expect(Object.fromEntries((batch?.fields ?? []).map(({ path: at, value }) => [at, value]))).toMatchObject({
      'counts.finder.rows-sampled': '70000',
      'throughput.below-1k': '1',
      'organisation.role': 'standard',
      'organisation.user': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'configuration.theme': 'dark',
    });
    expect(JSON.stringify(batch)).not.toContain('secret');
  });

  it('leaves out nothing of a batch of another version, whatever it holds', () => {
    const batch = {
      envelope: { batch: 'b', session: 3, start: '2026-03-09', mood: 'calm' },
      usage: [{ command: 'edit.fold', source: 'voice', time: 1 }],
      operations: { operation: ['x'], outcome: ['ok'], buckets: [1], bucket: [1, 2], count: [1] },
      errors: [{ report: { shape: 'new' }, count: 1 }],
      logs: 'none',
      dreams: { list: [1, 2] },
    };
    const described = describeBatch(batch, 'stored', 9);
    expect(described).toMatchObject({ usage: batch.usage, operations: [], errors: [], logs: [] });
    expect(described.fields).toEqual([
      { path: 'envelope.batch', value: 'b' },
      { path: 'envelope.session', value: '3' },
      { path: 'envelope.start', value: '2026-03-09' },
      { path: 'envelope.mood', value: 'calm' },
      { path: 'operations', value: JSON.stringify(batch.operations) },
      { path: 'errors', value: JSON.stringify(batch.errors) },
      { path: 'logs', value: '"none"' },
      { path: 'dreams', value: '{"list":[1,2]}' },
    ]);
  });

  it('names a batch that the disk has damaged, which is never sent and can be deleted', async () => {
    const folder = temporaryFolder();
    const { network } = offline();
    const program = await waitingSessions(programFixture(folder, network.transport), 'go.search');
    const [file = ''] = outbox(folder);
    writeFileSync(path.join(folder, 'program/outbox', file), 'not a batch');
    const shared = program.unsent.view();
    expect(shared.batches.map(({ state, bytes }) => [state, bytes])).toEqual([
      ['current', expect.any(Number)],
      ['unreadable', 0],
    ]);
    const run = shared.batches[1]?.run ?? 0;
    expect(await program.unsent.delete({ what: 'session', run })).toEqual({ deleted: true, mayHaveArrived: false });
    expect(outbox(folder)).toEqual([]);
  });

  it('reads the newest sessions of a full outbox and no others, and more when asked', async () => {
    const folder = temporaryFolder();
    const faulty = new FaultyDisk();
    const { program } = programFixture(folder, new FakeNetwork().transport, { disk: faulty.disk });
    program.decide(yes);
    const [batch] = program.unsent.batches();
    if (!batch) throw new Error('no session');
    const bytes = finderFormat.encode(batch, brotli);
    const checksum = crc32(bytes).toString(16).padStart(8, '0');
    mkdirSync(path.join(folder, 'program/outbox'), { recursive: true });
    for (let run = 1; run <= 10_000; run += 1) {
      const name = `${String(run).padStart(10, '0')}-00000-${batch.envelope.batch}.${checksum}.batch`;
      writeFileSync(path.join(folder, 'program/outbox', name), bytes);
    }
    let reads = 0;
    let looks = 0;
    faulty.fails = (operation) => {
      if (operation === 'read') reads += 1;
      if (operation === 'facts') looks += 1;
      return undefined;
    };
    const shared = program.unsent.view();
    // The session's log as well.
    expect([reads, looks]).toEqual([SHOWN_SESSIONS + 1, expect.toSatisfy((count: number) => count <= 1)]);
    expect(shared).toMatchObject({ waiting: 10_000, older: 10_000 - SHOWN_SESSIONS });
    expect(shared.batches.slice(1).map(({ run }) => run)).toEqual(
      Array.from({ length: SHOWN_SESSIONS }, (_, index) => 10_000 - index),
    );
    reads = 0;
    expect(program.unsent.view(2 * SHOWN_SESSIONS).older).toBe(10_000 - 2 * SHOWN_SESSIONS);
    expect(reads).toBe(2 * SHOWN_SESSIONS + 1);
    reads = 0;
    expect(program.unsent.view(5000).older).toBe(10_000 - MAX_SHOWN_BATCHES);
    expect(reads).toBe(MAX_SHOWN_BATCHES + 1);
  });
});

describe('what is saved', () => {
  it('is every batch as it would be sent, valid by the schema that docs publish', async () => {
    const folder = temporaryFolder();
    const { network } = offline();
    const program = await waitingSessions(programFixture(folder, network.transport), 'go.search', 'go.processes');
    program.record({ ...used('help.about'), operations: onlyOperations(), errors: onlyErrors() });
    const text = [...jsonList(program.unsent.batches())].join('');
    const batches = JSON.parse(text);
    const schema = JSON.parse(readFileSync(new URL('../../../docs/batch.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    for (const batch of batches) {
      validate(batch);
      expect(validate.errors ?? []).toEqual([]);
    }
    expect(batches.map(({ envelope }: { envelope: { session: number } }) => envelope.session)).toEqual([3, 1, 2]);
    expect(batches[0].operations.operation).toContain('finder.search');
    expect(batches[0].errors).toEqual(fullReports.errors.slice(0, 1));
    expect(validate({ ...batches[0], envelope: {} })).toBe(false);
  });

  it('is an empty list when there is nothing', () => {
    expect(JSON.parse([...jsonList([])].join(''))).toEqual([]);
  });

  it('is saved for its user alone, over a file that others could read as well', async () => {
    const file = path.join(temporaryFolder(), 'list.json');
    writeFileSync(file, 'before', { mode: 0o644 });
    await writeList(file, [1], systemRandomness);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('touches nothing beside it: no pipe is waited for, no link followed, no file of somebody else’s written over', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'list.json');
    for (const other of ['half a download', 'link', 'pipe']) {
      const beside = `${file}.part`;
      rmSync(beside, { force: true });
      writeFileSync(path.join(folder, 'mine'), 'mine');
      if (other === 'pipe') makePipe(beside);
      else if (other === 'link') symlinkSync('mine', beside);
      else writeFileSync(beside, 'mine');
      const before = snapshot(beside);
      await writeList(file, [other], systemRandomness);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([other]);
      expect(snapshot(beside)).toEqual(before);
      expect(readFileSync(path.join(folder, 'mine'), 'utf8')).toBe('mine');
    }
    const failing = function* () {
      yield 1;
      throw new Error('no more');
    };
    await expect(writeList(file, failing(), systemRandomness)).rejects.toThrow('no more');
    expect(readdirSync(folder).sort()).toEqual(['list.json', 'list.json.part', 'mine']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['pipe']);
  });
});

const onlyOperations = () => ({
  operations: { operation: ['finder.search'], outcome: ['ok'], buckets: [1], bucket: [96], count: [2] },
  counts: {},
  throughput: {},
});
const onlyErrors = () => ({ reports: fullReports.errors.slice(0, 1), dropped: 0 });
