import type { Manifest } from 'candor-client/core';
import type { Reading } from './manifest-files.ts';
import type { ProductDecisions } from './product-states.ts';

/** What stands at a place. */
export interface Looked {
  readonly manifests: readonly Manifest[];
  /** `false` when something that is there could not be read now: what was read of it before stands in. */
  readonly isWhole: boolean;
  readonly decisions: Reading<ProductDecisions>;
}

/** Where what the operator says of products stands: a folder of one collector, or the store that several share. */
export interface ProductsPlace {
  /** What stands there; `undefined` when that is what was read last. @throws when it cannot be told. */
  look(): Promise<Looked | undefined>;
  /** Resolves when the words are there for good. @throws when they may not be. */
  add(manifest: Manifest): Promise<void>;
  /** Resolves when it is so for good. @param before as it was read. @throws when it may not be. */
  decide(before: ProductDecisions, after: ProductDecisions): Promise<void>;
  /** Does it while no other process changes what stands there, as far as that can be kept from happening. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}
