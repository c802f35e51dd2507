import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ErasureReceipt, HeldPage } from '../../app/telemetry/held.ts';
import type { Intake } from '../intake/intake.ts';
import type { Journal } from '../journal/journal.ts';
import { HOLDINGS_MS } from '../limits.ts';
import type { Loader } from '../loader/loader.ts';
import { countHeld, queryHeldPage, queryKeyHashes } from '../queries/installation-query.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { eraseRows } from './erase-rows.ts';
import { type Erasures, fingerprint, type Sender } from './erasures.ts';

export interface HoldingsOptions {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly loader: Loader;
  readonly intake: Intake;
  readonly erasures: Erasures;
  /** Hears that rows are gone, which figures were made of. */
  readonly onErased: () => void;
  /** Called when an erasure is on the disk and nothing is deleted yet; a test can make the collector die here. */
  readonly beforeErase?: () => void | Promise<void>;
}

/**
 * What is held of an installation, for whoever has its key. Only batches that were sent under that key count: one that
 * somebody else made up under the same ID gives neither a look at the others nor the power to erase them.
 */
export class Holdings {
  readonly #options: HoldingsOptions;
  /** One erasure after the other: each writes parts of the storage anew. */
  #erasing: Promise<unknown> = Promise.resolve();

  constructor(options: HoldingsOptions) {
    this.#options = options;
  }

  /**
   * One page of everything that was acknowledged until now; `undefined` when nothing is held under this ID and key.
   * @throws StorageUnavailable when the storage cannot answer now.
   */
  async page(installation: string, key: string, after?: string): Promise<HeldPage | undefined> {
    const sender = senderOf(installation, key);
    await this.#settled();
    return (await this.#holds(sender)) ? queryHeldPage(this.#options.storage, sender, after) : undefined;
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
    const { storage, journal, intake, erasures, onErased, beforeErase } = this.#options;
    const { installation } = sender;
    await this.#settled();
    const held = await this.#holds(sender);
    if (!held && !erasures.has(sender)) return undefined;
    await erasures.add(sender);
    await beforeErase?.();
    // What was accepted just before has to be in the tables, or it would come after the deletion.
    await intake.idle();
    await this.#settled();
    const batches = await countHeld(storage, sender);
    await eraseRows(storage, fingerprint(sender));
    await erasures.finish(fingerprint(sender));
    onErased();
    await journal.roll();
    return { installation, status: 'erased', batches };
  }

  /** Takes the same time for a wrong key as for an ID that nobody has. */
  async #holds({ installation, keyHash }: Sender): Promise<boolean> {
    const known = await queryKeyHashes(this.#options.storage, installation);
    const wanted = Buffer.from(keyHash);
    return [...known, '-'.repeat(wanted.length)]
      .map((hash) => timingSafeEqual(Buffer.from(hash), wanted))
      .includes(true);
  }

  /** What waits in the journal counts as held. */
  async #settled(): Promise<void> {
    const { storage, loader } = this.#options;
    if (!storage.isReady()) throw new StorageUnavailable('being started');
    const limit = new AbortController();
    const late = pause(HOLDINGS_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
      throw new StorageUnavailable('too much waits to be loaded');
    });
    try {
      await Promise.race([loader.settled(), late]);
    } finally {
      limit.abort();
      late.catch(() => {});
    }
  }
}

/** The key is kept nowhere; batches carry its hash. */
function senderOf(installation: string, key: string): Sender {
  return { installation, keyHash: createHash('sha256').update(key).digest('hex') };
}
