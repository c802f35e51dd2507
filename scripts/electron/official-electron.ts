/** Electron as the Electron project publishes it: found in node_modules, or fetched with the package's own installer. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { followDownload } from '../lib/follow-download.ts';
import { runCommand } from '../lib/run-command.ts';

/** A host that has sent nothing for so long cannot be reached; the promise to our users is 30 s, all included. */
const PATIENCE_MS = 25_000;

export interface InstalledElectron {
  executable: string;
  version: string;
}

export type OfficialDownload =
  | { status: 'downloaded' }
  /** Nothing, or nothing more, came from the host. Trying again soon would only cost the same wait. */
  | { status: 'unreachable' }
  /** The host answered and it still did not work, for example 404 or a wrong checksum. */
  | { status: 'failed'; reason: string };

/** The executable's place inside an Electron distribution. */
export function executableIn(distribution: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return path.join(distribution, 'Electron.app/Contents/MacOS/Electron');
  return path.join(distribution, platform === 'win32' ? 'electron.exe' : 'electron');
}

/** What a distribution says of itself in its file `version`. */
export function versionOf(distribution: string): string | undefined {
  const file = path.join(distribution, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : undefined;
}

/** The binary that belongs to the npm package in `packageFolder`, if it has been downloaded as a whole. */
export function findOfficial(packageFolder: string): InstalledElectron | undefined {
  // The installer writes path.txt last, so a distribution without it was cut off while it was being unpacked.
  if (!existsSync(path.join(packageFolder, 'path.txt'))) return undefined;
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const distribution = path.join(packageFolder, 'dist');
  const executable = executableIn(distribution);
  return versionOf(distribution) === version && existsSync(executable) ? { executable, version } : undefined;
}

/** Runs the package's installer, keeping what it writes on the way below `scratch`. */
export async function downloadOfficial(
  packageFolder: string,
  scratch: string,
  say: (line: string) => void,
): Promise<OfficialDownload> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(path.join(scratch, 'electron-download-'));
  const env = {
    ...process.env,
    // Where the installer downloads to: a folder of its own, so that its growth is the download's.
    ...{ TMPDIR: folder, TEMP: folder, TMP: folder },
    ELECTRON_GET_NO_PROGRESS: '1',
    NODE_USE_ENV_PROXY: '1',
  };
  const watched = {
    what: 'Electron',
    folders: [folder, path.join(packageFolder, 'dist')],
    patienceMs: PATIENCE_MS,
    say,
  };
  try {
    const { code, stderr } = await followDownload(watched, (signal) =>
      runCommand(process.execPath, [path.join(packageFolder, 'install.js')], { env, signal }),
    );
    if (code === 0) return { status: 'downloaded' };
    if (code === undefined || /fetch failed|terminated/.test(stderr)) return { status: 'unreachable' };
    return { status: 'failed', reason: stderr.trim().split('\n', 1)[0] || `its installer ended with ${code}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
