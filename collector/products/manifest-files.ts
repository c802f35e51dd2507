/** Manifests as files: `<product>/<revision>-<hash>.json` below a folder, each named for the words that it holds. */
import { constants } from 'node:fs';
import { readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Manifest, readManifest } from 'candor-client/core';
import { MAX_MANIFEST_BYTES, PRODUCTS_COPY_MS } from '../limits.ts';
import { openOwnFile } from '../own-files.ts';
import { formatOf, nameOf } from './formats.ts';

/** A file is there and is not what it should be: what it holds is no use, and stays none. */
export class DamagedFile extends Error {}

/** What names of manifests, and of the folders that they stand in, look like. */
export const FILE_NAME = /^[1-9]\d{0,4}-[0-9a-f]{12}\.json$/;
export const PRODUCT_FOLDER = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

/** Where a manifest stands below `directory`. */
export function manifestFile(directory: string, manifest: Manifest): string {
  return path.join(directory, manifest.product, `${nameOf(manifest)}.json`);
}

/**
 * The manifest in a file. A file that is too large is not read.
 * @throws DamagedFile that says what is wrong with what the file holds; another error when it cannot be read.
 */
export async function readManifestFile(file: string): Promise<Manifest> {
  const text = await readText(file, MAX_MANIFEST_BYTES);
  try {
    const manifest = readManifest(text);
    formatOf(manifest);
    return manifest;
  } catch (error) {
    throw new DamagedFile((error as Error).message, { cause: error });
  }
}

/** A file of at most `most` bytes of UTF-8, also behind a link. @throws as {@link readManifestFile}. */
export async function readText(file: string, most: number): Promise<string> {
  const handle = await openOwnFile(file, constants.O_RDONLY, 'followed');
  try {
    const { size } = await handle.stat();
    if (size > most) throw new DamagedFile(`it has more than ${most} bytes`);
    const bytes = await handle.readFile();
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new DamagedFile('it is no UTF-8 text', { cause: error });
    throw error;
  } finally {
    await handle.close();
  }
}

export interface FolderOptions {
  /** Hears in words of what cannot be used; the rest is read. */
  readonly onFault: (message: string) => void;
  /**
   * Whether a damaged file is renamed to `….damaged`, so that it is said once; but not while it may be being copied. Not in a
   * folder that is not ours.
   */
  readonly setsAside: boolean;
}

/** What became of a file: `unreadable` is what may be readable later, such as when there are too many open files. */
export type Reading<T> = { readonly status: 'read'; readonly value: T } | { readonly status: 'none' | 'unreadable' };

/**
 * Every manifest below a folder; none where there is no folder. `isWhole` is not so when something that is there could
 * not be read now.
 */
export async function readManifestFolder(
  directory: string,
  options: FolderOptions,
): Promise<{ manifests: Manifest[]; isWhole: boolean }> {
  const found = await readings(directory, PRODUCT_FOLDER, options, (folder, product) =>
    readings(folder, FILE_NAME, options, async (file, name) => {
      const manifest = await readManifestFile(file);
      if (manifest.product !== product) throw new DamagedFile(`it is of ${manifest.product}`);
      if (`${nameOf(manifest)}.json` !== name) throw new DamagedFile(`its words are those of ${nameOf(manifest)}`);
      return manifest;
    }),
  );
  const all = found.flatMap((folder) => (folder.status === 'read' ? folder.value : [folder]));
  return {
    manifests: all.flatMap((one) => (one.status === 'read' ? [one.value] : [])),
    isWhole: all.every(({ status }) => status !== 'unreadable'),
  };
}

/** What `read` makes of each entry of a folder whose name has this form. */
async function readings<T>(
  directory: string,
  form: RegExp,
  options: FolderOptions,
  read: (place: string, name: string) => Promise<T>,
): Promise<Reading<T>[]> {
  const names = await reading(directory, options, () => readdir(directory));
  if (names.status !== 'read') return [names];
  const all: Reading<T>[] = [];
  for (const name of names.value.filter((one) => form.test(one)).sort()) {
    const place = path.join(directory, name);
    all.push(await reading(place, options, () => read(place, name)));
  }
  return all;
}

/** What `read` makes of a place, unless it is no use: then that is said, and what is damaged is set aside. */
export async function reading<T>(
  place: string,
  { onFault, setsAside }: FolderOptions,
  read: () => Promise<T>,
): Promise<Reading<T>> {
  try {
    return { status: 'read', value: await read() };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { status: 'none' };
    if (setsAside && error instanceof DamagedFile && (await mayGrow(place))) return { status: 'unreadable' };
    const isAside = setsAside && error instanceof DamagedFile && (await isRenamed(place, `${place}.damaged`));
    onFault(`${place} is not used${isAside ? ' and was set aside' : ''}: ${message}`);
    return { status: code === undefined ? 'none' : 'unreadable' };
  }
}

/** Whether somebody has written it just now, and may go on. */
async function mayGrow(place: string): Promise<boolean> {
  const { mtimeMs } = await stat(place).catch(() => ({ mtimeMs: 0 }));
  return Math.abs(Date.now() - mtimeMs) < PRODUCTS_COPY_MS;
}

function isRenamed(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
