import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../app/finder/product.ts';
import { installerChoiceFiles, readSurroundings } from '../../client/main/consent/surroundings.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { giveAway, prize, raceForFiles } from './support/link-racer.ts';
import { buildRpm, ensureRpm, PACKAGE, type RpmRoot, rpmRoot } from './support/rpm-root.ts';

const DEFAULTS = '/etc/sysconfig/candor-finder';
const POLICY = '/etc/candor-finder/policy.json';
const CHOICE = '/var/lib/candor-finder/installer-choice.json';
const ASK = '{"participation":"ask"}\n';
const NO = '{"participation":"no"}\n';
/** Most were won against a scriptlet that trusted the folder. */
const ROUNDS = 25;

let builds: string;
let first: string;
let second: string;
let root: RpmRoot;

beforeAll(async () => {
  await ensureRpm();
  builds = mkdtempSync(path.join(tmpdir(), 'candor-rpm-build-'));
  first = await buildRpm(builds, '1.0.0');
  second = await buildRpm(builds, '1.1.0');
}, 300_000);

afterAll(() => rmSync(builds, { recursive: true, force: true }));

beforeEach(async () => {
  root = await rpmRoot();
  put(POLICY, '{"participation":"standard"}');
});

function put(file: string, text: string): void {
  mkdirSync(path.dirname(root.host(file)), { recursive: true });
  writeFileSync(root.host(file), text);
}

function written(): string | undefined {
  return existsSync(root.host(CHOICE)) ? readFileSync(root.host(CHOICE), 'utf8') : undefined;
}

function choiceForTheApp() {
  const places = installerChoiceFiles('linux', {}, '/home/someone', finder);
  return readSurroundings(
    {},
    places.map(({ file, links }) => ({ file: root.host(file), links })),
  ).installerChoice;
}

async function install(rpm: string): Promise<string> {
  const { code, stdout, stderr } = await root.rpm('--upgrade', rpm);
  expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
  return stdout + stderr;
}

describe('the rpm', { timeout: 180_000 }, () => {
  it('asks the users, as delivered', async () => {
    await install(first);
    expect(written()).toBe(ASK);
    expect(choiceForTheApp()).toBe('ask');
  });

  it('lets everybody read the choice and the defaults, and only root change them', async () => {
    await install(first);
    for (const file of [CHOICE, DEFAULTS]) expect(statSync(root.host(file)).mode & 0o777).toBe(0o644);
    expect(statSync(path.dirname(root.host(CHOICE))).mode & 0o777).toBe(0o755);
    expect(readdirSync(path.dirname(root.host(CHOICE)))).toEqual([path.basename(CHOICE)]);
  });

  it('obeys defaults that were there before it, and does not replace them', async () => {
    put(DEFAULTS, 'CEIP=no\n');
    await install(first);
    expect(written()).toBe(NO);
    expect(choiceForTheApp()).toBe('no');
    expect(readFileSync(root.host(DEFAULTS), 'utf8')).toBe('CEIP=no\n');
  });

  it.each([
    'CEIP="no"\n',
    "  CEIP='no'  \n",
    'CEIP=no\r\n',
    'CEIP=no',
    '\ufeffCEIP=no\r\n',
    '#CEIP=ask\nCEIP=no\n#CEIP=ask\n',
    'CEIP=ask\nCEIP=no\n',
    'OTHER=ask\nCEIP=no\nXCEIP=ask\n',
  ])('reads %j as a No', async (defaults) => {
    put(DEFAULTS, defaults);
    await install(first);
    expect(written()).toBe(NO);
  });

  it.each(['maybe', 'NO', '0', 'no"}', '"no', 'no ask', '$(rm -rf /etc)', '`rm -rf /etc`', '%s'])(
    'says that it does not understand CEIP=%s, and leaves the choice as it is',
    async (value) => {
      put(DEFAULTS, `CEIP=${value}\n`);
      expect(await install(first)).toContain('neither "ask" nor "no"');
      expect(written()).toBeUndefined();
      put(CHOICE, NO);
      await install(second);
      expect(written()).toBe(NO);
      expect(existsSync(root.host(POLICY))).toBe(true);
    },
  );

  it.each(['', '# CEIP=no\n', 'CEIP=\n'])('writes nothing when the defaults say nothing: %j', async (defaults) => {
    put(DEFAULTS, defaults);
    expect(await install(first)).not.toContain('neither');
    expect(written()).toBeUndefined();
  });

  it('keeps a No over an update', async () => {
    await install(first);
    put(DEFAULTS, 'CEIP=no\n');
    await install(second);
    expect(readFileSync(root.host('/opt/Candor Finder/version'), 'utf8')).toBe('1.1.0\n');
    expect(written()).toBe(NO);
    expect(readFileSync(root.host(DEFAULTS), 'utf8')).toBe('CEIP=no\n');
  });

  it('takes up changed defaults when it is installed again', async () => {
    put(DEFAULTS, 'CEIP=no\n');
    await install(first);
    put(DEFAULTS, 'CEIP=ask\n');
    await root.rpm('--reinstall', first);
    expect(written()).toBe(ASK);
  });

  it('puts the choice in the place of a damaged one', async () => {
    put(CHOICE, '{"participa');
    await install(first);
    expect(written()).toBe(ASK);
  });

  it.each([
    ['its folder', () => put(path.dirname(CHOICE), 'a file')],
    ['the file', () => put(`${CHOICE}/a-file`, '')],
  ])('says so when the choice cannot be written, because something else is in the place of %s', async (_, obstruct) => {
    obstruct();
    expect(await install(first)).toContain('could not be written');
    expect(choiceForTheApp()).toBeUndefined();
  });

  it.each([
    ['the folder of somebody else', (folder: string) => giveAway(folder)],
    ['a folder that a group may write', (folder: string) => chmodSync(folder, 0o775)],
    ['a folder below one of somebody else', (folder: string) => giveAway(path.dirname(folder))],
  ])('writes nothing as root into %s', async (_, prepare) => {
    put(DEFAULTS, 'CEIP=no\n');
    mkdirSync(root.host(path.dirname(CHOICE)));
    prepare(root.host(path.dirname(CHOICE)));
    expect(await install(first)).toContain('could not be written');
    expect(readdirSync(root.host(path.dirname(CHOICE)))).toEqual([]);
  });

  it('writes nothing as root into a folder that is a link, and a removal leaves what it leads to', async () => {
    mkdirSync(root.host('/elsewhere'));
    symlinkSync('../../elsewhere', root.host(path.dirname(CHOICE)));
    expect(await install(first)).toContain('could not be written');
    put('/elsewhere/installer-choice.json', NO);
    await root.rpm('--erase', PACKAGE);
    expect(readdirSync(root.host('/elsewhere'))).toEqual(['installer-choice.json']);
  });

  it('loses no race against a user of the folder who puts links there', async () => {
    const folder = root.host(path.dirname(CHOICE));
    mkdirSync(folder);
    giveAway(folder);
    // rpm changes its root, so what is to be won stands in it.
    const won = prize('shadow', root.host('/'));
    await install(first);
    await raceForFiles(folder, 'installer-choice.json.', root.inside(won.file));
    for (let round = 0; round < ROUNDS; round += 1) await root.rpm('--reinstall', first);
    expect(won.isUntouched()).toBe(true);
  });

  it.each([0o000, 0o077])(
    'lets everybody read the choice, and root alone write it, under a umask of %o',
    async (mask) => {
      const former = process.umask(mask);
      try {
        await install(first);
      } finally {
        process.umask(former);
      }
      expect(statSync(root.host(CHOICE)).mode & 0o7777).toBe(0o644);
      expect(statSync(path.dirname(root.host(CHOICE))).mode & 0o7777).toBe(0o755);
    },
  );

  it('looks at a path in the same way as the deb does', () => {
    const [guard, other] = ['installer/rpm/after-install.sh', 'installer/deb/postinst'].map(
      (file) => /^guarded\(\) \([\s\S]+?^\)$/m.exec(readFileSync(path.join(projectRoot, file), 'utf8'))?.[0],
    );
    expect(guard).toBeDefined();
    expect(other).toBe(guard);
  });

  it('removes the choice when it is erased, and its defaults when nobody has changed them', async () => {
    await install(first);
    await install(second);
    await root.rpm('--erase', PACKAGE);
    expect(existsSync(root.host(path.dirname(CHOICE)))).toBe(false);
    expect(readdirSync(root.host('/etc/sysconfig'))).toEqual([]);
    expect(existsSync(root.host('/opt/Candor Finder'))).toBe(false);
  });

  it('keeps changed defaults aside when it is erased', async () => {
    await install(first);
    put(DEFAULTS, 'CEIP=no\n');
    await root.rpm('--erase', PACKAGE);
    expect(readdirSync(root.host('/etc/sysconfig'))).toEqual([`${PACKAGE}.rpmsave`]);
  });

  it('never touches the policy of the administrators, nor their own choice', async () => {
    put(`${path.dirname(POLICY)}/installer-choice.json`, NO);
    await install(first);
    expect(choiceForTheApp()).toBe('no');
    await install(second);
    await root.rpm('--erase', PACKAGE);
    expect(readFileSync(root.host(POLICY), 'utf8')).toBe('{"participation":"standard"}');
    expect(readdirSync(path.dirname(root.host(POLICY))).sort()).toEqual(['installer-choice.json', 'policy.json']);
  });
});
