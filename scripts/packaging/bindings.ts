/**
 * DuckDB's libraries in a package: of all the builds that there are, those of the system and processor it is for. They lie
 * beside the archive, in resources/node_modules, where Node looks for what the archive does not have.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../lib/paths.ts';
import { runCommand } from '../lib/run-command.ts';
import { say, UserFixableError } from '../lib/say.ts';

const SCOPE = '@duckdb';
const BINDINGS = 'node-bindings';

type Platform = 'linux' | 'darwin' | 'win32';
type Architecture = 'x64' | 'arm64';

/** What `${os}` of electron-builder.yml stands for. */
const SYSTEMS: Readonly<Record<Platform, string>> = { linux: 'linux', darwin: 'mac', win32: 'win' };

/** A folder `${os}-${arch}` for electron-builder, and the builds that it holds. */
interface Bundle {
  readonly folder: string;
  readonly builds: readonly string[];
}

/** What is to be staged. An app for both processors of macOS is put together of two that have to hold the same files. */
export function bundlesFor(platform: Platform, architectures: readonly Architecture[]): Bundle[] {
  const both: readonly Architecture[] = ['x64', 'arm64'];
  const wanted = platform === 'darwin' ? both : architectures;
  return wanted.map((architecture) => ({
    folder: `${SYSTEMS[platform]}-${architecture}`,
    builds: (platform === 'darwin' ? both : [architecture]).map((one) => `${BINDINGS}-${platform}-${one}`),
  }));
}

/** What package-lock.json says of a build. */
interface LockedBuild {
  readonly version: string;
  readonly integrity: string;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Partial<LockedBuild>>>;
}

/** @throws a UserFixableError when the lockfile does not pin the build. */
export function lockedBuild(name: string, lock: Lockfile): LockedBuild {
  const { version, integrity } = lock.packages[`node_modules/${SCOPE}/${name}`] ?? {};
  if (!version || !integrity) throw new UserFixableError(`package-lock.json does not pin ${SCOPE}/${name}.`);
  return { version, integrity };
}

/** Puts the builds into a folder for each system and processor below `into`. */
export async function stageBindings(into: string, bundles: readonly Bundle[], lock: Lockfile): Promise<void> {
  for (const { folder, builds } of bundles) {
    for (const build of builds) {
      const from = await folderOf(build, lockedBuild(build, lock));
      const to = path.join(into, folder, SCOPE, build);
      mkdirSync(to, { recursive: true });
      for (const file of readdirSync(from).filter(isCarried)) cpSync(path.join(from, file), path.join(to, file));
    }
  }
}

/** Libraries, the licence, and what makes it a package; nothing else of it runs. */
export function isCarried(file: string): boolean {
  return /^(?:duckdb\.node|(?:lib)?duckdb\.(?:so|dylib|dll)|LICENSE|package\.json)$/.test(file);
}

/** Where a build lies: npm has installed the one of this computer, others are fetched. */
async function folderOf(build: string, locked: LockedBuild): Promise<string> {
  const installed = path.join(projectRoot, 'node_modules', SCOPE, build);
  return existsSync(installed) ? installed : await fetchBuild(build, locked);
}

const fetched = new Map<string, string>();

/** Fetches a build that npm leaves out on this computer. @throws a UserFixableError when it is not what the lockfile pins. */
async function fetchBuild(build: string, { version, integrity }: LockedBuild): Promise<string> {
  const known = fetched.get(build);
  if (known) return known;
  const name = `${SCOPE}/${build}@${version}`;
  say(`fetching ${name}`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'candor-bindings-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const packed = await runCommand('npm', ['pack', '--json', '--pack-destination', scratch, name]);
  const [about] = packed.code === 0 ? (JSON.parse(packed.stdout) as { filename: string; integrity: string }[]) : [];
  if (!about) throw new UserFixableError(`npm could not fetch ${name}: check the network and try again.`);
  if (about.integrity !== integrity) throw new UserFixableError(`${name} is not what package-lock.json pins.`);
  const { code } = await runCommand('tar', ['-xzf', path.join(scratch, path.basename(about.filename)), '-C', scratch]);
  if (code !== 0) throw new UserFixableError(`${name} could not be unpacked with tar.`);
  const folder = path.join(scratch, 'package');
  fetched.set(build, folder);
  return folder;
}

/** The licences of the builds, which are no scripts that the bundler could list. */
export function bindingLicences(into: string): { name: string; version: string; identifier: string; text: string }[] {
  return readdirSync(into).flatMap((folder) =>
    readdirSync(path.join(into, folder, SCOPE)).map((build) => {
      const at = path.join(into, folder, SCOPE, build);
      const manifest = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')) as Record<string, string>;
      return {
        name: `${SCOPE}/${build}`,
        version: manifest['version'] ?? '',
        identifier: manifest['license'] ?? '',
        text: readFileSync(path.join(at, 'LICENSE'), 'utf8'),
      };
    }),
  );
}

/** What is wrong with the libraries of a packed app, one sentence each. @param files below resources/node_modules, with slashes. */
export function bindingFaults(files: readonly string[]): string[] {
  const isOurs = (file: string) => {
    const [scope, build = '', name = '', ...rest] = file.split('/');
    return scope === SCOPE && build.startsWith(`${BINDINGS}-`) && rest.length === 0 && isCarried(name);
  };
  const carried = files.filter(isOurs);
  const builds = [...new Set(carried.map((file) => file.split('/')[1] ?? ''))].sort();
  const isOneApp = builds.length <= 1 || builds.every((build) => build.startsWith(`${BINDINGS}-darwin-`));
  return [
    ...files.filter((file) => !isOurs(file)).map((file) => `node_modules/${file} has no business beside the archive`),
    ...(carried.some((file) => file.endsWith('/duckdb.node')) ? [] : ["DuckDB's libraries are missing"]),
    ...(isOneApp ? [] : [`DuckDB's libraries are those of several systems: ${builds.join(', ')}`]),
  ];
}
