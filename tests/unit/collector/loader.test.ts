import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { START } from '../../../collector/journal/position.ts';
import { BLOCK_UNPACKED_BYTES, TURN_MS } from '../../../collector/limits.ts';
import { type Progress, readProgress, writeProgress } from '../../../collector/loader/progress.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { append, type Block, bodies, FakeStorage, NEVER_MS, openLoader, recordOf } from './support/loaders.ts';

describe('the loader', () => {
  it('repeats the same block after a fault, whatever has been appended since', async () => {
    const storage = new FakeStorage();
    storage.fail = 'after';
    const { journal, loader, faults } = await openLoader(temporaryFolder(), storage, {
      beforeInsert: async () => {
        if (storage.blocks.length >= 1) storage.fail = 'no';
        await append(journal, 1);
      },
    });
    await append(journal, 3);
    await loader.settled();
    const [first, again] = storage.blocks;
    expect(again).toEqual(first);
    expect(bodies(first as Block)).toHaveLength(3);
    expect(faults).toHaveLength(1);
  });

  it('repeats the same block after a restart', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    storage.fail = 'after';
    // Stopped in the pause after the first attempt.
    const first = await openLoader(folder, storage, {}, 60_000);
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
    await expect.poll(() => journal.waiting).toBe(0);
    expect(storage.blocks.map(({ length }) => length)).toEqual([1, 20]);
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
    await expect.poll(() => journal.waiting).toBe(0);
    expect(storage.blocks.flatMap(bodies)).toHaveLength(5);
  });

  it('bounds a block by what its batches unpack to, and goes on with the next one without a pause', async () => {
    const storage = new FakeStorage();
    const { journal, loader } = await openLoader(temporaryFolder(), storage, {}, 1, NEVER_MS);
    await append(journal, 10, BLOCK_UNPACKED_BYTES / 4);
    await append(journal, 1, BLOCK_UNPACKED_BYTES * 3);
    await append(journal, 2, BLOCK_UNPACKED_BYTES / 4);
    loader.wake();
    await expect.poll(() => journal.waiting).toBe(0);
    expect(storage.blocks.map(({ length }) => length)).toEqual([4, 4, 2, 1, 2]);
  });

  it('cuts a block anew that an earlier version has begun without asking what it unpacks to', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    const first = await openLoader(folder, storage);
    await append(first.journal, 8, BLOCK_UNPACKED_BYTES / 2);
    const block = { from: { segment: 1, offset: 0 }, to: first.journal.end };
    await first.journal.close();
    await writeProgress(path.join(folder, 'progress.json'), { loaded: START, block });

    const second = await openLoader(folder, storage);
    await second.loader.settled();
    expect(storage.blocks.map(({ length }) => length)).toEqual([2, 2, 2, 2]);
    expect(new Set(storage.blocks.flatMap(bodies)).size).toBe(8);
  });

  it('loads full blocks again once the bad batch is out of the way', async () => {
    const storage = new FakeStorage();
    const { journal, loader } = await openLoader(temporaryFolder(), storage);
    const [bad = ''] = await append(journal, 200, 1000);
    storage.refused = [bad];
    await loader.settled();
    const sizes = storage.blocks.map(({ length }) => length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(199);
    expect(sizes).toEqual([1, 2, 4, 8, 16, 32, 64, 72]);
  });

  it('begins anew, and does not pass over anything, whichever bit of its progress is flipped', async () => {
    const file = path.join(temporaryFolder(), 'progress.json');
    const block = { from: { segment: 3, offset: 1234 }, to: { segment: 3, offset: 5678 } };
    const progress: Progress = { loaded: { segment: 2, offset: 90 }, block };
    await writeProgress(file, progress);
    const written = readFileSync(file);
    const anew: Progress = { loaded: START, block: null };
    for (let bit = 0; bit < written.length * 8; bit++) {
      const flipped = Buffer.from(written);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(file, flipped);
      // Without its name the check is none, and says nothing of what is sound.
      expect([anew, progress], flipped.toString()).toContainEqual(await readProgress(file));
    }
    await writeProgress(file, { ...progress, block: null });
    expect(await readProgress(file)).toEqual({ ...progress, block: null });
  });

  it('repeats the half that was begun when it is killed, and then what follows', async () => {
    const folder = temporaryFolder();
    const progressFile = path.join(folder, 'progress.json');
    const storage = new FakeStorage();
    storage.fail = 'after';
    let left = '';
    const first = await openLoader(folder, storage, {
      beforeInsert: () => {
        if (storage.attempts.length === 2) left = readFileSync(progressFile, 'utf8');
        if (left) storage.fail = 'no';
      },
    });
    const names = await append(first.journal, 8, 1000);
    const journaled = readdirSync(path.join(folder, 'journal')).map((name) => path.join(folder, 'journal', name));
    const bytes = journaled.map((file) => readFileSync(file));
    await first.loader.settled();
    await first.loader.stop();
    await first.journal.close();
    expect(storage.attempts.map(({ length }) => length).slice(0, 3)).toEqual([8, 8, 4]);
    // As a kill in the middle of the third attempt leaves it.
    writeFileSync(progressFile, left);
    for (const [at, file] of journaled.entries()) writeFileSync(file, bytes[at] ?? '');

    const before = storage.blocks.length;
    const second = await openLoader(folder, storage);
    await second.loader.settled();
    const [repeated] = storage.blocks.slice(before);
    expect(repeated).toEqual(storage.blocks[2]);
    expect(storage.blocks.slice(before).flatMap(bodies)).toEqual(names);
  });

  it('makes no row that waits in memory, also when its block is repeated and halved', async () => {
    const storage = new FakeStorage();
    storage.fail = 'after';
    const { journal, loader, rows, made } = await openLoader(temporaryFolder(), storage, {
      beforeInsert: () => {
        if (storage.blocks.length >= 2) storage.fail = 'no';
      },
    });
    const others = await append(journal, 2);
    const appended = journal.append(recordOf());
    rows.keep(appended, 100, (bytes, at) => at + Buffer.from('the row').copy(bytes, at));
    await appended;
    others.push(...(await append(journal, 2)));
    await loader.settled();
    expect(new Set(made)).toEqual(new Set(others));
    expect(storage.blocks.map(({ length }) => length)).toEqual([5, 5, 3, 2]);
    expect(storage.blocks.slice(2).flatMap(bodies)).toEqual(others.toSpliced(2, 0, 'the row'));
    expect(rows.bytes).toBe(0);
  });

  it('lets others have their turn while it makes rows', async () => {
    const storage = new FakeStorage();
    const { journal, loader, makeSlowly } = await openLoader(temporaryFolder(), storage);
    await append(journal, 20);
    let turns = 0;
    const count = () => {
      turns++;
      if (storage.attempts.length === 0) setImmediate(count);
    };
    makeSlowly(TURN_MS);
    count();
    await loader.settled();
    expect(turns).toBeGreaterThan(15);
    expect(storage.blocks.flatMap(bodies)).toHaveLength(20);
  });
});
