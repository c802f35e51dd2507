import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecords } from '../../../collector/journal/record.ts';
import { LOAD_ATTEMPTS } from '../../../collector/limits.ts';
import { StorageOverrun } from '../../../collector/storage/storage.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { append, bodies, FakeStorage, IMPOSSIBLE, openLoader, recordOf, UNREADABLE } from './support/loaders.ts';

describe('what the loader sets aside', () => {
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
