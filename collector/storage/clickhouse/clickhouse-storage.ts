import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Backoff } from '../../backoff.ts';
import { CLICKHOUSE, CLOSE_MS, QUESTIONS_WAITING } from '../../limits.ts';
import { nativeBlock } from '../block/native-block.ts';
import { type StorageLimits, storageLimits } from '../chdb/storage-process.ts';
import { columns } from '../columns.ts';
import { ofRows } from '../engine-codes.ts';
import { CLUSTER_NAME, type Layout, layoutOf } from '../layout.ts';
import { migrate, probeOf } from '../schema.ts';
import {
  type QueryOptions,
  type QueryParameters,
  type RunOptions,
  type Storage,
  StorageOverrun,
  StorageUnavailable,
  StoreRefused,
} from '../storage.ts';
import { BATCHES, type BatchesTable, batchesTable } from '../table.ts';
import type { ServerAddress } from './address.ts';
import { ClickhouseConnection } from './connection.ts';
import { insertError, isUncertain } from './errors.ts';
import { checkServer } from './server-checks.ts';

export interface ClickhouseOptions {
  readonly address: ServerAddress;
  /** Name of a cluster in the configuration of the server; without it the tables lie in the server alone. */
  readonly cluster?: string;
  /** Hears why the server could not be asked any more. */
  readonly onFault: (message: string) => void;
  readonly onClosed?: () => Promise<void>;
  readonly limits?: Partial<StorageLimits>;
  /** How long it is tried to reach the server at first, in milliseconds. */
  readonly openMs?: number;
  /** The table as a test declares it. */
  readonly table?: BatchesTable;
}

const INSERT = `INSERT INTO ${BATCHES} (${columns.map(({ name }) => `\`${name}\``).join(', ')}) FORMAT Native`;

/** Storage in a ClickHouse server or cluster, which several collectors may use. */
export class ClickhouseStorage implements Storage {
  readonly layout: Layout;
  readonly #connection: ClickhouseConnection;
  readonly #onFault: (message: string) => void;
  readonly #onClosed: (() => Promise<void>) | undefined;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #questions = 0;
  #ready = true;
  /** Pending while the server is away. */
  #back: Promise<void> = Promise.resolve();

  /**
   * Connects to a server that may be starting, and brings its tables to this version's structure.
   * @throws StoreRefused when the server or the data in it cannot be used; StorageUnavailable when it was not reached.
   */
  static async open(options: ClickhouseOptions): Promise<ClickhouseStorage> {
    const { cluster, openMs = CLICKHOUSE.openMs, table = batchesTable } = options;
    if (cluster !== undefined && !CLUSTER_NAME.test(cluster)) throw new StoreRefused(`${cluster} names no cluster`);
    const layout = layoutOf(cluster);
    const connection = new ClickhouseConnection({
      address: options.address,
      layout,
      limits: { ...storageLimits, ...options.limits },
    });
    const giveUp = performance.now() + openMs;
    const backoff = new Backoff(CLICKHOUSE.retryMs);
    for (;;) {
      try {
        await checkServer(connection, layout);
        await migrate(
          {
            list: (sql) => connection.list(sql),
            // A table that is altered may be written anew.
            run: (sql) => connection.run(sql, {}, CLICKHOUSE.migrationMs),
          },
          table,
          layout,
        );
        return new ClickhouseStorage(options, layout, connection);
      } catch (error) {
        // Whatever else it is, another collector may be changing the same tables at the same moment.
        if (error instanceof StoreRefused || performance.now() > giveUp || isRefusal(error)) {
          await connection.close();
          throw withAddress(error, options.address);
        }
        await pause(backoff.next());
      }
    }
  }

  private constructor(options: ClickhouseOptions, layout: Layout, connection: ClickhouseConnection) {
    this.layout = layout;
    this.#connection = connection;
    this.#onFault = options.onFault;
    this.#onClosed = options.onClosed;
    void this.#watch();
  }

  isReady(): boolean {
    return this.#ready;
  }

  async insert(rows: readonly Uint8Array[]): Promise<void> {
    if (rows.length === 0) return;
    const block = await ofRows(() => nativeBlock(rows, columns));
    try {
      await this.#ask(() => this.#connection.insert(INSERT, () => Readable.from([block], { objectMode: false })));
    } catch (error) {
      throw insertError(error);
    }
  }

  async query<Row>(sql: string, parameters: QueryParameters = {}, options: QueryOptions = {}): Promise<Row[]> {
    if (this.#questions >= QUESTIONS_WAITING) throw new StorageUnavailable('too many questions at a time');
    this.#questions++;
    try {
      return await this.#askTwice(() => this.#connection.query<Row>(sql, parameters, options));
    } finally {
      this.#questions--;
    }
  }

  bytes(sql: string): Promise<Buffer> {
    return this.#askTwice(() => this.#connection.bytes(sql));
  }

  run(sql: string, parameters: QueryParameters = {}, { once = false }: RunOptions = {}): Promise<void> {
    const request = () => this.#connection.run(sql, parameters);
    return once ? this.#ask(request) : this.#askTwice(request);
  }

  async isWritable(): Promise<boolean> {
    try {
      for (const statement of probeOf(this.layout)) await this.run(statement);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.race([Promise.allSettled(this.#underWay), pause(CLOSE_MS.loading, undefined, { ref: false })]);
    await this.#connection.close();
    await this.#onClosed?.();
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** For what may be repeated: once more when the server is back, if that is soon. */
  async #askTwice<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await this.#ask(request);
    } catch (error) {
      if (!(error instanceof StorageUnavailable) || error instanceof StorageOverrun || this.#closed) throw error;
      await Promise.race([this.#back, pause(CLICKHOUSE.awaitMs, undefined, { ref: false })]);
      return await this.#ask(request);
    }
  }

  async #ask<T>(request: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StorageUnavailable('closed');
    const asking = request();
    this.#underWay.add(asking);
    try {
      return await asking;
    } catch (error) {
      if (error instanceof StorageUnavailable && !(error instanceof StorageOverrun) && isUncertain(error))
        this.#lost(error);
      throw error;
    } finally {
      this.#underWay.delete(asking);
    }
  }

  #lost(error: Error): void {
    if (!this.#ready || this.#closed) return;
    this.#ready = false;
    this.#onFault(error.message);
    this.#back = this.#recovered();
  }

  /** Resolves when the server answers again, or the storage is closed. */
  async #recovered(): Promise<void> {
    const backoff = new Backoff(CLICKHOUSE.retryMs);
    while (!this.#closed && !(await this.#answers())) await this.#pause(backoff.next());
    this.#ready = !this.#closed;
  }

  /** Notices a server that went away while nobody asked it. */
  async #watch(): Promise<void> {
    for (;;) {
      await this.#pause(CLICKHOUSE.watchMs);
      if (this.#closed) return;
      if (this.#ready && this.#underWay.size === 0 && !(await this.#answers())) {
        this.#lost(new StorageUnavailable('ClickHouse does not answer'));
      }
    }
  }

  async #answers(): Promise<boolean> {
    try {
      await this.#connection.list('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
  }
}

/** What does not change by waiting: the server does not know the user, or knows too little of what it was asked. */
function isRefusal(error: unknown): boolean {
  return /\((AUTHENTICATION_FAILED|ACCESS_DENIED|SYNTAX_ERROR|UNKNOWN_SETTING)\)/.test(String(error));
}

function withAddress(error: unknown, { url }: ServerAddress): Error {
  const { message } = error as Error;
  const Kind = error instanceof StoreRefused ? StoreRefused : StorageUnavailable;
  return new Kind(`${url}: ${message}`, { cause: error });
}
