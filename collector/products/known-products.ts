import { type Manifest, type ManifestId, manifestName } from 'candor-client/core';
import { type Formats, formatOf, formatsOf, nameOf } from './formats.ts';
import { covers, type ProductDecisions } from './product-states.ts';

/** What a collector has of a product. */
export interface KnownProduct {
  readonly product: string;
  /** Its words: those that were asked for, or the newest ones. */
  readonly manifest: Manifest;
  /** Batches of a removed one are not taken; what is stored of it stays, and is read by its words. */
  readonly state: 'known' | 'removed';
  /** Whether the program has ended for a version of it, "1.2.3". */
  isEnded(version: string): boolean;
}

/** A product with every revision of its words, for lists. */
export interface ListedProduct extends KnownProduct {
  /** From the earliest to the newest. */
  readonly manifests: readonly Manifest[];
  /** Of what the program has ended: "1.2.3", "1.2", "all". */
  readonly ended: readonly string[];
}

/** The products of a collector at one time. */
export class KnownProducts {
  readonly decisions: ProductDecisions;
  /** Of removed products as well, whose batches may wait to be loaded. */
  readonly formats: Formats;
  readonly #byName: ReadonlyMap<string, Manifest>;
  /** By product, from the earliest to the newest. */
  readonly #byProduct = new Map<string, Manifest[]>();

  /** @param manifests of two with the same words, which differ in titles, the later one counts. */
  constructor(manifests: readonly Manifest[], decisions: ProductDecisions) {
    this.decisions = decisions;
    this.#byName = byName(manifests);
    this.formats = formatsOf([...this.#byName.values()].map(formatOf));
    for (const manifest of [...this.#byName.values()].sort(byProductAndRevision)) {
      const others = this.#byProduct.get(manifest.product);
      if (others) others.push(manifest);
      else this.#byProduct.set(manifest.product, [manifest]);
    }
  }

  /** The product whose words these are; `undefined` when nobody has told the collector of such words. */
  find(id: ManifestId): KnownProduct | undefined {
    const manifest = this.#byName.get(manifestName(id));
    return manifest && this.#known(manifest);
  }

  /** A product by its id, with its newest words. */
  newest(product: string): KnownProduct | undefined {
    const manifest = this.#byProduct.get(product)?.at(-1);
    return manifest && this.#known(manifest);
  }

  /** Every product, removed ones as well, by their ids. */
  all(): ListedProduct[] {
    return [...this.#byProduct.values()].flatMap((manifests) => {
      const newest = manifests.at(-1);
      return newest ? [{ ...this.#known(newest), manifests, ended: this.#endedOf(newest.product) }] : [];
    });
  }

  #known(manifest: Manifest): KnownProduct {
    const { product } = manifest;
    return {
      product,
      manifest,
      state: this.decisions.removed.includes(product) ? 'removed' : 'known',
      isEnded: (version) => covers(this.#endedOf(product), version),
    };
  }

  #endedOf(product: string): string[] {
    return this.decisions.ended.filter((one) => one.product === product).map(({ version }) => version);
  }
}

/** By what names their words. */
export function byName(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(manifests.map((manifest) => [nameOf(manifest), manifest]));
}

function byProductAndRevision(one: Manifest, other: Manifest): number {
  if (one.product !== other.product) return one.product < other.product ? -1 : 1;
  return one.revision - other.revision;
}
