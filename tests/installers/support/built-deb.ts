import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { filesBelow } from '../../support/temporary-folder.ts';
import { mustRun } from './machine.ts';

const LARGE_BYTES = 100_000;

/** The output of `npm run dist:deb -- --test-only`, in a folder that the caller removes. */
export interface BuiltDeb {
  folder: string;
  deb: string;
  /** The app before it was made an installer. */
  unpacked: string;
  /** What was printed. */
  output: string;
}

/** Makes the package of the tree as it is. apt reads it as a user of its own, so its folder is open to all. */
export async function buildDeb(): Promise<BuiltDeb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-installers-'));
  mustRun('chmod', ['755', folder]);
  const script = path.join(projectRoot, 'scripts/packaging/run.ts');
  const { code, stdout, stderr } = await runCommand(process.execPath, [script, 'deb', '--test-only', folder]);
  const deb = readdirSync(folder).find((file) => file.endsWith('.deb'));
  if (code !== 0 || !deb) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`no package was made: ${stdout}${stderr}`);
  }
  return { folder, deb: path.join(folder, deb), unpacked: path.join(folder, 'linux-unpacked'), output: stdout };
}

/** Of the same package, light copies for what only its scripts decide. */
export interface LightDebs {
  deb: string;
  /** With a higher version, as the next release would be to dpkg. */
  next: string;
}

/** The package as it was built, but for its large files, which are empty: it installs in a second. */
export function lighten({ folder, deb }: BuiltDeb): LightDebs {
  const content = path.join(folder, 'light');
  mustRun('dpkg-deb', ['-R', deb, content]);
  for (const file of filesBelow(content).map((name) => path.join(content, name))) {
    if (statSync(file).size > LARGE_BYTES) truncateSync(file);
  }
  const pack = (name: string) => {
    const file = path.join(folder, name);
    mustRun('dpkg-deb', ['-Znone', '--root-owner-group', '-b', content, file]);
    return file;
  };
  const light = pack('light.deb');
  const control = path.join(content, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: (.*)$/m, 'Version: $1+next'));
  return { deb: light, next: pack('light-next.deb') };
}
