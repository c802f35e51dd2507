/**
 * Ids of every product that may appear in a batch, by place: new ones go to the end. `candor-example` is the example of
 * docs/using-the-client.md.
 */
export const productIds = ['candor-finder', 'candor-example'] as const;
export type ProductId = (typeof productIds)[number];

/** A product that takes part in the program. Consent, identity and outbox are kept apart for each. */
export interface Product {
  /** Closed identifier; the only form in which a product is named in a batch, and the name of its folders on Linux. */
  readonly id: ProductId;
  /** Name shown to people, and the name of its folders on Windows and macOS. */
  readonly name: string;
  /** Semantic version, "major.minor.patch". */
  readonly version: string;
  /** Where its batches go, unless a policy names another place: HTTPS. */
  readonly collector: string;
  /** Preference domain of its policy on macOS. */
  readonly domain: string;
  /** Registry key of its policy on Windows, below `HKEY_LOCAL_MACHINE\SOFTWARE\Policies`. */
  readonly registryKey: readonly string[];
}

/**
 * The release line, "major.minor", for which a consent holds.
 * @throws when the version is not "major.minor.patch": a product without a line cannot ask for consent.
 */
export function releaseLine(version: string): string {
  const match = /^(\d{1,5}\.\d{1,5})\.\d{1,5}(?:[-+].*)?$/.exec(version);
  if (!match?.[1]) throw new Error(`not a product version: ${version}`);
  return match[1];
}
