import fs, {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { policyCommandOutcome, policyEditor } from '../../../client/main/policy/policy-command.ts';
import { readPolicyFile } from '../../../client/main/policy/policy-file.ts';
import type { WriteFiles } from '../../../client/main/policy/run-process.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { allowed, owner, place, put } from './support/policy-at.ts';

describe('the administrator’s command', () => {
  const set = (at: ReturnType<typeof place>, word: string, files: WriteFiles = fs) =>
    policyCommandOutcome(
      word,
      policyEditor(at, files, () => Promise.reject(new Error('no process is needed'))),
      finder,
    );

  it.each([0o000, 0o077])(
    'writes a file that everybody reads and only its owner writes, under a umask of %o',
    async (given) => {
      const mask = process.umask(given);
      onTestFinished(() => void process.umask(mask));
      const at = place();
      expect((await set(at, 'standard')).exitCode).toBe(0);
      expect(readFileSync(at.file, 'utf8')).toBe('{\n  "participation": "standard"\n}\n');
      expect(statSync(at.file).mode & 0o7777).toBe(0o644);
      expect(statSync(path.dirname(at.file)).mode & 0o7777).toBe(0o755);
      expect(readPolicyFile(fs, at)).toMatchObject({ trusted: true });
    },
  );

  it('keeps the other fields, and removes the file when nothing else is in it', async () => {
    const at = place('{"participation":"off","licenceId":"L-1","later":{"a":1}}');
    await set(at, 'enhanced');
    expect(JSON.parse(readFileSync(at.file, 'utf8'))).toEqual({
      participation: 'enhanced',
      licenceId: 'L-1',
      later: { a: 1 },
    });
    await set(at, 'unset');
    expect(allowed(at)).toBe('enhanced');

    const plain = place('{"participation":"off"}');
    await set(plain, 'unset');
    expect(readdirSync(path.dirname(plain.file))).toEqual([]);
    expect((await set(plain, 'unset')).exitCode).toBe(0);
    expect((await set(place(), 'unset')).exitCode).toBe(0);
  });

  it('leaves a damaged policy as it is', async () => {
    const at = place('{"participation":');
    expect((await set(at, 'standard')).exitCode).toBe(78);
    expect(readFileSync(at.file, 'utf8')).toBe('{"participation":');
  });

  it('never writes through a link that somebody put in its way', async () => {
    const at = place('{"participation":"off"}');
    const other = path.join(temporaryFolder(), 'other');
    writeFileSync(other, 'untouched');
    symlinkSync(other, `${at.file}.new`);
    expect((await set(at, 'standard')).exitCode).toBe(0);
    expect(allowed(at)).toBe('standard');
    // Put there again at the very moment.
    symlinkSync(other, `${at.file}.new`);
    expect((await set(at, 'off', { ...fs, rmSync: () => {} } as WriteFiles)).exitCode).toBe(74);
    expect(readFileSync(other, 'utf8')).toBe('untouched');
  });

  it.each([
    ['the folder is a link', (folder: string, elsewhere: string) => symlinkSync(elsewhere, folder)],
    [
      'a folder above it is a link',
      (folder: string, elsewhere: string) => {
        mkdirSync(path.join(elsewhere, path.basename(folder)));
        rmSync(path.dirname(folder), { recursive: true });
        symlinkSync(elsewhere, path.dirname(folder));
      },
    ],
    [
      'everybody may exchange the folder',
      (folder: string) => {
        mkdirSync(folder);
        chmodSync(path.dirname(folder), 0o777);
      },
    ],
    ['the folder is a file', (folder: string) => writeFileSync(folder, '')],
  ])('changes nothing where others could lead root elsewhere: %s', async (_, prepare) => {
    const at = place();
    const elsewhere = temporaryFolder();
    chmodSync(elsewhere, 0o750);
    prepare(path.dirname(at.file), elsewhere);
    const { mode } = statSync(elsewhere);
    expect((await set(at, 'off')).exitCode).not.toBe(0);
    expect(filesBelow(elsewhere)).toEqual([]);
    expect(statSync(elsewhere).mode).toBe(mode);
    expect(existsSync(at.file)).toBe(false);
  });

  it('removes nothing through a folder that is a link', async () => {
    const at = place();
    const elsewhere = temporaryFolder();
    put(path.join(elsewhere, 'policy.json'), '{"participation":"off"}');
    symlinkSync(elsewhere, path.dirname(at.file));
    expect((await set(at, 'unset')).exitCode).toBe(78);
    expect(filesBelow(elsewhere)).toEqual(['policy.json']);
  });

  it('believes no folder of somebody else', async () => {
    const at = { ...place(), owner: owner + 1 };
    mkdirSync(path.dirname(at.file));
    expect((await set(at, 'off')).exitCode).toBe(78);
    expect(readdirSync(path.dirname(at.file))).toEqual([]);
  });

  it.each([0o775, 0o777])('closes its own folder that others could write (%o) before it writes there', async (mode) => {
    const at = place();
    mkdirSync(path.dirname(at.file));
    chmodSync(path.dirname(at.file), mode);
    expect((await set(at, 'off')).exitCode).toBe(0);
    expect(statSync(path.dirname(at.file)).mode & 0o7777).toBe(0o755);
    expect(readPolicyFile(fs, at)).toMatchObject({ trusted: true });
  });

  it.each([
    ['EACCES', 77],
    ['EPERM', 77],
    ['EROFS', 77],
    ['ENOSPC', 74],
  ])('leaves the former policy whole when the disk says %s', async (code, exitCode) => {
    const at = place('{"participation":"off"}');
    const refusing = {
      ...fs,
      writeFileSync: () => {
        throw Object.assign(new Error('refused'), { code });
      },
    } as WriteFiles;
    expect((await set(at, 'standard', refusing)).exitCode).toBe(exitCode);
    expect(readdirSync(path.dirname(at.file))).toEqual(['policy.json']);
    expect(allowed(at)).toBe('off');
  });
});
