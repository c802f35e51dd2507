import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { finder } from '../../app/finder/product.ts';
import { installerChoiceFiles, readSurroundings } from '../../main/surroundings.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FOLDER = `Library/Application Support/${finder.name}`;
const ASK = '{"participation":"ask"}\n';
const NO = '{"participation":"no"}\n';

interface PackerConfiguration {
  directories: { buildResources: string };
  pkg: { scripts: string };
}

const packer = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as PackerConfiguration;
const scripts = path.join(projectRoot, packer.directories.buildResources, packer.pkg.scripts);
const postinstall = path.join(scripts, 'postinstall');

/** A volume with what an administrator has put there, and the script run on it as macOS Installer does. */
function volumeWith(wish: string | undefined, wishedBy: (folder: string) => void = () => {}) {
  const volume = temporaryFolder();
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
    run: (target = volume) => runCommand(postinstall, ['/tmp/some.pkg', `${volume}/Applications`, target, '/']),
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

  it('does not follow links, since it runs as root where administrators may write', async () => {
    const elsewhere = temporaryFolder();
    writeFileSync(path.join(elsewhere, 'ceip-choice'), 'no');
    const linked = volumeWith(undefined, (folder) => {
      mkdirSync(path.dirname(folder), { recursive: true });
      symlinkSync(elsewhere, folder);
    });
    expect((await linked.run()).stderr).toContain('is a link');
    expect(readdirSync(elsewhere)).toEqual(['ceip-choice']);
  });

  it('says so when the choice cannot be written', async () => {
    // A folder where the file should be stops anybody, root too.
    const volume = volumeWith('no', (folder) => mkdirSync(path.join(folder, 'installer-choice.json')));
    const { code, stderr } = await volume.run();
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('could not be written') });
    expect(readdirSync(volume.choice)).toEqual([]);
  });
});
