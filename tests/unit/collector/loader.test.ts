import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFiles } from '../../../collector/journal/files.ts';
import { Journal } from '../../../collector/journal/journal.ts';
import { START } from '../../../collector/journal/position.ts';
import { type JournalRecord, parseRecords } from '../../../collector/journal/record.ts';
import { BLOCK_UNPACKED_BYTES, LOAD_ATTEMPTS, TURN_MS } from '../../../collector/limits.ts';
import { Loader, type LoaderSeams } from '../../../collector/loader/loader.ts';
import { type Progress, readProgress, writeProgress } from '../../../collector/loader/progress.ts';
import { SetAside } from '../../../collector/loader/set-aside.ts';
import { WaitingRows } from '../../../collector/loader/waiting-rows.ts';
import { embedded } from '../../../collector/storage/layout.ts';
import { RowsRefused, type Storage, StorageOverrun, StorageUnavailable } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Block = readonly Uint8Array[];

/** A storage that remembers its blocks and fails when told to, before or after it has one. */
class FakeStorage implements Storage {
  readonly blocks: Block[] = [];
  /** Bodies of each block that was tried. */
  readonly attempts: string[][] = [];
  fail: 'no' | 'before' | 'after' = 'no';
  /** Bodies that it never takes, in whatever company, and how it fails then. */
  refused: readonly string[] = [];
  readonly refusal: Error = new RowsRefused('refused');

  async insert(block: Block) {
    this.attempts.push(bodies(block));
    if (bodies(block).some((body) => this.refused.includes(body))) throw this.refusal;
    if (this.fail === 'before') throw new StorageUnavailable('before');
    this.blocks.push(block);
    if (this.fail === 'after') throw new StorageUnavailable('after');
  }

  query = () => Promise.reject(new Error('no queries here'));
  bytes = () => Promise.reject(new Error('no queries here'));
  run = () => Promise.reject(new Error('no statements here'));
  isReady = () => true;
  readonly layout = embedded;
  isWritable = () => Promise.resolve(this.fail === 'no');
  close = () => Promise.resolve();
}

/** The body of a batch stands for its row as well, but for this one that has none, … */
const UNREADABLE = 'unreadable';

/** … and this one that making a row of fails with. */
const IMPOSSIBLE = 'impossible';

/** Longer than any test may take. */
const NEVER_MS = 3_600_000;

/**
 * @param firstPauseMs after a failure.
 * @param intervalMs between two loads without hurry.
 */
async function openLoader(
  folder: string,
  storage: Storage,
  seams: LoaderSeams = {},
  firstPauseMs = 1,
  intervalMs = 1000,
) {
  const progressFile = path.join(folder, 'progress.json');
  const progress = await readProgress(progressFile);
  const directory = path.join(folder, 'journal');
  const onSetAside = () => expect.unreachable('nothing is damaged');
  const { journal } = await Journal.open({ directory, files: nodeFiles, loaded: progress.loaded, onSetAside });
  const faults: string[] = [];
  const onFault = (message: string) => faults.push(message);
  const retryMs = { first: firstPauseMs, longest: 20 * firstPauseMs };
  const places = { progressFile, setAside: await SetAside.open(folder) };
  const rows = new WaitingRows(1024 * 1024);
  const made: string[] = [];
  let rowMs = 0;
  const makeRow = ({ body }: { readonly body: Uint8Array }) => {
    const text = Buffer.from(body).toString();
    made.push(text);
    if (text === IMPOSSIBLE) throw new Error('no row');
    for (const ends = performance.now() + rowMs; performance.now() < ends; );
    return text === UNREADABLE ? undefined : body;
  };
  const pauses = { retryMs, intervalMs };
  const loader = new Loader({ journal, storage, progress, ...places, ...pauses, rows, makeRow, onFault, seams });
  onTestFinished(() => loader.stop().then(() => journal.close()));
  const stored = () => JSON.parse(readFileSync(progressFile, 'utf8')) as Progress;
  /** Each row takes so long from now on, in milliseconds. */
  const makeSlowly = (milliseconds: number) => {
    rowMs = milliseconds;
  };
  return { journal, loader, rows, made, makeSlowly, faults, stored };
}

let lastNumber = 0;

/** @param unpacked what it unpacks to, in bytes. */
function recordOf(unpacked = 36): JournalRecord {
  const batch = `00000000-0000-8000-8000-${String(++lastNumber).padStart(12, '0')}`;
  return { batch, day: 20_000, body: Buffer.from(batch), unpacked, sender: 'ab'.repeat(32) };
}

/** @param unpacked what each of them unpacks to, in bytes. */
async function append(journal: Journal, count: number, unpacked?: number): Promise<string[]> {
  const records = Array.from({ length: count }, () => recordOf(unpacked));
  await Promise.all(records.map((record) => journal.append(record)));
  return records.map(({ batch }) => batch);
}

const bodies = (block: Block) => block.map((row) => Buffer.from(row).toString());

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

  it('halves a block that fails again, down to the batch that the storage refuses, which is set aside', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    const { journal, loader, faults } = await openLoader(folder, storage);
    const names = await append(journal, 8, 1000);
    const [, , , , , bad = ''] = names;
    storage.refused = [bad];
    await loader.settled();
    const taken = storage.blocks.flatMap(bodies);
    expect(taken).toEqual(names.filter((name) => name !== bad));
    expect(storage.attempts.map(({ length }) => length).slice(0, 3)).toEqual([8, 8, 4]);
    expect(storage.attempts.filter((attempt) => attempt.includes(bad) && attempt.length === 1)).toHaveLength(
      LOAD_ATTEMPTS.batch,
    );
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.batch'));
    const { records } = parseRecords(readFileSync(path.join(folder, file)));
    expect(records.map(({ batch }) => batch)).toEqual([bad]);
    expect(faults.at(-2)).toContain('cannot be stored');
    expect(journal.waiting).toBe(0);
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

  it.each([['the disk had no room for', Object.assign(new Error('no space left'), { code: 'ENOSPC' }), [4, 4, 2, 1]]])(
    'never sets aside what %s, and goes on when it does not',
    async (_, refusal, attempts) => {
      const folder = temporaryFolder();
      const storage = Object.assign(new FakeStorage(), { refusal });
      const { journal, loader } = await openLoader(folder, storage);
      const [bad = ''] = await append(journal, 4, 1000);
      storage.refused = [bad];
      loader.wake();
      await expect.poll(() => storage.attempts.length).toBeGreaterThan(LOAD_ATTEMPTS.batch + 6);
      expect(storage.attempts.slice(0, attempts.length).map(({ length }) => length)).toEqual(attempts);
      expect(readdirSync(folder).filter((name) => name.endsWith('.batch'))).toEqual([]);
      storage.refused = [];
      await loader.settled();
      expect(new Set(storage.blocks.flatMap(bodies)).size).toBe(4);
    },
  );

  const overrunning = () => Object.assign(new FakeStorage(), { refusal: new StorageOverrun('too long') });

  it('sets aside a batch that alone takes too long, when the one behind it does not, and loads the rest', async () => {
    const folder = temporaryFolder();
    const storage = overrunning();
    const { journal, loader, faults } = await openLoader(folder, storage);
    const [bad = '', ...others] = await append(journal, 4, 1000);
    storage.refused = [bad];
    await loader.settled();
    // What took too long is halved at once: to repeat it would end the storage once more.
    expect(storage.attempts.slice(0, 3).map(({ length }) => length)).toEqual([4, 2, 1]);
    expect(storage.attempts.filter((attempt) => attempt.length === 1 && attempt[0] === bad)).toHaveLength(
      LOAD_ATTEMPTS.overrun,
    );
    expect(new Set(storage.blocks.flatMap(bodies))).toEqual(new Set(others));
    expect(faults.join()).toContain('a batch takes too long to be stored and was kept in');
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.batch'));
    expect(parseRecords(readFileSync(path.join(folder, file))).records.map(({ batch }) => batch)).toEqual([bad]);
  });

  it.each([
    ['the one behind it does as well', (names: readonly string[]) => names],
    ['nothing readable is behind it', ([bad = '']: readonly string[]) => [bad]],
  ])('never sets aside what took too long while %s', async (why, refused) => {
    const folder = temporaryFolder();
    const storage = overrunning();
    const { journal, loader } = await openLoader(folder, storage);
    const names = await append(journal, why.startsWith('the one') ? 4 : 1, 1000);
    if (!why.startsWith('the one')) await journal.append({ ...recordOf(), body: Buffer.from(UNREADABLE) });
    storage.refused = refused(names);
    loader.wake();
    const alone = () => storage.attempts.filter((attempt) => attempt.length === 1 && attempt[0] === names[0]);
    await expect.poll(() => alone().length, { timeout: 10_000 }).toBeGreaterThan(LOAD_ATTEMPTS.overrun + 3);
    const aside = readdirSync(folder).filter((name) => name.endsWith('.batch'));
    const kept = aside.flatMap((name) => parseRecords(readFileSync(path.join(folder, name))).records);
    expect(kept.map(({ batch }) => batch)).not.toContain(names[0]);
    storage.refused = [];
    await loader.settled();
    expect(new Set(storage.blocks.flatMap(bodies))).toEqual(new Set(names));
  });

  it('sets nothing aside while the storage takes nothing at all', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    storage.fail = 'before';
    const { journal, loader } = await openLoader(folder, storage);
    await append(journal, 2, 1000);
    loader.wake();
    await expect.poll(() => storage.attempts.length, { timeout: 10_000 }).toBeGreaterThan(LOAD_ATTEMPTS.batch + 3);
    expect(journal.waiting).toBe(2);
    expect(readdirSync(folder).filter((name) => name.endsWith('.batch'))).toEqual([]);
    storage.fail = 'no';
    await loader.settled();
    expect(storage.blocks.flatMap(bodies)).toHaveLength(2);
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

  it('keeps what this version cannot read in a file of its own', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    const { journal, loader, faults } = await openLoader(folder, storage);
    const names = await append(journal, 1);
    await journal.append({ ...recordOf(), body: Buffer.from(UNREADABLE) });
    names.push(...(await append(journal, 1)));
    await loader.settled();
    expect(storage.blocks.map(bodies)).toEqual([names]);
    const [file = ''] = readdirSync(folder).filter((name) => name.startsWith('1-0-1.') && name.endsWith('.batch'));
    const kept = readFileSync(path.join(folder, file));
    expect(parseRecords(kept).records.map(({ body }) => body.toString())).toEqual([UNREADABLE]);
    expect(faults).toHaveLength(1);
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

  it('sets a batch aside that no row can be made of, and loads the others', async () => {
    const folder = temporaryFolder();
    const storage = new FakeStorage();
    const { journal, loader, faults } = await openLoader(folder, storage);
    const names = await append(journal, 3);
    await journal.append({ ...recordOf(), body: Buffer.from(IMPOSSIBLE) });
    names.push(...(await append(journal, 3)));
    await loader.settled();
    expect(storage.blocks.flatMap(bodies)).toEqual(names);
    const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.batch'));
    const { records } = parseRecords(readFileSync(path.join(folder, file)));
    expect(records.map(({ body }) => body.toString())).toEqual([IMPOSSIBLE]);
    expect(faults.at(-2)).toContain('cannot be stored');
  });
});
