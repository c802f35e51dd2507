/**
 * Completes package-lock.json with the optional packages of other platforms.
 *
 * npm leaves out of the lockfile what it could not fetch when the lockfile was made, and then `npm ci` refuses the
 * lockfile everywhere ("Missing: … from lock file"). Each such package is one platform's build of its parent, with an
 * exact version and the platform in its name, so its entry can be written without fetching it. Such an entry has no
 * integrity; npm adds it when the package is next resolved.
 *
 * `node scripts/generate/lockfile-platforms.ts` completes the file; with `--check` it only tells whether it is complete.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface Lockfile {
  packages: Record<string, LockedPackage>;
}

const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];
const C_LIBRARIES: Record<string, string> = { gnu: 'glibc', glibc: 'glibc', musl: 'musl' };

/** The entries that `lock` lacks, by the place where npm would put them. Throws for one that cannot be told from its name. */
export function missingPlatformPackages(lock: Lockfile): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [where, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (placesFrom(where, name).some((place) => lock.packages[place])) continue;
      if (!EXACT_VERSION.test(version)) throw new Error(`${name}@${version} is optional, missing, and not pinned`);
      const { cpu, libc, os } = platformInName(name);
      // In npm's own order of keys, so that npm leaves the entry as it is.
      const dev = parent.dev ? { dev: true } : {};
      missing[`node_modules/${name}`] = {
        version,
        cpu: [cpu],
        ...dev,
        ...(libc ? { libc: [libc] } : {}),
        optional: true,
        os: [os],
      };
    }
  }
  return missing;
}

/** Where Node would look for `name` on behalf of the package at `where`, nearest first. */
function placesFrom(where: string, name: string): string[] {
  const places = [`${where ? `${where}/` : ''}node_modules/${name}`];
  let folder = where;
  while (folder.includes('node_modules/')) {
    folder = folder.slice(0, folder.lastIndexOf('node_modules/'));
    places.push(`${folder}node_modules/${name}`);
  }
  return places;
}

function platformInName(name: string): { os: string; cpu: string; libc: string | undefined } {
  const words = name.split(/[-/]/);
  const os = words.find((word) => SYSTEMS.includes(word));
  const cpu = words.find((word) => PROCESSORS.includes(word));
  if (!os || !cpu) throw new Error(`${name} is missing from the lockfile, and its name does not tell its platform`);
  return { os, cpu, libc: words.map((word) => C_LIBRARIES[word]).find(Boolean) };
}

function main(args: string[]): void {
  const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../package-lock.json');
  const lock: Lockfile = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatformPackages(lock);
  const count = Object.keys(missing).length;
  if (count === 0) return;
  if (args.includes('--check')) {
    console.error(`package-lock.json lacks ${count} packages of other platforms: npm run generate`);
    process.exitCode = 1;
    return;
  }
  const { '': root, ...others } = { ...lock.packages, ...missing };
  const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = { ...(root ? { '': root } : {}), ...Object.fromEntries(sorted) };
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: added ${count} packages of other platforms`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
