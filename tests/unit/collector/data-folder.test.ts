/** A data folder in which somebody has put something else in the place of the collector's own files. */
import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Erasures } from '../../../collector/erasure/erasures.ts';
import { dashboardToken } from '../../../collector/http/login.ts';
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

const readers = [
  ['the token', dashboardToken],
  ['the progress', (file: string) => readProgress(file)],
  ['the erasures', (file: string) => Erasures.open(file)],
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
    const erasures = await Erasures.open(file);
    plant(file);
    const sender = { installation: 'one', keyHash: 'two' };
    await expect(erasures.add(sender)).rejects.toThrow();
    expect(erasures.has(sender)).toBe(false);
  });
});

it('a token that an operator has put in place by a link is taken', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'secret'), `${'s'.repeat(43)}\n`);
  symlinkSync('secret', path.join(folder, 'dashboard-token'));
  expect(await dashboardToken(path.join(folder, 'dashboard-token'))).toBe('s'.repeat(43));
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
