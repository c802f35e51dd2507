/** What a Linux system must have around Electron: shared libraries and, for some runs, programs such as Xvfb. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { type CommandResult, runCommand } from '../lib/run-command.ts';
import { say, UserFixableError } from '../lib/say.ts';

/** Something that must be there, and the Debian packages that bring it. */
export interface SystemNeed {
  /** The names of what is missing now; empty when all is there. */
  missing(): Promise<string[]>;
  packages: string[];
}

const ELECTRON_PACKAGES = ['libgtk-3-0', 'libnotify4', 'libnss3', 'libasound2', 'libgbm1'];

/** The shared libraries that the dynamic linker does not find for `executable`. */
export function sharedLibraries(executable: string): SystemNeed {
  return {
    packages: ELECTRON_PACKAGES,
    missing: async () => notFoundIn((await runCommand('ldd', [executable])).stdout),
  };
}

/** The names in `ldd`'s output that stand before "not found". */
export function notFoundIn(lddOutput: string): string[] {
  return [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name ?? '');
}

/** A program on the PATH, and the Debian package it comes in. */
export function program(name: string, debianPackage: string): SystemNeed {
  return { packages: [debianPackage], missing: async () => (isOnPath(name) ? [] : [name]) };
}

/** Xvfb is needed only where no one has a display to look at. */
export function hasDisplay(env: NodeJS.ProcessEnv = process.env): boolean {
  return process.platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Installs what is missing when it may, as root on a Debian; else throws a UserFixableError with the exact command. */
export async function ensureSystem(needs: SystemNeed[]): Promise<void> {
  if (process.platform !== 'linux') return;
  const found = await Promise.all(needs.map(async (need) => ({ need, missing: await need.missing() })));
  const lacking = found.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return;
  const names = lacking.flatMap(({ missing }) => missing).join(', ');
  const packages = lacking.flatMap(({ need }) => need.packages);
  if (!isOnPath('apt-get')) {
    throw new UserFixableError(`this system lacks ${names}: install it with the system's package manager.`);
  }
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get install --no-install-recommends ${(await currentNames(packages)).join(' ')}`;
    throw new UserFixableError(`this system lacks ${names}: run "${command}" and try again.`);
  }
  say(`this system lacks ${names}: installing it with apt-get`);
  await install(packages);
  const still = (await Promise.all(lacking.map(({ need }) => need.missing()))).flat();
  if (still.length > 0)
    throw new UserFixableError(`${still.join(', ')} still missing after apt-get: install it by hand.`);
}

async function install(packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh container has no list of packages at all, and an old list names files that are gone.
  await runCommand('apt-get', ['update', '-qq'], { env });
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...(await currentNames(packages))];
  const result = await runCommand('apt-get', args, { env });
  if (result.code !== 0) throw new UserFixableError(`apt-get ${args.join(' ')} failed: ${lastLine(result)}`);
}

/** Newer Debians and Ubuntus have renamed some libraries (`libasound2t64`) and left nothing installable under the old name. */
async function currentNames(packages: string[]): Promise<string[]> {
  const { stdout } = await runCommand('apt-cache', ['pkgnames', 'lib']);
  const known = new Set(stdout.split('\n'));
  return packages.map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}

function lastLine({ stdout, stderr }: CommandResult): string {
  return (stderr.trim() || stdout.trim()).split('\n').at(-1) ?? '';
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
