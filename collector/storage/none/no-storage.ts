import type { FolderOwner } from '../../folder-owner.ts';
import { embedded } from '../layout.ts';
import type { Storage } from '../storage.ts';

/** Nothing can be counted where batches are only kept. */
export class WithoutStorage extends Error {
  override name = 'WithoutStorage';

  constructor() {
    super('This collector keeps what it receives, and has no storage to make figures of.');
  }
}

/** The storage of a collector that has none: there is nothing in it. What was received is in the journal, for ever. */
export class NoStorage implements Storage {
  readonly layout = embedded;
  readonly #owner: FolderOwner;

  /** @param owner of the collector's folder, which an engine would lock; it is released at the end. */
  constructor(owner: FolderOwner) {
    this.#owner = owner;
  }

  /** Nobody loads. */
  async insert(): Promise<void> {
    throw new WithoutStorage();
  }

  async query<Row>(): Promise<Row[]> {
    return [];
  }

  async bytes(): Promise<Buffer> {
    return Buffer.alloc(0);
  }

  async run(): Promise<void> {}

  isReady(): boolean {
    return true;
  }

  async isWritable(): Promise<boolean> {
    return true;
  }

  async close(): Promise<void> {
    await this.#owner.release();
  }
}
