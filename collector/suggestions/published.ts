import { isSuggestionKey, MAX_SUGGESTIONS_BYTES, type Manifest, type Suggestions } from 'candor-client/core';
import { z } from 'zod';
import type { SharedState } from '../state/shared-state.ts';
import { readSigned, rulesIn } from './rules-file.ts';

const stored = z.object({
  file: z.string().max(MAX_SUGGESTIONS_BYTES),
  serial: z.int().min(1),
  /** Public keys of which one has signed it. */
  keys: z.array(z.string().refine(isSuggestionKey)).min(1).max(2),
});
type Stored = z.infer<typeof stored>;

/** What becomes of a file that is published. */
export interface Publishing {
  readonly status: 'done' | 'unchanged';
  readonly serial: number;
  /** How many rules it has. */
  readonly rules: number;
}

/** The rules of a product that are published. */
export type PublishedRules = Pick<Suggestions, 'product' | 'serial' | 'expires' | 'rules'>;

/** The signed file of each product, in what collectors share: all that serve a product serve the same bytes. */
export class PublishedSuggestions {
  readonly #state: SharedState;

  constructor(state: SharedState) {
    this.#state = state;
  }

  /** The file of a product, as it was signed; `undefined` where there is none. @throws StateUnavailable when that cannot be told. */
  async of(product: string): Promise<string | undefined> {
    return (await this.#stored(product))?.file;
  }

  /**
   * The rules of products, those of each in the order of its file: the ones that compile by the words that are known.
   * @throws StateUnavailable when that cannot be told.
   */
  async rules(manifests: readonly Manifest[]): Promise<PublishedRules[]> {
    const files = await Promise.all(
      manifests.map(async (manifest) => ({ manifest, file: await this.of(manifest.product) })),
    );
    return files.flatMap(({ manifest, file }) => (file === undefined ? [] : (rulesIn(file, manifest) ?? [])));
  }

  /**
   * Takes the place of the product's file. To be called by one at a time (state/open-state.ts).
   * @param given public keys as the product pins them; those of the file before where none are given.
   * @throws Error that says in one sentence why it is refused.
   */
  async publish(file: string, manifest: Manifest, given: readonly string[], now: number): Promise<Publishing> {
    const { product } = manifest;
    const before = await this.#stored(product, true);
    const keys = given.length > 0 ? [...given] : before?.keys;
    if (!keys)
      throw new Error('nothing is published yet: say by --public-key what the product pins, as rules sign tells it');
    const { serial, rules } = readSigned(file, manifest, { keys, now, before });
    const isThere = before?.file === file && JSON.stringify(before.keys) === JSON.stringify(keys);
    if (!isThere) await this.#state.put('suggestions', product, { file, serial, keys } satisfies Stored);
    return { status: isThere ? 'unchanged' : 'done', serial, rules: rules.length };
  }

  async #stored(product: string, fresh = false): Promise<Stored | undefined> {
    return stored.safeParse((await this.#state.all('suggestions', { fresh })).get(product)).data;
  }
}
