import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Collector, startCollector } from '../../collector/start.ts';
import { startXvfb, type VirtualDisplay } from '../../scripts/electron/prepare-display.ts';
import { ensureSystem, program } from '../../scripts/electron/system-libraries.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { readFuses } from '../../scripts/packaging/packed-app.ts';
import { loadFuses } from '../../scripts/packaging/packer.ts';
import { filesBelow } from '../support/temporary-folder.ts';
import { type BuiltDeb, buildDeb, nextVersion } from './support/built-deb.ts';
import { asRoot, InstalledApp, installationOf, outcomeOf } from './support/installed-app.ts';
import {
  CHOICE,
  CONFIGURATION,
  choice,
  cleanMachine,
  INSTALLED,
  install,
  mustRun,
  POLICY,
  preseed,
  reconfigure,
  refuseForeignInstallation,
  writeByHand,
} from './support/machine.ts';
import { OrdinaryUser } from './support/ordinary-user.ts';

const BUILD_MS = 240_000;
const ASK = { participation: 'ask' };
const NO = { participation: 'no' };

let built: BuiltDeb;
let user: OrdinaryUser;
let display: VirtualDisplay;
/** What is to be undone, last thing first. */
const undo: (() => void)[] = [];

beforeAll(async () => {
  refuseForeignInstallation();
  undo.push(cleanMachine);
  await ensureSystem([
    program('Xvfb', 'xvfb'),
    program('setpriv', 'util-linux'),
    program('useradd', 'passwd'),
    program('debconf-communicate', 'debconf'),
  ]);
  built = await buildDeb();
  undo.push(() => rmSync(built.folder, { recursive: true, force: true }));
  user = OrdinaryUser.create();
  undo.push(() => user.remove());
  display = await startXvfb();
  undo.push(display.stop);
}, BUILD_MS);

afterAll(() => {
  // One that fails is told, and keeps none of the others from being done.
  const failures = undo.reverse().flatMap((step) => {
    try {
      step();
      return [];
    } catch (error) {
      return [error];
    }
  });
  expect(failures).toEqual([]);
}, BUILD_MS);

describe('the app, installed', () => {
  beforeEach(cleanMachine);

  test('with nothing preseeded users are asked, and the sandboxed app delivers the session of who says Yes', async () => {
    install(built.deb);
    expect(choice()).toEqual(ASK);
    await withCollector(async (collector) => {
      writeByHand(POLICY, { participation: 'standard', collector: collector.url });
      const app = await InstalledApp.start(user, display.display);
      expect(await app.askedAfter()).toBeGreaterThan(5000);
      await app.window.answer('Yes');
      await app.window.pressShortcut('go.processes');
      await app.window.rows.first().waitFor();

      const processes = user.processes();
      expect(processes.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
      const renderers = processes.filter(({ command }) => command.includes('--type=renderer'));
      expect(renderers.map(({ seccomp }) => seccomp)).toEqual([2]);

      expect(await app.quit()).toBe(0);
      await collector.settled();
      const sessions = await collector.installation(installationOf(user));
      expect(sessions.map(({ envelope }) => envelope.end)).toEqual(['quit']);
      expect(sessions.flatMap(({ usage }) => usage.map(({ command }) => command))).toEqual(['go.processes']);
    });
    expect(user.processes()).toEqual([]);
  });

  test('with No preseeded nobody is asked, and the dialog knows whose choice it was', async () => {
    user = OrdinaryUser.create();
    preseed('false');
    install(built.deb);
    expect(choice()).toEqual(NO);
    const app = await InstalledApp.start(user, display.display);
    expect(await app.isAsked()).toBe(false);
    expect(await app.participation()).toMatchObject({ level: 'off', reason: 'declined-by-installer' });
    expect(await app.quit()).toBe(0);
  });

  test('a reconfiguration takes another answer, for whoever has not answered for themselves', async () => {
    user = OrdinaryUser.create();
    preseed('true');
    install(built.deb);
    expect(choice()).toEqual(ASK);
    preseed('false');
    reconfigure();
    expect(choice()).toEqual(NO);
    const app = await InstalledApp.start(user, display.display);
    expect(await app.isAsked()).toBe(false);
    await app.quit();
    preseed('true');
    reconfigure();
    expect(choice()).toEqual(ASK);
  });

  test('a profile outside of ASCII is used as any other by who speaks no UTF-8', async () => {
    user = OrdinaryUser.create();
    preseed('false');
    install(built.deb);
    const settings = path.join(user.home, 'prófilo é');
    const app = await InstalledApp.start(user, display.display, { LANG: 'C', XDG_CONFIG_HOME: settings });
    expect(await app.quit()).toBe(0);
    expect(existsSync(path.join(settings, 'Candor Finder/Local Storage/leveldb/LOCK'))).toBe(true);
  });

  test('an upgrade replaces it while it runs: that run ends well, and the next is the new version', async () => {
    user = OrdinaryUser.create();
    preseed('false');
    install(built.deb);
    const running = await InstalledApp.start(user, display.display);
    install(nextVersion(built));
    await running.window.pressShortcut('go.processes');
    await running.window.rows.first().waitFor();
    expect(await running.quit()).toBe(0);
    const next = await InstalledApp.start(user, display.display);
    expect(await next.participation()).toMatchObject({ level: 'off', reason: 'declined-by-installer' });
    expect(await next.quit()).toBe(0);
  });
});

describe('once installed', () => {
  beforeAll(() => {
    cleanMachine();
    install(built.deb);
  }, BUILD_MS);

  test('everybody can read the choice, and root alone can write it', () => {
    for (const [file, mode] of [
      [CHOICE, 0o644],
      [CONFIGURATION, 0o755],
    ] as const) {
      const { uid, mode: found } = statSync(file);
      expect([uid, found & 0o7777]).toEqual([0, mode]);
    }
  });

  test('the packages that it depends on have brought all libraries', () => {
    expect(mustRun('ldd', [`${INSTALLED}/candor-finder`])).not.toContain('not found');
  });

  test('all files are as they were packed, and root alone can write them', () => {
    expect(mustRun('dpkg', ['--verify', 'candor-finder'])).toBe('');
    const files = mustRun('dpkg', ['-L', 'candor-finder']).trim().split('\n');
    const ours = files.filter((file) => statSync(file).isFile());
    expect(ours.filter((file) => statSync(file).uid !== 0 || (statSync(file).mode & 0o022) !== 0)).toEqual([]);
    expect(ours).toContain('/usr/share/applications/candor-finder.desktop');
    expect(ours).toContain('/usr/share/icons/hicolor/512x512/apps/candor-finder.png');
    expect(readFileSync('/usr/share/applications/candor-finder.desktop', 'utf8')).toContain('\nIcon=candor-finder\n');
  });

  test('the fuses read back from the installed executable are those of electron-builder.yml', async () => {
    const { electronFuses } = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8'));
    expect(await readFuses(await loadFuses(), `${INSTALLED}/candor-finder`)).toEqual(electronFuses);
  });

  test('root sets the policy by the command in the PATH, and may do nothing else', async () => {
    expect(await asRoot('candor-finder', ['--policy', 'off'])).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(POLICY, 'utf8'))).toEqual({ participation: 'off' });
    expect(await asRoot('candor-finder', ['--policy=unset'])).toMatchObject({ code: 0 });
    expect(existsSync(POLICY)).toBe(false);
    expect(await outcomeOf(user.start('candor-finder', ['--policy', 'off']))).toMatchObject({ code: 77 });

    const refused = await asRoot('candor-finder', ['--remote-debugging-port=0']);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('no-sandbox');
  });

  test('neither the environment nor a switch makes the app run something else', async () => {
    const foreign = path.join(user.home, 'foreign.cjs');
    writeFileSync(foreign, "require('node:fs').writeFileSync(__filename + '.ran', '');");
    for (const [given, env] of [
      [[], { NODE_OPTIONS: `--require ${foreign}` }],
      [[foreign], { ELECTRON_RUN_AS_NODE: '1' }],
      [['--inspect=127.0.0.1:0'], {}],
    ] as const) {
      const args = ['--no-sandbox', ...given, '--policy', 'nonsense'];
      const { code, output } = await asRoot(`${INSTALLED}/candor-finder`, args, env);
      // It is the app that answers, with the exit code for a word that it does not know.
      expect(code).toBe(64);
      expect(output).not.toContain('Debugger listening');
    }
    expect(existsSync(`${foreign}.ran`)).toBe(false);
  });
});

describe('what was built', () => {
  test('the package says that it is none to give away', () => {
    expect(existsSync(path.join(built.unpacked, 'resources/TEST-ONLY.txt'))).toBe(true);
  });

  test('its files, their sizes and the budget are printed', () => {
    expect(built.output).toMatch(/\d kB {2}out\/main\/index\.js$/m);
    expect(built.output).toMatch(/\d kB {2}app\.asar, of 4200\.0 kB$/m);
    expect(built.output).toMatch(/candor-finder_\S+\.deb {2}[\d.]+ MB$/m);
  });

  test('source maps are kept beside the package, one for each bundle, and none is in it', () => {
    const bundles = filesBelow(path.join(projectRoot, 'out/packaged/app/out')).filter((file) => /\.c?js$/.test(file));
    const maps = filesBelow(path.join(built.folder, 'maps'));
    const mapped = bundles.filter((file) => !file.includes('rolldown-runtime'));
    expect(maps).toEqual(expect.arrayContaining(mapped.map((file) => `${file}.map`)));
    expect(filesBelow(built.unpacked).filter((file) => file.endsWith('.map'))).toEqual([]);
  });
});

async function withCollector(use: (collector: Collector) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-collector-'));
  const collector = await startCollector({ dataDir: folder, k: 1 });
  try {
    await use(collector);
  } finally {
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
