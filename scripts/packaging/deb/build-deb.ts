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
import { type DebRequest, readFpmArguments } from './fpm-arguments.ts';

const KIB = 1024;
/** Whoever builds it may have kept their files to themselves; installed, everybody reads them and root alone writes. */
const PLAIN_MODE = 0o644;
const EXECUTABLE_MODE = 0o755;

/** Writes the package. Throws a UserFixableError when dpkg-deb cannot. */
async function buildDeb(request: DebRequest): Promise<void> {
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

/** Characters, with the space before them less than a terminal's 80. */
const LINE = 78;

/**
 * The file `control` of a binary package (Debian policy, 5.3).
 * @param installedSize in KiB, as du counts.
 */
export function controlFile(request: DebRequest, installedSize: number): string {
  const fields: [string, string][] = [
    ['Package', request.name],
    ['Version', request.version],
    ['Section', request.section],
    ['Priority', request.priority],
    ['Architecture', request.architecture],
    ['Maintainer', request.maintainer],
    ['Installed-Size', String(installedSize)],
    ['Depends', request.depends.join(', ')],
    ['Recommends', request.recommends.join(', ')],
    ['Homepage', request.url],
    ['Description', describe(request.description)],
  ];
  return fields.flatMap(([name, value]) => (value ? [`${name}: ${value}\n`] : [])).join('');
}

/** A synopsis, and below it lines that begin with a space; an empty one holds a full stop (Debian policy, 5.6.13). */
function describe(text: string): string {
  const [synopsis = '', ...rest] = text.trim().split('\n');
  const extended = rest.flatMap(wrap).map((line) => ` ${line || '.'}`);
  return [synopsis.trim(), ...extended].join('\n');
}

/** Lines that terminals do not break. */
function wrap(line: string): string[] {
  const lines = [''];
  for (const word of line.trim().split(/\s+/)) {
    const current = lines.at(-1) ?? '';
    if (current && current.length + 1 + word.length > LINE) lines.push(word);
    else lines[lines.length - 1] = current ? `${current} ${word}` : word;
  }
  return lines;
}

/** Sums of all files, as dpkg compares them; paths from the root, without a slash before. */
export function sumsFile(sums: readonly { file: string; md5: string }[]): string {
  return sums.map(({ file, md5 }) => `${md5}  ${file}\n`).join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await Promise.resolve()
    .then(() => buildDeb(readFpmArguments(process.argv.slice(2))))
    .catch(fail);
}
