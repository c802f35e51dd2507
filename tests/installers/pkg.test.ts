import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { finder } from '../../app/finder/product.ts';
import { installerChoiceFiles, readSurroundings } from '../../client/main/consent/surroundings.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { folderOfRoot, giveAway, prize, raceForFiles, raceForFolder } from './support/link-racer.ts';

const FOLDER = `Library/Application Support/${finder.name}`;
const ASK = '{"participation":"ask"}\n';
const NO = '{"participation":"no"}\n';
/** Of 250, 244 were won against a script that trusted the folder. */
const ROUNDS = 40;

interface PackerConfiguration {
  directories: { buildResources: string };
  pkg: { scripts: string };
}

const packer = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as PackerConfiguration;
const scripts = path.join(projectRoot, packer.directories.buildResources, packer.pkg.scripts);
const postinstall = path.join(scripts, 'postinstall');

/** A volume with what an administrator has put there, and the script run on it as macOS Installer does. */
function volumeWith(wish: string | undefined, wishedBy: (folder: string) => void = () => {}) {
  const volume = folderOfRoot();
  const folder = path.join(volume, FOLDER);
  if (wish !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'ceip-choice'), wish);
  }
  wishedBy(folder);
  const choice = path.join(folder, 'installer-choice.json');
  return {
    folder,
    choice,
    run: (target = volume, env = process.env) =>
      runCommand(postinstall, ['/tmp/some.pkg', `${volume}/Applications`, target, '/'], { env }),
    written: () => (existsSync(choice) ? readFileSync(choice, 'utf8') : undefined),
    forTheApp: () => {
      const [machineWide] = installerChoiceFiles('darwin', {}, path.join(volume, 'Users/someone/userData'), finder);
      return readSurroundings({}, [{ file: path.join(volume, machineWide?.file ?? ''), links: 'followed' }])
        .installerChoice;
    },
  };
}

describe("the pkg's postinstall", () => {
  it('is the only script in its folder, and may be run', () => {
    // The packer takes any file there for a script of the package.
    expect(readdirSync(scripts)).toEqual(['postinstall']);
    expect(statSync(postinstall).mode & 0o111).toBe(0o111);
  });

  it.each([
    ['ask', ASK, 'ask'],
    ['no', NO, 'no'],
    ['  no \r\n', NO, 'no'],
    ['\ufeffno\r\n', NO, 'no'],
  ])('writes the choice of a file that says %j, and the app reads it', async (wish, text, choice) => {
    const volume = volumeWith(wish);
    expect(await volume.run()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(volume.written()).toBe(text);
    expect(volume.forTheApp()).toBe(choice);
    expect(statSync(volume.choice).mode & 0o777).toBe(0o644);
    expect(readdirSync(volume.folder).sort()).toEqual(['ceip-choice', 'installer-choice.json']);
  });

  it('writes nothing without such a file, so that users are asked', async () => {
    const volume = volumeWith(undefined);
    expect(await volume.run()).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(volume.folder)).toBe(false);
  });

  it.each(['', 'maybe', 'NO', 'no"}', '"no"', '$(id)', '`id`', `no${'x'.repeat(5000)}`])(
    'says that it does not understand %j, and leaves the earlier choice as it is',
    async (wish) => {
      const volume = volumeWith(wish, (folder) => writeFileSync(path.join(folder, 'installer-choice.json'), NO));
      const { code, stderr } = await volume.run();
      expect(code).toBe(0);
      expect(stderr).toContain('nothing is changed');
      expect(volume.written()).toBe(NO);
    },
  );

  it('does the same twice, for a package that runs it twice, and in an update', async () => {
    const volume = volumeWith('no', (folder) => writeFileSync(path.join(folder, 'installer-choice.json'), ASK));
    await volume.run();
    await volume.run(`${path.dirname(path.dirname(path.dirname(volume.folder)))}/`);
    expect(volume.written()).toBe(NO);
  });

  it('does not follow links, wherever in the path they stand', async () => {
    for (const linked of [FOLDER, path.dirname(FOLDER), path.dirname(path.dirname(FOLDER))]) {
      const elsewhere = folderOfRoot();
      const there = path.join(elsewhere, path.relative(linked, FOLDER));
      mkdirSync(there, { recursive: true });
      writeFileSync(path.join(there, 'ceip-choice'), 'no');
      const volume = volumeWith(undefined, (folder) => {
        const link = path.join(folder.slice(0, -FOLDER.length), linked);
        mkdirSync(path.dirname(link), { recursive: true });
        symlinkSync(elsewhere, link);
      });
      expect(await volume.run()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is changed') });
      expect(readdirSync(there)).toEqual(['ceip-choice']);
    }
  });

  it.each([
    ['a folder of somebody else', (folder: string) => giveAway(folder)],
    ['a folder that a group may write', (folder: string) => chmodSync(folder, 0o775)],
    ['a folder that everybody may write', (folder: string) => chmodSync(folder, 0o1777)],
    ['a parent of somebody else', (folder: string) => giveAway(path.dirname(folder))],
    ['a parent that everybody may write', (folder: string) => chmodSync(path.dirname(path.dirname(folder)), 0o777)],
    ['a wish of somebody else', (folder: string) => giveAway(path.join(folder, 'ceip-choice'))],
    ['a wish that everybody may write', (folder: string) => chmodSync(path.join(folder, 'ceip-choice'), 0o666)],
  ])('does not believe, and writes nothing into, %s', async (_, prepare) => {
    const volume = volumeWith('no', prepare);
    expect(await volume.run()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing is changed') });
    expect(readdirSync(volume.folder)).toEqual(['ceip-choice']);
  });

  it('does not believe a folder that a list of access opens to others', async () => {
    // macOS shows such lists below the entry when its ls is asked with -e, which no other ls knows.
    const programs = folderOfRoot();
    const list = "printf 'drwxr-xr-x+ 2 0 0\\n 0: user:someone allow list,add_file,search\\n'";
    writeFileSync(path.join(programs, 'ls'), `#!/bin/sh\ncase $1 in -lde) ${list} ;; *) exec /bin/ls "$@" ;; esac\n`, {
      mode: 0o755,
    });
    const volume = volumeWith('no');
    const { stderr } = await volume.run(undefined, { ...process.env, PATH: `${programs}:${process.env['PATH']}` });
    expect(stderr).toContain('nothing is changed');
    expect(volume.written()).toBeUndefined();
  });

  it('loses no race against a user of the folder who puts links there', async () => {
    const volume = volumeWith('no', giveAway);
    const won = prize('shadow');
    await raceForFiles(volume.folder, 'installer-choice.json.', won.file);
    for (let round = 0; round < ROUNDS; round += 1) await volume.run();
    expect(won.isUntouched()).toBe(true);
  });

  it('loses no race against a user of a parent who has the folder be a link now and then', async () => {
    const volume = volumeWith('no', (folder) => giveAway(path.dirname(folder)));
    const won = prize('installer-choice.json');
    writeFileSync(path.join(won.folder, 'ceip-choice'), 'no');
    await raceForFolder(volume.folder, won.folder);
    for (let round = 0; round < ROUNDS; round += 1) await volume.run();
    expect(won.isUntouched()).toBe(true);
    expect(readdirSync(won.folder).sort()).toEqual(['ceip-choice', 'installer-choice.json']);
  });

  it.each(['000', '077'])(
    'lets everybody read the choice, and root alone write it, under a umask of %s',
    async (mask) => {
      const volume = volumeWith('no');
      const { code } = await runCommand('sh', [
        '-c',
        'umask "$1"; "$2" /tmp/some.pkg / "$3" /',
        'sh',
        mask,
        postinstall,
        volume.folder.slice(0, -FOLDER.length),
      ]);
      expect([code, statSync(volume.choice).mode & 0o7777]).toEqual([0, 0o644]);
      expect(readdirSync(volume.folder).sort()).toEqual(['ceip-choice', 'installer-choice.json']);
    },
  );

  it('says so when the choice cannot be written', async () => {
    // A folder where the file should be stops anybody, root too.
    const volume = volumeWith('no', (folder) => mkdirSync(path.join(folder, 'installer-choice.json')));
    const { code, stderr } = await volume.run();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('could not be written') });
    expect(readdirSync(volume.choice)).toEqual([]);
  });
});
