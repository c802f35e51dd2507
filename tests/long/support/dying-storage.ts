import {
  type QueryOptions,
  type QueryParameters,
  type RunOptions,
  type Storage,
  StorageUnavailable,
} from '../../../collector/storage/storage.ts';

/** When whoever uses a storage dies: at which of its statements, and whether that is done. */
export interface Death {
  readonly at: number;
  readonly isDone: boolean;
}

/** A storage as somebody uses it who dies: from then on nothing of what it asks gets there. */
export class DyingStorage implements Storage {
  readonly #storage: Storage;
  readonly #death: Death;
  #statements = 0;
  isDead = false;

  constructor(storage: Storage, death: Death) {
    this.#storage = storage;
    this.#death = death;
  }

  get layout() {
    return this.#storage.layout;
  }

  async run(sql: string, parameters?: QueryParameters, options?: RunOptions): Promise<void> {
    this.#checkAlive();
    const dies = this.#statements++ === this.#death.at;
    if (!dies || this.#death.isDone) await this.#storage.run(sql, parameters, options);
    this.isDead ||= dies;
    this.#checkAlive();
  }

  async query<Row>(sql: string, parameters?: QueryParameters, options?: QueryOptions): Promise<Row[]> {
    this.#checkAlive();
    return await this.#storage.query<Row>(sql, parameters, options);
  }

  async bytes(sql: string): Promise<Buffer> {
    this.#checkAlive();
    return await this.#storage.bytes(sql);
  }

  async insert(rows: readonly Uint8Array[]): Promise<void> {
    this.#checkAlive();
    await this.#storage.insert(rows);
  }

  isReady(): boolean {
    return !this.isDead;
  }

  isWritable(): Promise<boolean> {
    return this.#storage.isWritable();
  }

  async close(): Promise<void> {}

  #checkAlive(): void {
    if (this.isDead) throw new StorageUnavailable('killed');
  }
}
