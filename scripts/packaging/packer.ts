/** electron-builder and what it is checked with, in a package of their own: they would double the time of `npm ci`. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from '../lib/run-command.ts';
import { say, UserFixableError } from '../lib/say.ts';

const folder = path.join(import.meta.dirname, 'packer');
const resolve = createRequire(path.join(folder, 'package.json')).resolve;

/** What is used of `@electron/fuses`. */
export interface Fuses {
  /** A fuse's state by its index: the code of `0`, `1`, removed `r` or inherited 0x90. */
  getCurrentFuseWire(executable: string): Promise<Record<string, unknown>>;
  FuseV1Options: Record<string, number | string>;
  FuseState: Record<string, number | string>;
}

/** What is used of `@electron/asar`. */
interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  statFile(archive: string, file: string): { size?: number; files?: object };
  extractFile(archive: string, file: string): Buffer;
  createPackage(folder: string, archive: string): Promise<void>;
}

/** What is used of `@resvg/resvg-js`. */
interface Rasteriser {
  Resvg: new (svg: string, options: { fitTo: { mode: 'width'; value: number } }) => { render(): { asPng(): Buffer } };
}

/** Installs the packer when it is first needed. @throws UserFixableError when npm cannot. */
export async function installPacker(): Promise<void> {
  await installOwnPackage(folder, 'the packer (electron-builder, about 100 MB, once)');
}

/** The script of electron-builder's command line. */
export const electronBuilder = () => path.join(folder, 'node_modules/electron-builder/cli.js');

export const loadFuses = () => load<Fuses>('@electron/fuses');
export const loadAsar = () => load<Asar>('@electron/asar');
export const loadRasteriser = () => load<Rasteriser>('@resvg/resvg-js');

async function load<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(resolve(name)).href)) as T;
}

// Packages of the repository with a lockfile of their own: heavy tools, installed when they are first wanted.

/**
 * Makes the node_modules of `folder` agree with its package-lock.json, unless they do. No install script is run.
 * @param what named to the person who waits, such as "the packer (90 MB, once)".
 * @throws UserFixableError when npm cannot.
 */
async function installOwnPackage(folder: string, what: string): Promise<void> {
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  // Beside the packages, so that both go together.
  const stamp = path.join(folder, 'node_modules/.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say(`installing ${what}`);
  const { code, stderr } = await runCommand('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder });
  if (code !== 0) {
    throw new UserFixableError(
      `npm could not install ${what}: ${stderr.trim().split('\n').at(-1)}; check the network and try again.`,
    );
  }
  writeFileSync(stamp, wanted);
}
