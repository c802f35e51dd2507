import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from 'candor-client/core';
import { PRODUCTS_CHECK_MS } from '../limits.ts';
import { makeDirectory } from '../own-files.ts';
import { byName, KnownProducts } from './known-products.ts';
import { FILE_NAME, PRODUCT_FOLDER, type Reading, readManifestFolder } from './manifest-files.ts';
import { decisionsFile, type ProductDecisions, readDecisions, undecided } from './product-states.ts';

/** Whose batches are taken. */
export interface ProductStates {
  /** The products as they are now, or were within the last second. */
  now(): Promise<KnownProducts>;
}

export interface ProductsOptions {
  /** `products/` of the data folder. */
  readonly directory: string;
  /** Folder of the manifests that come with the collector. */
  readonly carried?: string;
  /** Manifests that whoever starts it knows besides. */
  readonly manifests?: readonly Manifest[];
  readonly onFault: (message: string) => void;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
}

/** A change that is this near to a look, in milliseconds, may have escaped it: clocks of file systems are coarse. */
const COARSE_MS = 2000;

const carriedWith = fileURLToPath(new URL('carried', import.meta.url));

/**
 * The products that a collector knows: those that it came with and those in its data folder, which another process may
 * change at any time. So a look at the folder, at most one each second, comes before an answer; whatever was read of it
 * before stands in until it can be read again.
 */
export class Products implements ProductStates {
  readonly #options: Required<Omit<ProductsOptions, 'carried' | 'manifests'>>;
  /** Whether what is damaged in the folder is set aside; somebody who only reads leaves it as it is. */
  readonly #setsAside: boolean;
  readonly #carried: readonly Manifest[];
  #added: ReadonlyMap<string, Manifest> = new Map();
  #known: KnownProducts;
  /** What the folder looked like when it was read; `undefined` when that says nothing. */
  #look: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  private constructor(options: Required<ProductsOptions>, carried: readonly Manifest[], setsAside: boolean) {
    this.#options = options;
    this.#setsAside = setsAside;
    this.#carried = carried;
    this.#known = new KnownProducts(carried, undecided);
  }

  /** Makes the folder when it is not there. @throws when it cannot be made. */
  static async open(options: ProductsOptions): Promise<Products> {
    await makeDirectory(options.directory);
    return Products.#opened(options, true);
  }

  /** As {@link Products.open}, and leaves the folder as it is. */
  static reading(options: ProductsOptions): Promise<Products> {
    return Products.#opened(options, false);
  }

  static async #opened(options: ProductsOptions, setsAside: boolean): Promise<Products> {
    const whole = { carried: carriedWith, manifests: [], clock: () => performance.now(), ...options };
    const { manifests } = await readManifestFolder(whole.carried, { onFault: whole.onFault, setsAside: false });
    const products = new Products(whole, [...manifests, ...whole.manifests], setsAside);
    await products.now();
    return products;
  }

  /** As they were when somebody last looked, by {@link Products.now}. */
  get latest(): KnownProducts {
    return this.#known;
  }

  async now(): Promise<KnownProducts> {
    const { clock, onFault } = this.#options;
    if (!this.#looking && clock() - this.#lookedAt >= PRODUCTS_CHECK_MS) {
      this.#lookedAt = clock();
      this.#looking = this.#refresh()
        .catch((error: Error) => onFault(`the products could not be looked up: ${error.message}`))
        .finally(() => {
          this.#looking = undefined;
        });
    }
    await this.#looking;
    return this.#known;
  }

  async #refresh(): Promise<void> {
    const { directory, onFault } = this.#options;
    const { look, newest } = await lookAt(directory);
    if (look === this.#look) return;
    const options = { onFault, setsAside: this.#setsAside };
    const added = await readManifestFolder(directory, options);
    const decisions = await readDecisions(directory, options);
    const isWhole = added.isWhole && decisions.status !== 'unreadable';
    this.#added = byName([...(added.isWhole ? [] : this.#added.values()), ...added.manifests]);
    this.#known = new KnownProducts(
      [...this.#carried, ...this.#added.values()],
      decidedBy(decisions, this.#known.decisions),
    );
    this.#look = isWhole && Math.abs(Date.now() - newest) > COARSE_MS ? look : undefined;
  }
}

function decidedBy(decisions: Reading<ProductDecisions>, before: ProductDecisions): ProductDecisions {
  if (decisions.status === 'read') return decisions.value;
  return decisions.status === 'none' ? undecided : before;
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
