import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Batch,
  type ColumnarBatch,
  type Decoding,
  type ErasureReceipt,
  type UserDataPage,
  usageRows,
} from 'candor-client/core';
import type { Intake } from '../intake/intake.ts';
import type { Journal } from '../journal/journal.ts';
import { LEAVE_JOURNAL_MS, USER_DATA_MS, WAITING_HELD } from '../limits.ts';
import type { Loader } from '../loader/loader.ts';
import { countUserData, queryKeyHashes, queryUserDataPage, withWaiting } from '../queries/installation-query.ts';
import { eraseRows } from '../queries/sender-queries.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { type Erasures, fingerprint, type Sender } from './erasures.ts';

export interface UserDataOptions {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly loader: Pick<Loader, 'settled' | 'attempted'>;
  /** What of the journal is looked up for an answer; {@link WAITING_HELD} unless it is said. */
  readonly waitingHeld?: { readonly batches: number; readonly unpackedBytes: number };
  readonly intake: Intake;
  readonly decode: (body: Uint8Array) => Decoding<ColumnarBatch>;
  readonly erasures: Erasures;
  /** Hears that rows are gone, which figures were made of. */
  readonly onErased: () => void;
  /** Called when an erasure is on the disk and nothing is deleted yet; a test can make the collector die here. */
  readonly beforeErase?: () => void | Promise<void>;
}

/** What may be asked by somebody who has shown the key of an installation. */
export interface Held {
  /**
   * One page of everything that was acknowledged until now; `undefined` when nothing is held any more.
   * @param signal aborted when nobody waits for the answer any more.
   * @throws StorageUnavailable when the storage cannot answer now; the signal's reason.
   */
  page(after: string | undefined, signal: AbortSignal): Promise<UserDataPage | undefined>;
  /** As {@link UserData.erase}. */
  erase(): Promise<ErasureReceipt | undefined>;
}

/**
 * What is held of an installation, for whoever has its key. Only batches that were sent under that key count: one that
 * somebody else made up under the same ID gives neither a look at the others nor the power to erase them.
 */
export class UserData {
  readonly #options: UserDataOptions;
  /** One erasure after the other: each writes parts of the storage anew. */
  #erasing: Promise<unknown> = Promise.resolve();

  constructor(options: UserDataOptions) {
    this.#options = options;
  }

  /**
   * One page of everything that was acknowledged until now; `undefined` when nothing is held under this ID and key. What
   * is not in the tables yet is read from the journal: nobody waits for what others have sent.
   * @throws StorageUnavailable when the storage cannot answer now.
   */
  async page(installation: string, key: string, after?: string): Promise<UserDataPage | undefined> {
    const { storage } = this.#options;
    const sender = senderOf(installation, key);
    // Before the tables are asked: what is loaded meanwhile is then seen twice, and not missed.
    // What waits of an erased installation is passed over by the loader.
    const waiting = this.#options.erasures.has(sender) ? [] : await this.#waiting(sender);
    if (waiting.length === 0 && !(await this.#holds(sender))) return undefined;
    return withWaiting(await queryUserDataPage(storage, sender, after), waiting, after);
  }

  /**
   * Erases an installation for good: its rows, and what it may still send. The decision is on the disk before anything
   * is deleted, so a collector that dies in between finishes it at its next start. May be repeated.
   * @returns `undefined` when nothing is held under this ID and key and nothing was erased.
   * @throws StorageUnavailable when it is not done yet.
   */
  erase(installation: string, key: string): Promise<ErasureReceipt | undefined> {
    const erasing = this.#erasing.then(() => this.#erase(senderOf(installation, key)));
    this.#erasing = erasing.catch(() => {});
    return erasing;
  }

  async #erase(sender: Sender): Promise<ErasureReceipt | undefined> {
    const { storage, loader, intake, erasures, onErased, beforeErase } = this.#options;
    const { installation } = sender;
    const name = fingerprint(sender);
    if (!storage.isReady()) throw new StorageUnavailable('being started');
    const isRepeated = erasures.has(sender);
    const held = isRepeated || (await this.#idsWaiting(name)).size > 0 || (await this.#holds(sender));
    if (!held) return undefined;
    await erasures.add(sender);
    await beforeErase?.();
    // What was accepted just before is in the journal then, and is passed over there like all that waits, …
    await intake.idle();
    // … but for the block that was selected before the erasure was known.
    await withinLimit(loader.attempted());
    const batches = await countUserData(storage, sender, isRepeated ? new Set() : await this.#idsWaiting(name));
    await eraseRows(storage, name);
    await erasures.finish(name);
    onErased();
    await this.#leaveJournal();
    return { installation, status: 'erased', batches };
  }

  /**
   * Batches that were passed over leave the disk when the loader has come by. That is soon, unless others have sent very
   * much: then it happens after the answer.
   */
  async #leaveJournal(): Promise<void> {
    const { journal, loader } = this.#options;
    const left = loader.settled().then(
      () => journal.roll(),
      // The loader was stopped: the next run passes over them as well.
      () => {},
    );
    // Also when it fails after the answer: the segment is then removed with the next one.
    left.catch(() => {});
    await Promise.race([left, pause(LEAVE_JOURNAL_MS, undefined, { ref: false })]);
  }

  /** Batches that are acknowledged and not loaded, when they are few enough for an answer; else they get loaded first. */
  async #waiting({ installation, keyHash }: Sender): Promise<Batch[]> {
    const { storage, journal, waitingHeld = WAITING_HELD } = this.#options;
    if (!storage.isReady()) throw new StorageUnavailable('being started');
    const records = await journal.waitingOf(fingerprint({ installation, keyHash }), waitingHeld.batches);
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

  /**
   * What may be asked of an installation, for whoever has its key; `undefined` when nothing is held under this ID and key, and
   * nothing was erased. To be asked first: it waits for nothing that others have asked.
   * @throws StorageUnavailable when the storage cannot answer now.
   */
  async find(installation: string, key: string): Promise<Held | undefined> {
    const { storage, erasures } = this.#options;
    const sender = senderOf(installation, key);
    if (!storage.isReady()) throw new StorageUnavailable('being started');
    // The journal first: what is loaded in between is then found in the tables.
    const isWaiting = (await this.#idsWaiting(fingerprint(sender))).size > 0;
    const isHeld = isWaiting || (await this.#holds(sender));
    if (!isHeld && !erasures.has(sender)) return undefined;
    return {
      page: (after, signal) => {
        signal.throwIfAborted();
        return this.page(installation, key, after);
      },
      erase: () => this.erase(installation, key),
    };
  }

  /** Ids of a sender's batches that are acknowledged and not loaded. */
  async #idsWaiting(name: string): Promise<Set<string>> {
    const { journal, waitingHeld = WAITING_HELD } = this.#options;
    const records = await journal.waitingOf(name, waitingHeld.batches);
    if (records) return new Set(records.map(({ batch }) => batch));
    await withinLimit(this.#options.loader.settled());
    return new Set();
  }

  /** Takes the same time for a wrong key as for an ID that nobody has. */
  async #holds({ installation, keyHash }: Sender): Promise<boolean> {
    const known = await queryKeyHashes(this.#options.storage, installation);
    const wanted = Buffer.from(keyHash);
    return [...known, '-'.repeat(wanted.length)]
      .map((hash) => timingSafeEqual(Buffer.from(hash), wanted))
      .includes(true);
  }
}

/** @throws StorageUnavailable when it takes too long. */
async function withinLimit(loading: Promise<void>): Promise<void> {
  const limit = new AbortController();
  const late = pause(USER_DATA_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new StorageUnavailable('too much waits to be loaded');
  });
  try {
    await Promise.race([loading, late]);
  } finally {
    limit.abort();
    late.catch(() => {});
  }
}

/** The key is kept nowhere; batches carry its hash. */
function senderOf(installation: string, key: string): Sender {
  return { installation, keyHash: createHash('sha256').update(key).digest('hex') };
}
