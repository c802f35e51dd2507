import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from 'candor-client/core';
import { PRODUCTS_CHECK_MS } from '../limits.ts';
import { makeDirectory } from '../own-files.ts';
import { byName, KnownProducts } from './known-products.ts';
import { type Reading, readManifestFolder } from './manifest-files.ts';
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
  readonly #carried: readonly Manifest[];
  #added: ReadonlyMap<string, Manifest> = new Map();
  #known: KnownProducts;
  /** What the folder looked like when it was read; `undefined` when that says nothing. */
  #look: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  private constructor(options: Required<ProductsOptions>, carried: readonly Manifest[]) {
    this.#options = options;
    this.#carried = carried;
    this.#known = new KnownProducts(carried, undecided);
  }

  /** Makes the folder when it is not there. @throws when it cannot be made. */
  static async open(options: ProductsOptions): Promise<Products> {
    await makeDirectory(options.directory);
    return Products.reading(options);
  }

  /** As {@link Products.open}, and leaves the folder as it is. */
  static async reading(options: ProductsOptions): Promise<Products> {
    const whole = { carried: carriedWith, manifests: [], clock: () => performance.now(), ...options };
    const { manifests } = await readManifestFolder(whole.carried, { onFault: whole.onFault, setsAside: false });
    const products = new Products(whole, [...manifests, ...whole.manifests]);
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
    const options = { onFault, setsAside: true };
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

/** What changes of the folder when a file in it is written, renamed or removed, and when that was, in milliseconds. */
async function lookAt(directory: string): Promise<{ look: string; newest: number }> {
  const folders = await readdir(directory, { withFileTypes: true }).catch(whenMissing([]));
  const places = [
    directory,
    decisionsFile(directory),
    ...folders.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(directory, name)),
  ];
  const looks = await Promise.all(
    places.map(async (place) => {
      const found = await stat(place, { bigint: true }).catch(whenMissing(undefined));
      return found && { place, ino: found.ino, size: found.size, mtime: found.mtimeNs, ctime: found.ctimeNs };
    }),
  );
  return {
    look: looks.map((one) => (one ? Object.values(one).join(' ') : '')).join('\n'),
    newest: Math.max(0, ...looks.map((one) => (one ? Number(one.ctime / 1_000_000n) : 0))),
  };
}

function whenMissing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value;
    throw error;
  };
}
