/** A data folder in which somebody has put something else in the place of the collector's own files. */
import { chmodSync, chownSync, linkSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProvidedToken } from '../../../collector/access/provided-token.ts';
import { hashOf } from '../../../collector/access/secrets.ts';
import { judgeFolder, openDataFolder } from '../../../collector/data-folder.ts';
import { Erasures, fingerprint } from '../../../collector/erasure/erasures.ts';
import { nodeFiles } from '../../../collector/journal/files.ts';
import { putAside, segmentFile } from '../../../collector/journal/segments.ts';
import { readProgress } from '../../../collector/loader/progress.ts';
import { writeAtomically } from '../../../collector/own-files.ts';
import { makePipe, snapshot } from '../../support/hostile-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const noFiles = [
  ['a pipe', makePipe],
  ['a device that never ends', (at: string) => symlinkSync('/dev/zero', at)],
] as const;

const openErasures = (file: string) =>
  Erasures.open({ file, today: () => 20_000, keptDays: 45, isWaiting: () => false });

const readers = [
  ['the token', (file: string) => readProvidedToken(file, () => {})],
  ['the progress', (file: string) => readProgress(file)],
  ['the erasures', (file: string) => openErasures(file)],
  ['a segment of the journal', (file: string) => nodeFiles.read(file, 0)],
  ['a segment that is cut off', (file: string) => nodeFiles.truncate(file, 0)],
] as const;

describe.each(noFiles)('%s', (_what, plant) => {
  it.each(readers)('in the place of %s ends the start with an error, and is not waited for', async (_name, read) => {
    const file = path.join(temporaryFolder(), 'file');
    plant(file);
    await expect(read(file)).rejects.toThrow(/is not a file|ELOOP/);
  });

  it('that comes while the collector runs is not waited for by an erasure', async () => {
    const file = path.join(temporaryFolder(), 'erased');
    const erasures = await openErasures(file);
    plant(file);
    const sender = { installation: 'one', keyHash: 'two' };
    await expect(erasures.add([fingerprint(sender)])).rejects.toThrow();
    expect(erasures.has(sender)).toBe(false);
  });
});

describe('the token that stands in a file', () => {
  const secret = 's'.repeat(43);
  function tokenFile(mode: number, content = `${secret}\n`) {
    const file = path.join(temporaryFolder(), 'dashboard-token');
    writeFileSync(file, content);
    chmodSync(file, mode);
    return file;
  }
  const read = async (file: string) => {
    const faults: string[] = [];
    const token = await readProvidedToken(file, (message) => faults.push(message));
    return { token, faults };
  };

  it('is none where there is no file', async () => {
    expect(await read(path.join(temporaryFolder(), 'dashboard-token'))).toEqual({ token: undefined, faults: [] });
  });

  it('is an administrator’s, as it was with collectors that knew no other', async () => {
    expect(await read(tokenFile(0o600))).toMatchObject({
      token: { id: hashOf(secret), name: 'dashboard-token', role: 'administrator', use: 'bearer', expires: null },
      faults: [],
    });
  });

  it('may be put in place by a link', async () => {
    const file = tokenFile(0o600);
    symlinkSync(file, `${file}-link`);
    expect((await read(`${file}-link`)).token?.id).toBe(hashOf(secret));
  });

  it('that others can read is taken, which is said', async () => {
    const { token, faults } = await read(tokenFile(0o644));
    expect(token?.id).toBe(hashOf(secret));
    expect(faults).toEqual([expect.stringContaining('can be read by others')]);
  });

  it.each([
    ['others can write', () => tokenFile(0o666), /can be written by others/],
    ['a group can write', () => tokenFile(0o620), /can be written by others/],
    ['is no token', () => tokenFile(0o600, 'secret\n'), /holds no token/],
    ['is empty', () => tokenFile(0o600, ''), /holds no token/],
  ])('that %s lets nobody in and ends the start with what is to be done', async (_what, make, why) => {
    await expect(read(make())).rejects.toThrow(why);
    await expect(read(make())).rejects.toThrow('token create');
  });

  it.runIf(process.getuid?.() === 0)('that another user owns lets nobody in', async () => {
    const file = tokenFile(0o600);
    chownSync(file, 12_345, 12_345);
    await expect(read(file)).rejects.toThrow('belongs to another user');
  });
});

describe('the folder', () => {
  it.each([
    [{ uid: 7, mode: 0o40700 }, 'ours'],
    [{ uid: 7, mode: 0o40750 }, 'open to others'],
    [{ uid: 7, mode: 0o40777 }, 'open to others'],
    [{ uid: 8, mode: 0o40700 }, 'of another user'],
    [{ uid: 0, mode: 0o42770 }, 'ours'],
    [{ uid: 0, mode: 0o41777 }, 'writable by everybody'],
  ] as const)('of %o is, to user 7: %s', (facts, verdict) => {
    expect(judgeFolder(facts, 7)).toBe(verdict);
  });

  it.each([
    [0o777, 'others could write there'],
    [0o755, 'others could read it'],
  ])('that is open to others (%o) is closed, which is said', async (mode, said) => {
    const folder = temporaryFolder();
    chmodSync(folder, mode);
    const faults: string[] = [];
    await openDataFolder(folder, (message) => faults.push(message));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(faults).toEqual([expect.stringContaining(said)]);
  });

  it('is made for its owner alone', async () => {
    const folder = path.join(temporaryFolder(), 'data');
    const faults: string[] = [];
    await openDataFolder(folder, (message) => faults.push(message));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(faults).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('of another user is refused', async () => {
    const folder = temporaryFolder();
    chownSync(folder, 12_345, 12_345);
    await expect(openDataFolder(folder, () => {})).rejects.toThrow('is of another user');
  });
});

it.each([
  ['a pipe', (at: string) => makePipe(at)],
  ['a link', (at: string, mine: string) => symlinkSync(mine, at)],
  ['another name of a file', (at: string, mine: string) => linkSync(mine, at)],
  ['what a crash left', (at: string) => writeFileSync(at, 'half')],
])('%s under the name of the unfinished file is not written into', async (_what, plant) => {
  const folder = temporaryFolder();
  const [file, mine] = [path.join(folder, 'progress.json'), path.join(folder, 'mine')];
  writeFileSync(mine, 'mine');
  plant(`${file}.tmp`, mine);
  await writeAtomically(file, 'whole');
  expect(readFileSync(file, 'utf8')).toBe('whole');
  expect(readFileSync(mine, 'utf8')).toBe('mine');
});

it('a segment that is a link is refused, and what it leads to is not cut off', async () => {
  const folder = temporaryFolder();
  const mine = path.join(folder, 'mine');
  writeFileSync(mine, 'no record');
  const segment = segmentFile(folder, 1);
  symlinkSync(mine, segment);
  const before = snapshot(mine);
  await expect(nodeFiles.read(segment, 0)).rejects.toThrow('ELOOP');
  await expect(putAside(nodeFiles, segment, 0, Buffer.from('no record'), undefined)).rejects.toThrow('ELOOP');
  expect(snapshot(mine)).toEqual(before);
});
