import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isWritableFolder, repairFolderVariables } from '../../../../../client/main/run/profile-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'candor-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mended = (environment: Record<string, string | undefined>, platform = 'linux') => {
  const copy = { ...environment };
  repairFolderVariables(copy, platform);
  return copy;
};

describe('a folder for temporary files', () => {
  const cases: readonly (readonly [string, () => string])[] = [
    ['that is gone', () => path.join(folder, 'gone')],
    ['that is a file', () => path.join(folder, 'file')],
    ['that is relative', () => 'tmp'],
    ['whose name leaves no room for a socket', () => path.join(folder, 'x'.repeat(100))],
  ];

  it.each(cases)('%s is replaced by one that can be used', (_name, at) => {
    writeFileSync(path.join(folder, 'file'), '');
    mkdirSync(path.join(folder, 'x'.repeat(100)));
    const runtime = path.join(folder, 'run');
    mkdirSync(runtime);
    expect(mended({ TMPDIR: at(), XDG_RUNTIME_DIR: runtime })).toEqual({ TMPDIR: runtime, XDG_RUNTIME_DIR: runtime });
  });

  it('stays when it can be used, and nothing is left in it', () => {
    expect(mended({ TMPDIR: folder })).toEqual({ TMPDIR: folder });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not named when the usual one can be used', () => {
    expect(mended({ TMPDIR: '' })).toEqual({ TMPDIR: '' });
  });

  it('is the system’s own matter elsewhere', () => {
    expect(mended({ TMPDIR: '/nowhere', XDG_CONFIG_HOME: 'config' }, 'darwin')).toEqual({
      TMPDIR: '/nowhere',
      XDG_CONFIG_HOME: 'config',
    });
  });
});

it('a relative XDG_CONFIG_HOME is ignored, as the specification has it: each working directory would have a profile', () => {
  expect(mended({ TMPDIR: folder, XDG_CONFIG_HOME: 'relative/config' })).toEqual({ TMPDIR: folder });
  expect(mended({ TMPDIR: folder, XDG_CONFIG_HOME: '/home/zoë/config' })).toHaveProperty('XDG_CONFIG_HOME');
});

it('a file in a folder’s place cannot be written into', () => {
  writeFileSync(path.join(folder, 'file'), '');
  expect(isWritableFolder(path.join(folder, 'file'))).toBe(false);
});
