/** Values for `{name:Type}` in a query. Nothing else may carry a value into SQL. */
export type QueryParameters = Readonly<Record<string, string | number | readonly string[]>>;

/** The storage cannot answer now; the same request may be made again. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable';
}

/** The storage was given up on while it worked on this request: it took too long. */
export class StorageOverrun extends StorageUnavailable {
  override name = 'StorageOverrun';
}

/** The data was written by a newer version, or by one whose values this one has no room for. Nothing was changed. */
export class StoreRefused extends Error {
  override name = 'StoreRefused';
}

/**
 * Where batches are kept and asked: something that speaks ClickHouse's SQL on the tables of schema.ts. Blocks may be
 * inserted any number of times, by any number of collectors; readers see each batch once (see schema.ts).
 */
export interface Storage {
  /**
   * Stores a block of rows as rows.ts makes them, all or nothing; resolves when it is on the disk.
   * @throws StorageUnavailable when it may or may not be, and must be inserted again.
   */
  insert(rows: readonly Uint8Array[]): Promise<void>;
  /**
   * Rows of a query, by column name.
   * @throws StorageUnavailable when there is no answer; any other error is a wrong query.
   */
  query<Row>(sql: string, parameters?: QueryParameters): Promise<Row[]>;
  /**
   * Runs a statement that changes rows and gives none; it must be one that may be repeated.
   * @throws StorageUnavailable when it may or may not have been run.
   */
  run(sql: string, parameters?: QueryParameters): Promise<void>;
  /** Whether requests are answered now. */
  isReady(): boolean;
  /** Whether a few rows of its own can be stored: then a batch that cannot be is refused for what is in it. */
  isWritable(): Promise<boolean>;
  /** Finishes what is under way. Nothing may be asked any more. */
  close(): Promise<void>;
}
