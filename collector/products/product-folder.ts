import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from 'candor-client/core';
import { alone } from '../folder-lock.ts';
import { makeDirectory, writeAtomically } from '../own-files.ts';
import { FILE_NAME, type FolderOptions, manifestFile, PRODUCT_FOLDER, readManifestFolder } from './manifest-files.ts';
import { decisionsFile, type ProductDecisions, readDecisions, writeDecisions } from './product-states.ts';
import type { Looked, ProductsPlace } from './products-place.ts';

/** A change that is this near to a look, in milliseconds, may have escaped it: clocks of file systems are coarse. */
const COARSE_MS = 2000;

export interface ProductFolderOptions extends FolderOptions {
  /** `products/` of the data folder. */
  readonly directory: string;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** Products in the data folder, which another process, or somebody who copies files, may change at any time. */
export class ProductFolder implements ProductsPlace {
  readonly #options: ProductFolderOptions;
  /** What the folder looked like when it was read; `undefined` when that says nothing. */
  #look: string | undefined;

  constructor(options: ProductFolderOptions) {
    this.#options = options;
  }

  async look(): Promise<Looked | undefined> {
    const { directory } = this.#options;
    const { look, newest } = await lookAt(directory);
    if (look === this.#look) return undefined;
    const { manifests, isWhole } = await readManifestFolder(directory, this.#options);
    const decisions = await readDecisions(directory, this.#options);
    const isRead = isWhole && decisions.status !== 'unreadable';
    this.#look = isRead && Math.abs(Date.now() - newest) > COARSE_MS ? look : undefined;
    return { manifests, isWhole, decisions };
  }

  async add(manifest: Manifest): Promise<void> {
    const file = manifestFile(this.#options.directory, manifest);
    await makeDirectory(path.dirname(file));
    await writeAtomically(file, JSON.stringify(manifest));
  }

  decide(_before: ProductDecisions, after: ProductDecisions): Promise<void> {
    return writeDecisions(this.#options.directory, after);
  }

  /** Makes the folder when it is not there. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const { directory, clock } = this.#options;
    await makeDirectory(path.dirname(directory));
    await makeDirectory(directory);
    return await alone(directory, work, clock);
  }
}

/**
 * What changes when a file is written, renamed or removed, also behind links, and when that was, in milliseconds. A file
 * that is copied over another one changes nothing of its folder. What cannot be looked at holds nothing up.
 */
async function lookAt(directory: string): Promise<{ look: string; newest: number }> {
  const within = async (folder: string, form: RegExp) => {
    const names = await readdir(folder).catch((): string[] => []);
    return names.filter((name) => form.test(name)).map((name) => path.join(folder, name));
  };
  const folders = await within(directory, PRODUCT_FOLDER);
  const files = await Promise.all(folders.map((folder) => within(folder, FILE_NAME)));
  const looks = await Promise.all([directory, decisionsFile(directory), ...folders, ...files.flat()].map(lookAtOne));
  return {
    look: looks.map(({ look }) => look).join('\n'),
    newest: looks.reduce((newest, { changed }) => Math.max(newest, changed), 0),
  };
}

async function lookAtOne(place: string): Promise<{ look: string; changed: number }> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(place, { bigint: true });
    return { look: `${place} ${ino} ${size} ${mtimeNs} ${ctimeNs}`, changed: Number(ctimeNs / 1_000_000n) };
  } catch (error) {
    return { look: `${place} ${(error as NodeJS.ErrnoException).code}`, changed: 0 };
  }
}
