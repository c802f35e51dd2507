import {
  chmodSync,
  chownSync,
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
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ensureSystem, program } from '../../scripts/electron/system-libraries.ts';
import { outcomeOf } from './support/installed-app.ts';
import { buildLightDebs, folderOpenToAll, type LightDebs } from './support/light-deb.ts';
import { folderOfRoot, giveAway, prize, raceForFiles } from './support/link-racer.ts';
import {
  CHOICE,
  CONFIGURATION,
  choice,
  cleanMachine,
  dpkgAmong,
  INSTALLED,
  install,
  mustRun,
  PACKAGE,
  POLICY,
  preseed,
  purge,
  reconfigure,
  refuseForeignInstallation,
  remembered,
  removePackage,
  run,
  tryToInstall,
  writeByHand,
} from './support/machine.ts';
import { OrdinaryUser } from './support/ordinary-user.ts';

const BUILD_MS = 240_000;
const ASK = { participation: 'ask' };
const NO = { participation: 'no' };
/** Most were won against a script that trusted the folder. */
const ROUNDS = 10;

let light: LightDebs;
/** What is to be undone, last thing first. */
const undo: (() => void)[] = [];

beforeAll(async () => {
  refuseForeignInstallation();
  undo.push(cleanMachine);
  await ensureSystem([
    program('setpriv', 'util-linux'),
    program('useradd', 'passwd'),
    program('debconf-communicate', 'debconf'),
  ]);
  const folder = folderOpenToAll();
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  light = buildLightDebs(folder);
});

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

describe('what its scripts do', () => {
  beforeEach(cleanMachine);

  test('an upgrade keeps the choice and the policy', () => {
    preseed('false');
    install(light.deb);
    writeByHand(POLICY, { participation: 'off' });
    install(light.next);
    expect(mustRun('dpkg', ['-s', 'candor-finder'])).toMatch(/^Version: .*\+next$/m);
    expect(choice()).toEqual(NO);
    expect(JSON.parse(readFileSync(POLICY, 'utf8'))).toEqual({ participation: 'off' });
  });

  test('a choice written by hand holds: before the first installation, at an upgrade and at a reconfiguration', () => {
    writeByHand(CHOICE, NO);
    install(light.deb);
    expect(choice()).toEqual(NO);
    writeByHand(CHOICE, ASK);
    install(light.next);
    expect(choice()).toEqual(ASK);
    writeByHand(CHOICE, NO);
    reconfigure();
    expect(choice()).toEqual(NO);
  });

  test('a damaged choice is set aside and not thrown away', () => {
    writeByHand(CHOICE, { participation: 'perhaps' });
    install(light.deb);
    expect(choice()).toEqual(ASK);
    expect(JSON.parse(readFileSync(`${CHOICE}.dpkg-old`, 'utf8'))).toEqual({ participation: 'perhaps' });
  });

  test('a removal keeps the choice, and a purge takes it, with what debconf knew', () => {
    preseed('false');
    install(light.deb);
    removePackage();
    expect(existsSync(INSTALLED)).toBe(false);
    expect(existsSync('/usr/bin/candor-finder')).toBe(false);
    expect(choice()).toEqual(NO);
    expect(remembered()).toContain('false');
    purge();
    expect(existsSync(CONFIGURATION)).toBe(false);
    expect(remembered()).toBe('');
  });

  test('where ordinary users get no namespaces, Chromium gets its helper with the rights of root', () => {
    install(light.deb);
    expect(statSync(`${INSTALLED}/chrome-sandbox`).mode & 0o7777).toBe(0o755);
    dpkgAmong({ unshare: 'exit 1' }, ['--install', light.deb]);
    expect(statSync(`${INSTALLED}/chrome-sandbox`).mode & 0o7777).toBe(0o4755);
  });

  test('where AppArmor understands it, the profile that allows namespaces comes and goes with the package', () => {
    const profile = '/etc/apparmor.d/candor-finder';
    const newUbuntu = { apparmor_status: 'exit 0', apparmor_parser: 'exit 0', ischroot: 'exit 0' };
    mkdirSync(path.dirname(profile), { recursive: true });
    install(light.deb);
    expect(existsSync(profile)).toBe(false);
    dpkgAmong(newUbuntu, ['--install', light.deb]);
    expect(readFileSync(profile, 'utf8')).toMatch(/"\/opt\/Candor Finder\/candor-finder" flags.*\{\s+userns,/);
    dpkgAmong(newUbuntu, ['--remove', PACKAGE]);
    expect(existsSync(profile)).toBe(false);
  });

  test.each([
    ['False', NO],
    ['no', NO],
    ['0', NO],
    ['TRUE', ASK],
    ['', ASK],
  ])('a preseed of %j is read as whoever wrote it meant it', (answer, expected) => {
    preseed(answer);
    install(light.deb);
    expect(choice()).toEqual(expected);
  });

  test('a preseed that means nothing is told, and changes nothing', () => {
    install(light.deb);
    preseed('perhaps');
    const { code, stderr } = run('dpkg-reconfigure', ['-f', 'noninteractive', PACKAGE]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('nothing is changed') });
    expect(choice()).toEqual(ASK);
  });

  test.each([
    ['two bytes a letter', 'utf16le'],
    ['a mark in front', 'utf8'],
  ] as const)('a No written by hand with %s, as PowerShell writes it, holds', (_, encoding) => {
    mkdirSync(CONFIGURATION);
    writeFileSync(CHOICE, `\ufeff${JSON.stringify(NO)}\r\n`, encoding);
    install(light.deb);
    expect(choice()).toEqual(NO);
  });

  test.each([
    ['a folder of somebody else', () => giveAway(CONFIGURATION)],
    ['a folder that a group may write', () => chmodSync(CONFIGURATION, 0o775)],
    ['a folder that everybody may write', () => chmodSync(CONFIGURATION, 0o1777)],
  ])('nothing is written as root into %s, and dpkg says that it is not done', (_, prepare) => {
    const won = prize('shadow');
    mkdirSync(CONFIGURATION);
    symlinkSync(won.file, `${CHOICE}.dpkg-new`);
    prepare();
    preseed('false');
    const { code, stderr } = tryToInstall(light.deb);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('could not be written') });
    expect(won.isUntouched()).toBe(true);
    expect(choice()).toBeUndefined();
    chownSync(CONFIGURATION, 0, 0);
    chmodSync(CONFIGURATION, 0o755);
    mustRun('dpkg', ['--configure', PACKAGE]);
    expect(choice()).toEqual(NO);
  });

  test('nothing is written or deleted through a folder that is a link', () => {
    const elsewhere = folderOfRoot();
    symlinkSync(elsewhere, CONFIGURATION);
    expect(tryToInstall(light.deb).stderr).toContain('could not be written');
    expect(readdirSync(elsewhere)).toEqual([]);
    writeFileSync(path.join(elsewhere, 'installer-choice.json'), JSON.stringify(NO));
    purge();
    expect(readdirSync(elsewhere)).toEqual(['installer-choice.json']);
  });

  test('no race is lost against a user of the folder who puts links there', async () => {
    install(light.deb);
    const won = prize('shadow');
    giveAway(CONFIGURATION);
    await raceForFiles(CONFIGURATION, 'installer-choice.json.', won.file);
    for (let round = 0; round < ROUNDS; round += 1) run(`/var/lib/dpkg/info/${PACKAGE}.postinst`, ['configure']);
    expect(won.isUntouched()).toBe(true);
  });

  test('a helper that others could exchange does not get the rights of root', () => {
    install(light.deb);
    giveAway(INSTALLED);
    dpkgAmong({ unshare: 'exit 1' }, ['--install', light.deb]);
    expect(statSync(`${INSTALLED}/chrome-sandbox`).mode & 0o7000).toBe(0);
  });

  test.each(['000', '077'])(
    'everybody can read what it installs, and root alone write it, under a umask of %s',
    (mask) => {
      expect(tryToInstall(light.deb, mask).code).toBe(0);
      expect([CHOICE, CONFIGURATION].map((file) => statSync(file).mode & 0o7777)).toEqual([0o644, 0o755]);
      const { mode } = statSync('/usr/share/applications/candor-finder.desktop');
      expect(mode & 0o7777).toBe(0o644);
    },
  );

  test.each<[Record<string, string>, string[]]>([
    [{ LANG: 'C.UTF-8' }, ['', '']],
    [{ LANG: 'C' }, ['C.UTF-8', '']],
    [{ LANG: '', LC_ALL: 'POSIX' }, ['C.UTF-8', '']],
    // Asked for, and not installed.
    [{ LANG: 'xx_XX.UTF-8' }, ['C.UTF-8', 'xx_XX.UTF-8']],
    [{ LANG: 'C', LC_ALL: 'xx_XX', LANGUAGE: 'it' }, ['C.UTF-8', 'it:xx_XX']],
  ])('its command starts the app in a locale of UTF-8, in the language of %j', async (env, [locale, language]) => {
    install(light.deb);
    const echo = 'printf "%s|" "$LC_ALL" "$LANGUAGE" "$@"';
    writeFileSync(`${INSTALLED}/candor-finder`, `#!/bin/sh\n${echo}\n`);
    const person = OrdinaryUser.create();
    try {
      const { code, output } = await outcomeOf(person.start('candor-finder', ['a "b"\nc', ''], env));
      expect({ code, output }).toEqual({ code: 0, output: `${locale}|${language}|a "b"\nc||` });
    } finally {
      person.remove();
    }
  });

  test('a purge leaves the profiles of two people as they are', () => {
    const people = [OrdinaryUser.create('one'), OrdinaryUser.create('two')];
    try {
      install(light.deb);
      const consents = people.map(({ home }) => path.join(home, '.config/Candor Finder/participation/consent.json'));
      for (const file of consents) writeByHand(file, { answer: 'no' });
      purge();
      expect(existsSync(CONFIGURATION)).toBe(false);
      for (const file of consents) expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ answer: 'no' });
    } finally {
      for (const person of people) person.remove();
    }
  });

  test("a purge leaves an administrator's policy alone", () => {
    install(light.deb);
    writeByHand(POLICY, { participation: 'off' });
    purge();
    expect(choice()).toBeUndefined();
    expect(JSON.parse(readFileSync(POLICY, 'utf8'))).toEqual({ participation: 'off' });
  });
});
