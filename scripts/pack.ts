/** Makes a package as npm would publish it: `node scripts/pack.ts client|collector [FOLDER]`, into `dist/` without one. */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './lib/paths.ts';
import { runCommand } from './lib/run-command.ts';
import { fail, say, UserFixableError } from './lib/say.ts';
import { stageClient } from './pack/client.ts';
import { stageCollector } from './pack/collector.ts';

/** What can be packed: what puts it into a folder, and what the tarball may weigh, in bytes. */
const packages = {
  /** 218 kB were measured. */
  client: { stage: stageClient, maxBytes: 260_000 },
  /** 356 kB were measured, of which the dashboard is 185. */
  collector: { stage: stageCollector, maxBytes: 400_000 },
} as const satisfies Record<string, { stage: (folder: string) => Promise<void>; maxBytes: number }>;
export type PackageName = keyof typeof packages;

export interface Packed {
  /** The tarball. */
  readonly file: string;
  readonly bytes: number;
  /** Everything in it, relative to its root. */
  readonly contents: readonly string[];
}

/**
 * Builds a package and packs it with npm.
 * @param folder for the tarball; made when it is not there.
 * @param maxBytes what the tarball may weigh.
 * @throws UserFixableError when npm cannot pack it, or when it is over its budget; there is no tarball then.
 */
export async function pack(
  name: PackageName,
  folder: string,
  maxBytes: number = packages[name].maxBytes,
): Promise<Packed> {
  // Of this process alone, so that another can pack meanwhile.
  const staged = path.join(projectRoot, '.cache/pack', `${name}-${process.pid}`);
  mkdirSync(staged, { recursive: true });
  mkdirSync(folder, { recursive: true });
  try {
    await packages[name].stage(staged);
    return await packStaged(name, staged, path.resolve(folder), maxBytes);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

async function packStaged(name: PackageName, staged: string, folder: string, maxBytes: number): Promise<Packed> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: staged });
  if (code !== 0) throw new UserFixableError(`npm could not pack the ${name}: ${stderr.trim()}`);
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, NpmPack>);
  if (!packed) throw new Error('npm pack names no package');
  const file = path.join(folder, packed.filename);
  const bytes = statSync(file).size;
  if (bytes > maxBytes) {
    rmSync(file);
    throw new UserFixableError(`${packed.filename} has ${bytes} bytes: ${maxBytes} at most.`);
  }
  return { file, bytes, contents: packed.files.map((entry) => entry.path) };
}

/** What `npm pack --json` says of a package, as far as it is read. */
interface NpmPack {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

async function main([name = '', folder = path.join(projectRoot, 'dist')]: readonly string[]): Promise<void> {
  if (!Object.hasOwn(packages, name)) {
    throw new UserFixableError(`Usage: npm run pack -- ${Object.keys(packages).join('|')} [FOLDER]`);
  }
  const { file, bytes, contents } = await pack(name as PackageName, folder);
  say(`${file}: ${(bytes / 1000).toFixed(1)} kB, ${contents.length} files`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2)).catch(fail);
