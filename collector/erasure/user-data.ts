import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type Batch,
  type ColumnarBatch,
  type Decoding,
  type ErasureReceipt,
  type UserDataPage,
  usageRows,
} from 'candor-client/core';
import type { Lookups } from '../access/lookups.ts';
import { Gathered } from '../gathered.ts';
import type { Journal } from '../journal/journal.ts';
import { KEYS_AT_ONCE, WAITING_HELD } from '../limits.ts';
import type { Loader } from '../loader/loader.ts';
import { queryKeyHashes, queryUserDataPage, withWaiting } from '../queries/installation-query.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import type { Erasing } from './erasing.ts';
import { type Erasures, fingerprint, type Sender } from './erasures.ts';
import { withinLimit } from './within-limit.ts';

export interface UserDataOptions {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly loader: Pick<Loader, 'settled'>;
  /** What of the journal is looked up for an answer; {@link WAITING_HELD} unless it is said. */
  readonly waitingHeld?: { readonly batches: number; readonly unpackedBytes: number };
  readonly decode: (body: Uint8Array) => Decoding<ColumnarBatch>;
  readonly erasures: Erasures;
  readonly erasing: Pick<Erasing, 'erase'>;
  readonly lookups: Pick<Lookups, 'of'>;
}

/** What may be asked by somebody who has shown the key of an installation. */
export interface Held {
  /**
   * One page of everything that was acknowledged until now; `undefined` when nothing is held any more.
   * @param signal aborted when nobody waits for the answer any more.
   * @throws StorageUnavailable when the storage cannot answer now; the signal's reason.
   */
  page(after: string | undefined, signal: AbortSignal): Promise<UserDataPage | undefined>;
  /**
   * Erases the installation for good: its rows, and what it may still send. The decision is on the disk before anything
   * is deleted, so a collector that dies in between finishes it at its next start. May be repeated.
   * @throws StorageUnavailable when it is not done yet.
   */
  erase(): Promise<ErasureReceipt | undefined>;
}

/**
 * What is held of an installation, for whoever has its key. Only batches that were sent under that key count: one that
 * somebody else made up under the same ID gives neither a look at the others nor the power to erase them. The key is looked
 * at before anything else is done or waited for.
 */
export class UserData {
  readonly #options: UserDataOptions;
  /** Keys of all who ask at the same time are looked up together. */
  readonly #keys: Gathered<string, readonly string[]>;

  constructor(options: UserDataOptions) {
    this.#options = options;
    this.#keys = new Gathered((ids) => queryKeyHashes(options.storage, ids), KEYS_AT_ONCE);
  }

  /**
   * What may be asked of an installation, for whoever has its key; `undefined` when nothing is held under this ID and key, and
   * nothing was erased. To be asked first: it waits for nothing that others have asked.
   * @throws StorageUnavailable when the storage cannot answer now.
   */
  async find(installation: string, key: string): Promise<Held | undefined> {
    const sender = senderOf(installation, key);
    if (!(await this.#holds(sender))) return undefined;
    return {
      page: (after, signal) => this.#page(sender, after, signal),
      erase: async () => ({ installation, status: 'erased', batches: await this.#options.erasing.erase(sender) }),
    };
  }

  /** What is not in the tables yet is read from the journal: nobody waits for what others have sent. */
  async #page(sender: Sender, after: string | undefined, signal: AbortSignal): Promise<UserDataPage | undefined> {
    signal.throwIfAborted();
    const { storage, erasures } = this.#options;
    // What waits of an erased installation is passed over by the loader.
    const isErased = erasures.has(sender);
    // Before the tables are asked: what is loaded meanwhile is then seen twice, and not missed.
    const waiting = isErased ? [] : await this.#waiting(sender);
    const page = withWaiting(await queryUserDataPage(storage, sender, after, signal), waiting, after);
    if (isErased && page.batches.length === 0) return undefined;
    // Told once, with the first page.
    return after === undefined ? { ...page, lookups: await this.#options.lookups.of(fingerprint(sender)) } : page;
  }

  /**
   * Whether something is held, or was erased, under an ID and a key. The tables are always asked: that takes the same time
   * for a wrong key as for an ID that nobody has.
   */
  async #holds(sender: Sender): Promise<boolean> {
    const { storage, journal, erasures } = this.#options;
    if (!storage.isReady()) throw new StorageUnavailable('being started');
    // The journal first: what is loaded in between is then found in the tables.
    const isWaiting = await journal.holds(fingerprint(sender));
    const known = await this.#keys.add(sender.installation);
    const wanted = Buffer.from(sender.keyHash);
    const isStored = [...known, '-'.repeat(wanted.length)]
      .map((hash) => timingSafeEqual(Buffer.from(hash), wanted))
      .includes(true);
    return isStored || isWaiting || erasures.has(sender);
  }

  /** Batches that are acknowledged and not loaded, when they are few enough for an answer; else they get loaded first. */
  async #waiting(sender: Sender): Promise<Batch[]> {
    const { journal, waitingHeld = WAITING_HELD } = this.#options;
    const records = await journal.waitingOf(fingerprint(sender), waitingHeld.batches);
    const bytes = records?.reduce((sum, { unpacked }) => sum + unpacked, 0) ?? Number.POSITIVE_INFINITY;
    if (!records || bytes > waitingHeld.unpackedBytes) {
      await withinLimit(this.#options.loader.settled());
      return [];
    }
    const decoded = records.map(({ body }) => this.#options.decode(body));
    return decoded.flatMap((decoding) =>
      decoding.ok ? [{ ...decoding.batch, usage: usageRows(decoding.batch.usage) }] : [],
    );
  }
}

/** The key is kept nowhere; batches carry its hash. */
function senderOf(installation: string, key: string): Sender {
  return { installation, keyHash: createHash('sha256').update(key).digest('hex') };
}
