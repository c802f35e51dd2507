import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { mustRun } from './machine.ts';

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

/** The same package, whole, with a higher version. */
export function nextVersion({ folder, deb }: BuiltDeb): string {
  const content = path.join(folder, 'next');
  mustRun('dpkg-deb', ['-R', deb, content]);
  raiseVersion(content);
  return packed(content, path.join(folder, 'next.deb'));
}

function raiseVersion(content: string): void {
  const control = path.join(content, 'DEBIAN/control');
  writeFileSync(control, readFileSync(control, 'utf8').replace(/^Version: (.*)$/m, 'Version: $1+next'));
}

function packed(content: string, file: string): string {
  mustRun('dpkg-deb', ['-Znone', '--root-owner-group', '-b', content, file]);
  return file;
}
