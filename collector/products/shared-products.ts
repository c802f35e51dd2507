import { type Manifest, readManifest } from 'candor-client/core';
import { messageOf } from '../message-of.ts';
import { aloneInStore } from '../state/lease.ts';
import type { SharedState } from '../state/shared-state.ts';
import { formatOf, nameOf } from './formats.ts';
import { isVersions, type ProductDecisions } from './product-states.ts';
import type { Looked, ProductsPlace } from './products-place.ts';

/** Ids of records: a product's words, that it is removed, that its program has ended for a version. */
const WORDS = /^words\/([a-z0-9-]{3,40})\/([0-9a-f-]{1,40})$/;
const REMOVED = /^removed\/([a-z0-9-]{3,40})$/;
const ENDED = /^ended\/([a-z0-9-]{3,40})\/([a-z\d.]{1,20})$/;

const idOfWords = (manifest: Manifest) => `words/${manifest.product}/${nameOf(manifest)}`;

/** Products in what collectors of one store share: a record for each thing that was said, so that two who say something at once both do. */
export class SharedProducts implements ProductsPlace {
  readonly #state: SharedState;
  readonly #onFault: (message: string) => void;
  /** The records as they were read last, as JSON. */
  #known: string | undefined;

  /** @param onFault hears in words of records that cannot be used; the rest are. */
  constructor(state: SharedState, onFault: (message: string) => void) {
    this.#state = state;
    this.#onFault = onFault;
  }

  async look(): Promise<Looked | undefined> {
    const records = await this.#state.all('product');
    const text = JSON.stringify([...records]);
    if (text === this.#known) return undefined;
    this.#known = text;
    return {
      manifests: [...records].flatMap(([id, value]) => (WORDS.test(id) ? this.#manifest(id, value) : [])),
      isWhole: true,
      decisions: { status: 'read', value: decisionsIn([...records.keys()]) },
    };
  }

  add(manifest: Manifest): Promise<void> {
    return this.#state.put('product', idOfWords(manifest), manifest);
  }

  async decide(before: ProductDecisions, after: ProductDecisions): Promise<void> {
    const [were, are] = [idsOf(before), idsOf(after)];
    const fresh = are.filter((id) => !were.includes(id));
    await this.#state.putAll('product', new Map(fresh.map((id) => [id, true])));
    await this.#state.removeAll(
      'product',
      were.filter((id) => !are.includes(id)),
    );
  }

  /** Records of two who change something at once would stand beside each other, also where they exclude each other. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return aloneInStore(this.#state, 'products', async () => {
      // What was read before may be older than what the one before has changed.
      await this.#state.all('product', { fresh: true });
      return await work();
    });
  }

  #manifest(id: string, value: unknown): Manifest[] {
    try {
      const manifest = readManifest(JSON.stringify(value));
      formatOf(manifest);
      if (idOfWords(manifest) !== id) throw new Error(`its words are those of ${idOfWords(manifest)}`);
      return [manifest];
    } catch (error) {
      this.#onFault(`${id} in the store is not used: ${messageOf(error)}`);
      return [];
    }
  }
}

function idsOf({ removed, ended }: ProductDecisions): string[] {
  return [
    ...removed.map((product) => `removed/${product}`),
    ...ended.map(({ product, version }) => `ended/${product}/${version}`),
  ];
}

function decisionsIn(ids: readonly string[]): ProductDecisions {
  return {
    removed: ids.flatMap((id) => REMOVED.exec(id)?.[1] ?? []),
    ended: ids.flatMap((id) => {
      const [, product = '', version = ''] = ENDED.exec(id) ?? [];
      return product !== '' && isVersions(version) ? [{ product, version }] : [];
    }),
  };
}
