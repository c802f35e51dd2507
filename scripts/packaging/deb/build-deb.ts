/** Stands in for fpm: `node scripts/packaging/deb/build-deb.ts ARGUMENTS` makes a .deb with dpkg-deb. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../lib/run-command.ts';
import { fail, UserFixableError } from '../../lib/say.ts';
import { controlFile, sumsFile } from './control.ts';
import { type DebRequest, readFpmArguments } from './fpm-arguments.ts';

const KIB = 1024;
/** Whoever builds it may have kept their files to themselves; installed, everybody reads them and root alone writes. */
const PLAIN_MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/** Writes the package. Throws a UserFixableError when dpkg-deb cannot. */
export async function buildDeb(request: DebRequest): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'candor-deb-'));
  chmodSync(root, EXECUTABLE_MODE);
  try {
    for (const { source, target } of request.contents) place(root, source, target);
    const files = filesIn(root);
    setModes(root);
    writeControl(root, request, files);
    await runDpkgDeb(root, request);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function place(root: string, source: string, target: string): void {
  const to = path.join(root, target);
  if (statSync(source).isDirectory()) {
    cpSync(source, to, { recursive: true, verbatimSymlinks: true });
    return;
  }
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(source, to);
}

/** Plain files, relative to the root, in order. */
function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => lstatSync(path.join(root, file)).isFile())
    .sort();
}

function setModes(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(root, entry);
    const stat = lstatSync(file);
    if (stat.isSymbolicLink()) continue;
    const executable = stat.isDirectory() || (stat.mode & 0o100) !== 0;
    chmodSync(file, executable ? EXECUTABLE_MODE : PLAIN_MODE);
  }
}

function writeControl(root: string, request: DebRequest, files: readonly string[]): void {
  const folder = path.join(root, 'DEBIAN');
  mkdirSync(folder);
  const size = files.reduce((sum, file) => sum + Math.ceil(statSync(path.join(root, file)).size / KIB), 0);
  const sums = files.map((file) => ({ file, md5: md5Of(path.join(root, file)) }));
  writeFileSync(path.join(folder, 'control'), controlFile(request, size));
  writeFileSync(path.join(folder, 'md5sums'), sumsFile(sums));
  for (const [name, source] of Object.entries(request.scripts)) {
    if (source === undefined) continue;
    copyFileSync(source, path.join(folder, name));
    chmodSync(path.join(folder, name), name === 'templates' ? PLAIN_MODE : EXECUTABLE_MODE);
  }
}

/** What dpkg calls for: it finds damage, and is no protection. */
function md5Of(file: string): string {
  return createHash('md5').update(readFileSync(file)).digest('hex');
}

async function runDpkgDeb(root: string, { compression, output }: DebRequest): Promise<void> {
  // gzip is for packages that are only tested: quick rather than small.
  const level = compression === 'gzip' ? ['-z1'] : [];
  const args = ['--root-owner-group', `-Z${compression}`, ...level, '--build', root, output];
  const { code, stderr } = await runCommand('dpkg-deb', args);
  if (code !== 0) throw new UserFixableError(`dpkg-deb could not make ${output}: ${stderr.trim()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await Promise.resolve()
    .then(() => buildDeb(readFpmArguments(process.argv.slice(2))))
    .catch(fail);
}
