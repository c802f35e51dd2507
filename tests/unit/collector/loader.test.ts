import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFiles } from '../../../collector/journal/files.ts';
import { Journal } from '../../../collector/journal/journal.ts';
import { Loader, type LoaderSeams } from '../../../collector/loader/loader.ts';
import { type Progress, readProgress } from '../../../collector/loader/progress.ts';
import { type Block, type Storage, StorageUnavailable } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A storage that remembers its blocks and fails when told to, before or after it has one. */
class FakeStorage implements Storage {
  readonly blocks: Block[] = [];
  fail: 'no' | 'before' | 'after' = 'no';
  unreadable: readonly number[] = [];

  async insert(block: Block) {
    if (this.fail === 'before') throw new StorageUnavailable('before');
    this.blocks.push(block);
    if (this.fail === 'after') throw new StorageUnavailable('after');
    return { unreadable: this.unreadable };
  }

  query = () => Promise.reject(new Error('no queries here'));
  run = () => Promise.reject(new Error('no statements here'));
  isReady = () => true;
  close = () => Promise.resolve();
}

async function openLoader(folder: string, storage: Storage, seams: LoaderSeams = {}) {
  const progressFile = path.join(folder, 'progress.json');
  const progress = await readProgress(progressFile, () => 'a-journal');
  const directory = path.join(folder, 'journal');
  const onSetAside = () => expect.unreachable('nothing is damaged');
  const { journal } = await Journal.open({ directory, files: nodeFiles, loaded: progress.loaded, onSetAside });
  const faults: string[] = [];
  const onFault = (message: string) => faults.push(message);
  const loader = new Loader({ journal, storage, progress, progressFile, unreadableDirectory: folder, onFault, seams });
  onTestFinished(() => loader.stop().then(() => journal.close()));
  const stored = () => JSON.parse(readFileSync(progressFile, 'utf8')) as Progress;
  return { journal, loader, faults, stored };
}

let lastNumber = 0;

async function append(journal: Journal, count: number): Promise<void> {
  const records = Array.from({ length: count }, () => {
    const batch = `00000000-0000-8000-8000-${String(++lastNumber).padStart(12, '0')}`;
    return { batch, day: 20_000, body: Buffer.from(batch) };
  });
  await Promise.all(records.map((record) => journal.append(record)));
}

const bodies = ({ batches }: Block) => batches.map(({ body }) => Buffer.from(body).toString());

describe('the loader', () => {
  it('repeats the same block under the same token after a fault, whatever has been appended since', async () => {
    const storage = new FakeStorage();
    storage.fail = 'after';
    const { journal, loader, faults } = await openLoader(temporaryFolder(), storage, {
      beforeInsert: async () => {
        if (storage.blocks.length >= 2) storage.fail = 'no';
        await append(journal, 1);
      },
    });
    await append(journal, 3);
    await loader.settled();
    const [first, ...again] = storage.blocks.slice(0, 3);
    expect(again).toHaveLength(2);
    for (const block of again) expect(block).toEqual(first);
    expect(bodies(first as Block)).toHaveLength(3);
    expect(faults).toHaveLength(2);
  });

  it('repeats the same block under the same token after a restart', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    storage.fail = 'after';
    const first = await openLoader(folder, storage);
    await append(first.journal, 3);
    const settling = expect(first.loader.settled()).rejects.toThrow('stopped');
    await expect.poll(() => storage.blocks.length).toBeGreaterThan(0);
    await first.loader.stop();
    await settling;
    expect(first.stored().block).not.toBeNull();
    await append(first.journal, 2);
    await first.journal.close();

    storage.fail = 'no';
    const before = storage.blocks.length;
    const second = await openLoader(folder, storage);
    await second.loader.settled();
    const [repeated, rest] = storage.blocks.slice(before);
    expect(repeated).toEqual(storage.blocks[0]);
    expect(bodies(rest as Block)).toHaveLength(2);
    expect(rest?.token).not.toBe(repeated?.token);
    expect(second.stored()).toMatchObject({ block: null, loaded: second.journal.end });
  });

  it('has the bounds of a block on the disk before it inserts it', async () => {
    const storage = new FakeStorage();
    const seen: unknown[] = [];
    const { journal, loader, stored } = await openLoader(temporaryFolder(), storage, {
      beforeInsert: () => void seen.push(stored().block),
    });
    await append(journal, 2);
    await loader.settled();
    expect(seen).toEqual([{ from: { segment: 1, offset: 0 }, to: journal.end }]);
  });

  it('gathers what comes within a second into one block', async () => {
    const storage = new FakeStorage();
    const { journal, loader } = await openLoader(temporaryFolder(), storage);
    await append(journal, 1);
    await loader.settled();
    for (let turn = 0; turn < 20; turn++) {
      await append(journal, 1);
      loader.wake();
    }
    await expect.poll(() => journal.waiting, { timeout: 5000 }).toBe(0);
    expect(storage.blocks.map(({ batches }) => batches.length)).toEqual([1, 20]);
  });

  it('forgets nothing while the storage is away, and goes on by itself when it is back', async () => {
    const storage = new FakeStorage();
    storage.fail = 'before';
    const { journal, loader, faults } = await openLoader(temporaryFolder(), storage);
    await append(journal, 5);
    loader.wake();
    await expect.poll(() => faults.length).toBeGreaterThan(1);
    expect(journal.waiting).toBe(5);
    storage.fail = 'no';
    await expect.poll(() => journal.waiting, { timeout: 5000 }).toBe(0);
    expect(storage.blocks.flatMap(bodies)).toHaveLength(5);
  });

  it('keeps what the storage cannot read in a file of its own', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    storage.unreadable = [1];
    const { journal, loader, faults } = await openLoader(folder, storage);
    await append(journal, 2);
    await loader.settled();
    const [block] = storage.blocks;
    const kept = readFileSync(path.join(folder, '1-0-1.batch'));
    expect(kept.subarray(32).toString()).toBe(bodies(block as Block)[1]);
    expect(faults).toHaveLength(1);
  });
});
