import type { ColumnarBatch, Decoding, Problem, Receipt } from 'candor-client/core';
import { type Erasures, fingerprint } from '../erasure/erasures.ts';
import { type Journal, JournalUnavailable } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import { KNOWN_WAIT_MS } from '../limits.ts';
import type { WaitingRows } from '../loader/waiting-rows.ts';
import type { KnownProducts } from '../products/known-products.ts';
import type { ProductStates } from '../products/products.ts';
import { writeRow } from '../storage/rows.ts';
import { unpackedBytes } from '../storage/unpacked.ts';
import { type KnownBatches, keyOf } from './known-batches.ts';
import type { StoredBatches } from './stored-batches.ts';

export type Acceptance =
  /** The sender may delete the batch: it is on the disk, now or from an earlier upload, or its installation was erased. */
  | { readonly status: 'settled'; readonly receipt: Receipt }
  | { readonly status: 'invalid'; readonly problem: Problem }
  /** It may be a batch of a newer client: nothing was stored; the sender may try again when this collector is upgraded. */
  | { readonly status: 'newer' }
  /** Of a product that is not known, or was removed: nothing was stored; the sender may try again. */
  | { readonly status: 'unknown' }
  /** The program has ended for this version: nothing was stored. */
  | { readonly status: 'ended'; readonly product: string; readonly version: string }
  /** Nothing was stored; the sender may try again later. */
  | { readonly status: 'unavailable' };

/** A batch that is on its way to the disk, and whether nobody has sent it before. */
interface Taken {
  readonly batch: string;
  readonly storing: Promise<void>;
  readonly isFirst: boolean;
}

export interface IntakeOptions {
  readonly journal: Journal;
  readonly known: KnownBatches;
  /** What was received before is being made known; all of it is, where there is none. */
  readonly stored?: Pick<StoredBatches, 'isRead' | 'within'>;
  readonly decode: (body: Uint8Array) => Decoding<ColumnarBatch>;
  /** Gets the row of each batch that is to be loaded, so that the loader need not decode it. */
  readonly rows: Pick<WaitingRows, 'keep'>;
  /** Whose batches are refused for good. */
  readonly erasures: Pick<Erasures, 'isKnown'>;
  /** Whose batches are taken. */
  readonly products: ProductStates;
  /** The UTC day on which a batch is received now, in days since 1970-01-01; `undefined` while the clock is wrong. */
  readonly day: () => number | undefined;
  /**
   * What is to be done when a batch has become durable. Asked for before, so that nothing of the batch is kept in memory while
   * the disk is waited for but what that needs.
   */
  readonly whenStored: (batch: ColumnarBatch) => () => void;
  readonly onFault: (message: string) => void;
}

/** Takes uploaded bytes: checks them, stores each batch once, and says so only when it is on the disk. */
export class Intake {
  readonly #options: IntakeOptions;
  /** Batches on their way to the disk, by their keys as texts. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * @param admits whether a batch that is new, of which storing costs so many bytes, may be stored now.
   */
  async accept(body: Uint8Array, admits: (unpacked: number) => boolean = () => true): Promise<Acceptance> {
    // Before it is unpacked: what waits takes little memory then.
    const { stored } = this.#options;
    if (stored && !stored.isRead && !(await stored.within(KNOWN_WAIT_MS))) return { status: 'unavailable' };
    const products = await this.#options.products.now();
    const taken = this.#take(body, products, admits);
    if (!('storing' in taken)) return taken;
    const { batch, storing, isFirst } = taken;
    try {
      await storing;
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) throw error;
      if (isFirst) this.#options.onFault(`a batch was not stored: ${error.message}${causeOf(error)}`);
      return { status: 'unavailable' };
    }
    return settled(batch, isFirst ? 'accepted' : 'duplicate');
  }

  /** All that is done with the batch itself: whoever waits for the disk keeps none of it. */
  #take(body: Uint8Array, products: KnownProducts, admits: (unpacked: number) => boolean): Acceptance | Taken {
    const decoding = this.#options.decode(body);
    if (!decoding.ok) return decoding.isNewer ? { status: 'newer' } : { status: 'invalid', problem: decoding.problem };
    const { envelope, context } = decoding.batch;
    const { batch } = envelope;
    const key = { batch, sender: fingerprint(envelope) };
    if (this.#options.erasures.isKnown(key.sender)) return settled(batch, 'erased');
    if (this.#options.known.has(key)) return settled(batch, 'duplicate');
    const product = products.newest(context.product);
    if (product?.state !== 'known') return { status: 'unknown' };
    if (product.isEnded(context.version))
      return { status: 'ended', product: product.product, version: context.version };
    const unpacked = unpackedBytes(decoding.batch);
    if (!admits(unpacked)) return { status: 'unavailable' };
    const day = this.#options.day();
    if (day === undefined) {
      this.#options.onFault('a batch was not stored: the clock of this computer is wrong');
      return { status: 'unavailable' };
    }
    const name = keyOf(key).toString('latin1');
    const first = this.#underWay.get(name);
    const storing = first ?? this.#store(name, { ...key, day, unpacked, body }, decoding.batch);
    return { batch, storing, isFirst: first === undefined };
  }

  /** Resolves when nothing is on its way to the disk that was accepted before this call. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }

  /**
   * What is known of the batch now stands in front of it in the journal: else loading and erasing would have to unpack it for
   * that. Nothing may happen between the look-up of `#underWay` and here: two copies at a time must not both be first.
   */
  #store(name: string, record: JournalRecord, read: ColumnarBatch): Promise<void> {
    const { journal, known, rows, whenStored } = this.#options;
    const { batch, sender } = record;
    const stored = whenStored(read);
    const appended = journal.append(record);
    // While the disk is busy.
    rows.keep(appended, record.unpacked, (bytes, at) => writeRow(read, record.day, bytes, at));
    const storing = appended
      .then(() => {
        known.add({ batch, sender });
        stored();
      })
      .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, storing);
    return storing;
  }
}

function settled(batch: string, status: Receipt['status']): Acceptance {
  return { status: 'settled', receipt: { batch, status } };
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? ` (${cause.message})` : '';
}
