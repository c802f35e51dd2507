/** electron-builder and what it is checked with, in a package of their own: they would double the time of `npm ci`. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installOwnPackage } from '../lib/own-package.ts';

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
export interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  statFile(archive: string, file: string): { size?: number; files?: object };
  extractFile(archive: string, file: string): Buffer;
  createPackage(folder: string, archive: string): Promise<void>;
}

/** What is used of `@resvg/resvg-js`. */
export interface Rasteriser {
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
