/** The computer that the tests install the package on: this one. Everything is undone by `purge`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const PACKAGE = 'candor-finder';
export const INSTALLED = '/opt/Candor Finder';
export const CONFIGURATION = '/etc/candor-finder';
export const CHOICE = `${CONFIGURATION}/installer-choice.json`;
export const POLICY = `${CONFIGURATION}/policy.json`;
const QUESTION = `${PACKAGE}/ask-users`;

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, without a terminal to ask at. */
export function run(command: string, args: readonly string[], input = ''): Outcome {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env, input });
  return { code: status, stdout: stdout ?? '', stderr: error?.message ?? stderr };
}

/** The same, for what has to succeed; returns what it printed. */
export function mustRun(command: string, args: readonly string[], input = ''): string {
  const { code, stdout, stderr } = run(command, args, input);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr || stdout}`);
  return stdout;
}

/** The tests end with a purge: never of somebody's own installation. @throws when there is one. */
export function refuseForeignInstallation(): void {
  // A run that was killed may have left its package behind.
  if (existsSync(`${INSTALLED}/resources/TEST-ONLY.txt`)) cleanMachine();
  if (existsSync(INSTALLED) || existsSync(CONFIGURATION)) {
    throw new Error(
      `Candor Finder is installed on this computer (${INSTALLED}, ${CONFIGURATION}): test it on another.`,
    );
  }
}

/** Installs it as an administrator would, with the packages that it depends on. */
export function install(deb: string): void {
  // The tests need not survive a power cut, and are faster when dpkg does not wait for the disk.
  const quick = ['-o', 'DPkg::Options::=--force-unsafe-io'];
  const args = ['install', '-y', '-qq', '--no-install-recommends', '--allow-downgrades', ...quick, deb];
  if (run('apt-get', args).code === 0) return;
  // A fresh container has no list of packages, and an old list names files that are gone.
  mustRun('apt-get', ['update', '-qq']);
  mustRun('apt-get', args);
}

/** Has dpkg install it on a computer that has what it depends on, under a file mode mask such as `077`. */
export function tryToInstall(deb: string, mask = '022'): Outcome {
  return run('sh', ['-c', 'umask "$1"; exec dpkg --force-unsafe-io --install "$2"', 'sh', mask, deb]);
}

/**
 * Has dpkg do something while programs of these names, given as shell scripts, stand before the system's own: other
 * kinds of computers, as the package's scripts see them.
 */
export function dpkgAmong(programs: Readonly<Record<string, string>>, args: readonly string[]): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-programs-'));
  try {
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    mustRun('env', [`PATH=${folder}:${process.env['PATH']}`, 'dpkg', ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers debconf's question before it is asked; debconf takes any word. */
export function preseed(answer: string): void {
  mustRun('debconf-set-selections', [], `${PACKAGE} ${QUESTION} boolean ${answer}\n`);
}

export function reconfigure(): void {
  mustRun('dpkg-reconfigure', ['-f', 'noninteractive', PACKAGE]);
}

/** What debconf remembers of the question; empty when it knows none. */
export function remembered(): string {
  return run('debconf-show', [PACKAGE]).stdout.trim();
}

export function removePackage(): void {
  mustRun('dpkg', ['--remove', PACKAGE]);
}

/** Removes the package with all that it has written, also when it is not installed. */
export function purge(): void {
  if (run('dpkg-query', ['-W', PACKAGE]).code === 0) mustRun('dpkg', ['--purge', PACKAGE]);
  // A question can be preseeded for a package that was never installed.
  if (remembered()) run('sh', ['-c', `echo PURGE | debconf-communicate ${PACKAGE}`]);
}

/** Purges, and takes away what an administrator's files would be: the tests wrote them. */
export function cleanMachine(): void {
  purge();
  rmSync(CONFIGURATION, { recursive: true, force: true });
}

/** Writes a file as an administrator's own tools do, before or after the package is installed. */
export function writeByHand(file: string, content: object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content, null, 2));
}

/** The choice as the app finds it; `undefined` when there is none. */
export function choice(): unknown {
  return existsSync(CHOICE) ? JSON.parse(readFileSync(CHOICE, 'utf8')) : undefined;
}
