import {
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemDisk, writeWhole } from '../../../../../client/main/files/disk.ts';
import { diskWithin } from '../../../../../client/main/files/profile-folders.ts';
import { isForeign } from '../../../../../client/main/files/regular-file.ts';
import { makePipe, snapshot, sparseFile } from '../../../../support/hostile-files.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

let folder: string;
/** A file of somebody else's, and its folder. */
let others: string;
let file: string;
let untouched: string[];
beforeEach(() => {
  const place = temporaryFolder();
  folder = path.join(place, 'profile');
  others = path.join(place, 'others');
  mkdirSync(folder);
  mkdirSync(path.join(others, 'inner'), { recursive: true });
  writeFileSync(path.join(others, 'inner', 'own.json'), 'mine');
  writeFileSync(path.join(others, 'own.json'), 'mine');
  utimesSync(path.join(others, 'own.json'), 1000, 1000);
  untouched = snapshot(others);
  file = path.join(folder, 'own.json');
});

const listen = (at: string) =>
  new Promise<void>((resolve) => {
    const server = createServer().listen(at, resolve);
    onTestFinished(() => void server.close());
  });

const strangers: readonly (readonly [string, () => void | Promise<void>])[] = [
  ['a pipe', () => makePipe(file)],
  ['a folder', () => mkdirSync(file)],
  ['a socket', () => listen(file)],
  ['a link to a file', () => symlinkSync(path.join(others, 'own.json'), file)],
  ['a link to a folder', () => symlinkSync(others, file)],
  ['a link to nothing', () => symlinkSync('nothing', file)],
  ['a link to itself', () => symlinkSync('own.json', file)],
  ['a link to a device that never ends', () => symlinkSync('/dev/zero', file)],
];

describe('the disk', () => {
  it.each(strangers)('neither reads nor opens %s, and knows it for none of ours', async (_name, plant) => {
    await plant();
    for (const use of [() => systemDisk.read(file, 100), () => systemDisk.open(file, 'old')]) {
      expect(caught(use)).toSatisfy(isForeign);
    }
    expect(systemDisk.facts(file)?.kind).not.toBe('file');
    expect(snapshot(others)).toEqual(untouched);
  });

  it.each(strangers.filter(([name]) => name !== 'a folder'))(
    'writes a file in the place of %s, never through it',
    async (_name, plant) => {
      await plant();
      writeWhole(systemDisk, file, Buffer.from('ours'));
      expect(readFileSync(file, 'utf8')).toBe('ours');
      expect(snapshot(others)).toEqual(untouched);
    },
  );

  it.each(strangers)('half written, takes the place of %s as well', async (_name, plant) => {
    await plant();
    const descriptor = systemDisk.open(file, 'over');
    writeSync(descriptor, 'ours');
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe('ours');
    expect(snapshot(others)).toEqual(untouched);
  });

  it('does not empty another name of somebody else’s file', () => {
    linkSync(path.join(others, 'own.json'), file);
    closeSync(systemDisk.open(file, 'over'));
    expect(statSync(file).size).toBe(0);
    expect(snapshot(others)).toEqual(untouched);
  });

  it.each(strangers)('removes %s and nothing that it leads to', async (_name, plant) => {
    await plant();
    systemDisk.remove(file);
    expect(lstatSync(file, { throwIfNoEntry: false })).toBeUndefined();
    await plant();
    systemDisk.removeFolder(file);
    expect(lstatSync(file, { throwIfNoEntry: false })).toBeUndefined();
    expect(snapshot(others)).toEqual(untouched);
  });

  it('removes a folder with the links in it, and not what they lead to', () => {
    mkdirSync(file);
    symlinkSync(others, path.join(file, 'link'));
    symlinkSync(path.join(others, 'own.json'), path.join(file, 'file'));
    systemDisk.removeFolder(file);
    expect(existsSync(file)).toBe(false);
    expect(snapshot(others)).toEqual(untouched);
  });

  it('gives times to a link, not to what it leads to', () => {
    symlinkSync(path.join(others, 'own.json'), file);
    systemDisk.setTimes(file, { seenAt: 5_000, writtenAt: 5_000 });
    expect(statSync(path.join(others, 'own.json')).mtimeMs).toBe(1_000_000);
  });

  it('reads a file of the largest size, and none of one byte more or of 300 MB', () => {
    writeFileSync(file, 'x'.repeat(100));
    expect(systemDisk.read(file, 100)).toHaveLength(100);
    expect(caught(() => systemDisk.read(file, 99))).toSatisfy(isForeign);
    sparseFile(file, 300 * 1024 * 1024);
    expect(caught(() => systemDisk.read(file, 100))).toSatisfy(isForeign);
  });

  it('opens an old file for writing too, because Windows syncs no other', () => {
    writeFileSync(file, 'old');
    const descriptor = systemDisk.open(file, 'old');
    expect(() => writeSync(descriptor, 'new')).not.toThrow();
    closeSync(descriptor);
    expect(readFileSync(file, 'utf8')).toBe('new');
  });

  it('tells a file that is not there from one that is none of ours', () => {
    expect(caught(() => systemDisk.read(file, 100))).toMatchObject({ code: 'ENOENT' });
    expect(caught(() => systemDisk.read(file, 100))).not.toSatisfy(isForeign);
  });
});

describe('the disk within a profile', () => {
  const within = () => diskWithin(folder, systemDisk, () => 7);

  const obstacles: readonly (readonly [string, (at: string) => void])[] = [
    ['a link to a folder', (at) => symlinkSync(others, at)],
    ['a relative link to a folder', (at) => symlinkSync(path.relative(path.dirname(at), others), at)],
    ['a link to nothing', (at) => symlinkSync('nothing', at)],
    ['a file', (at) => writeFileSync(at, 'in the way')],
    ['a pipe', (at) => makePipe(at)],
  ];

  describe.each(obstacles)('where %s stands in the place of a folder', (_name, plant) => {
    const below = (...names: string[]) => path.join(folder, 'program', ...names);
    beforeEach(() => plant(below()));

    it('finds, reads and changes nothing behind it', () => {
      const disk = within();
      expect(disk.names(below())).toEqual([]);
      expect(disk.names(below('inner'))).toEqual([]);
      expect(disk.facts(below('own.json'))).toBeUndefined();
      expect(caught(() => disk.read(below('own.json'), 100))).toMatchObject({ code: 'ENOENT' });
      for (const how of ['new', 'over', 'old'] as const) {
        expect(caught(() => disk.open(below('own.json'), how))).toMatchObject({ code: 'ENOENT' });
      }
      expect(caught(() => disk.rename(below('own.json'), below('other.json')))).toMatchObject({ code: 'ENOENT' });
      expect(caught(() => disk.setTimes(below('own.json'), { seenAt: 0, writtenAt: 0 }))).toBeDefined();
      disk.remove(below('own.json'));
      disk.syncFolder(below('inner'));
      expect(snapshot(others)).toEqual(untouched);
    });

    it('sets it aside for a folder of its own', () => {
      const before = lstatSync(below());
      within().makeFolder(below('inner'));
      expect(readdirSync(folder).sort()).toEqual(['program', 'program.damaged-7']);
      expect(lstatSync(below()).isDirectory()).toBe(true);
      expect(lstatSync(`${below()}.damaged-7`).ino).toBe(before.ino);
      writeWhole(within(), below('inner', 'own.json'), Buffer.from('ours'));
      expect(snapshot(others)).toEqual(untouched);
    });

    it.each([[[]], [['inner']], [['inner', 'deeper']]])(
      'deletes it, and nothing behind it, with the folder %j',
      (names) => {
        within().removeFolder(below(...names));
        expect(readdirSync(folder)).toEqual([]);
        expect(snapshot(others)).toEqual(untouched);
      },
    );
  });

  it('lets the profile itself be a link', () => {
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    onTestFinished(() => rmSync(link));
    const disk = diskWithin(link, systemDisk, () => 7);
    disk.makeFolder(path.join(link, 'program'));
    writeWhole(disk, path.join(link, 'program', 'own.json'), Buffer.from('ours'));
    expect(disk.read(path.join(link, 'program', 'own.json'), 100).toString()).toBe('ours');
    expect(readlinkSync(link)).toBe(folder);
  });

  it('has nothing to say of what lies elsewhere', () => {
    for (const elsewhere of [others, path.join(folder, '..'), path.dirname(folder), '/']) {
      expect(() => within().removeFolder(elsewhere)).toThrow('outside of the profile');
    }
    expect(snapshot(others)).toEqual(untouched);
  });
});

function caught(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
