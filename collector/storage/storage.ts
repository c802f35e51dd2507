import type { Layout } from './layout.ts';

/** Where batches are loaded into. `none`: nowhere, they stay in the journal. */
export const storageKinds = ['auto', 'chdb', 'none'] as const;
export type StorageKind = (typeof storageKinds)[number];

/** Values for `{name:Type}` in a query. Nothing else may carry a value into SQL. */
export type QueryParameters = Readonly<Record<string, string | number | readonly string[]>>;

/** The storage cannot answer now; the same request may be made again. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable';
}

/** This request was given up on while the storage worked on it: it took too long, or too much memory. */
export class StorageOverrun extends StorageUnavailable {
  override name = 'StorageOverrun';
}

/** These rows cannot be stored for what is in them, and could not be at any other time. Nothing else is a reason to give up on rows. */
export class RowsRefused extends Error {
  override name = 'RowsRefused';
}

/** The data was written by a newer version, or by one whose values this one has no room for. Nothing was changed. */
export class StoreRefused extends Error {
  override name = 'StoreRefused';
}

/** How a question is asked. */
export interface QueryOptions {
  /** Aborted when nobody waits for the answer any more: the question is cancelled, or not asked at all. */
  readonly signal?: AbortSignal;
  /** Longest time that the storage may work on it, in milliseconds; {@link QUESTION_MS} unless it is given. */
  readonly limitMs?: number;
  /** Asked for somebody's own data or its end: it does not wait for figures. */
  readonly urgent?: boolean;
}

/** How a statement is run. */
export interface RunOptions {
  /** When nobody knows whether it was run, it is not run again. */
  readonly once?: boolean;
}

/**
 * Where batches are kept and asked: something that speaks ClickHouse's SQL on the tables of schema.ts. Blocks may be
 * inserted any number of times, by any number of collectors; readers see each batch once (see schema.ts).
 */
export interface Storage {
  /** How its tables are spread, which statements that change them have to say. */
  readonly layout: Layout;
  /**
   * Stores a block of rows as rows.ts makes them, all or nothing; resolves when it is on the disk.
   * @throws RowsRefused when the engine has something against them, or has crashed over them. Any other error is the storage's
   * own: they may or may not be there, and must be inserted again; StorageOverrun when fewer of them may do.
   */
  insert(rows: readonly Uint8Array[]): Promise<void>;
  /**
   * Rows of a query, by column name. A slow one is cancelled, and one too many is refused: neither holds up what is loaded.
   * @throws StorageUnavailable when there is no answer, StorageOverrun among them when it took too long; the signal's
   * reason when it was aborted; any other error is a wrong query.
   */
  query<Row>(sql: string, parameters?: QueryParameters, options?: QueryOptions): Promise<Row[]>;
  /**
   * What a query gives, as RowBinary: for an answer of many megabytes, which would take seconds as text.
   * @throws StorageUnavailable when there is no answer.
   */
  bytes(sql: string): Promise<Buffer>;
  /**
   * Runs a statement that changes rows and gives none; it must be one that may be repeated, unless it is said to be run once.
   * @throws StorageUnavailable when it may or may not have been run.
   */
  run(sql: string, parameters?: QueryParameters, options?: RunOptions): Promise<void>;
  /** Whether requests are answered now. */
  isReady(): boolean;
  /** Whether a few rows of its own can be stored; if not, not even RowsRefused says much of the rows. */
  isWritable(): Promise<boolean>;
  /** Finishes what is under way. Nothing may be asked any more. */
  close(): Promise<void>;
}
