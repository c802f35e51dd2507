import manifest from '../package.json' with { type: 'json' };

/** A product that takes part in the program. Consent, identity and outbox are kept apart for each. */
export interface Product {
  /** Closed identifier; the only form in which a product is named in a batch. */
  readonly id: string;
  /** Name shown to people. */
  readonly name: string;
  /** Semantic version, "major.minor.patch". */
  readonly version: string;
}

/** Ids of every product that may appear in a batch. */
export const productIds = ['candor-finder'] as const;
export type ProductId = (typeof productIds)[number];

export const finder = {
  id: 'candor-finder',
  name: manifest.productName,
  version: manifest.version,
} as const satisfies Product & { id: ProductId };

/** The products covered by one Yes, as listed in the consent dialogs. */
export const coveredProducts: readonly Product[] = [finder];

/**
 * The release line, "major.minor", for which a consent holds.
 * @throws when the version is not "major.minor.patch": a product without a line cannot ask for consent.
 */
export function releaseLine(version: string): string {
  const match = /^(\d{1,5}\.\d{1,5})\.\d{1,5}(?:[-+].*)?$/.exec(version);
  if (!match?.[1]) throw new Error(`not a product version: ${version}`);
  return match[1];
}
