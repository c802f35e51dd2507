import { fileURLToPath } from 'node:url';
import type { Manifest } from 'candor-client/core';
import { PRODUCTS_CHECK_MS } from '../limits.ts';
import { makeDirectory } from '../own-files.ts';
import type { SharedState } from '../state/shared-state.ts';
import { byName, KnownProducts } from './known-products.ts';
import { type Reading, readManifestFolder } from './manifest-files.ts';
import { ProductFolder } from './product-folder.ts';
import { type ProductDecisions, undecided } from './product-states.ts';
import type { ProductsPlace } from './products-place.ts';
import { SharedProducts } from './shared-products.ts';

/** Whose batches are taken. */
export interface ProductStates {
  /** The products as they are now, or were within the last second; as they were when somebody last looked where they are shared. */
  now(): Promise<KnownProducts>;
}

export interface ProductsOptions {
  /** `products/` of the data folder; not looked at where they are shared. */
  readonly directory: string;
  /** What collectors share that have one store, when that is where the products are. */
  readonly shared?: SharedState | undefined;
  /** Folder of the manifests that come with the collector. */
  readonly carried?: string;
  /** Manifests that whoever starts it knows besides. */
  readonly manifests?: readonly Manifest[];
  readonly onFault: (message: string) => void;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
}

/** The manifests that come with the collector. */
export const carriedWith = fileURLToPath(new URL('carried', import.meta.url));

/**
 * The products that a collector knows: those that it came with and those that were added, which another process may change at
 * any time. So a look at them, at most one each second, comes before an answer; whatever was read of them before stands in
 * until they can be read again. Nobody waits for a look at a store.
 */
export class Products implements ProductStates {
  readonly #place: ProductsPlace;
  readonly #clock: () => number;
  readonly #onFault: (message: string) => void;
  readonly #isAwaited: boolean;
  readonly #carried: readonly Manifest[];
  #added: ReadonlyMap<string, Manifest> = new Map();
  #known: KnownProducts;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  private constructor(
    { shared, onFault, clock = () => performance.now() }: ProductsOptions,
    place: ProductsPlace,
    carried: readonly Manifest[],
  ) {
    this.#place = place;
    this.#clock = clock;
    this.#onFault = onFault;
    this.#isAwaited = shared === undefined;
    this.#carried = carried;
    this.#known = new KnownProducts(carried, undecided);
  }

  /** Makes the folder when it is not there. @throws when it cannot be made, or what is shared cannot be read. */
  static async open(options: ProductsOptions): Promise<Products> {
    if (!options.shared) await makeDirectory(options.directory);
    return Products.#opened(options, true);
  }

  /** As {@link Products.open}, and leaves the folder as it is. */
  static reading(options: ProductsOptions): Promise<Products> {
    return Products.#opened(options, false);
  }

  static async #opened(options: ProductsOptions, setsAside: boolean): Promise<Products> {
    const { carried = carriedWith, manifests = [], onFault, shared } = options;
    const own = await readManifestFolder(carried, { onFault, setsAside: false });
    const products = new Products(options, placeOf(options, setsAside), [...own.manifests, ...manifests]);
    if (shared) await products.#refresh();
    else await products.now();
    return products;
  }

  /** As they were when somebody last looked, by {@link Products.now}. */
  get latest(): KnownProducts {
    return this.#known;
  }

  async now(): Promise<KnownProducts> {
    if (!this.#looking && this.#clock() - this.#lookedAt >= PRODUCTS_CHECK_MS) {
      this.#lookedAt = this.#clock();
      this.#looking = this.#refresh()
        .catch((error: Error) => this.#onFault(`the products could not be looked up: ${error.message}`))
        .finally(() => {
          this.#looking = undefined;
        });
    }
    if (this.#isAwaited) await this.#looking;
    return this.#known;
  }

  async #refresh(): Promise<void> {
    const looked = await this.#place.look();
    if (!looked) return;
    const { manifests, isWhole, decisions } = looked;
    this.#added = byName([...(isWhole ? [] : this.#added.values()), ...manifests]);
    this.#known = new KnownProducts(
      [...this.#carried, ...this.#added.values()],
      decidedBy(decisions, this.#known.decisions),
    );
  }
}

/**
 * Where they are.
 * @param setsAside whether what is damaged in a folder is set aside; somebody who only reads leaves it as it is.
 */
export function placeOf(options: ProductsOptions, setsAside: boolean): ProductsPlace {
  const { directory, shared, onFault, clock = () => performance.now() } = options;
  return shared ? new SharedProducts(shared, onFault) : new ProductFolder({ directory, onFault, setsAside, clock });
}

function decidedBy(decisions: Reading<ProductDecisions>, before: ProductDecisions): ProductDecisions {
  if (decisions.status === 'read') return decisions.value;
  return decisions.status === 'none' ? undecided : before;
}
