import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBValue,
} from '@duckdb/node-api';
import { swallowed } from 'candor-client/core';
import type { Row, Value } from '../../app/query/query.ts';
import { BLOCK_BYTES, CHECKPOINT_THRESHOLD } from './limits.ts';
import type { ColumnType, RowOf, Shape } from './schema.ts';

export interface DatabaseOptions {
  readonly folder: string;
  readonly memoryMB: number;
  /** Other files may be attached: only while one is moved into another, never while questions are answered. */
  readonly attaching?: boolean;
}

/** A question as text and its parameters, `$1` being the first. */
export interface Compiled {
  readonly sql: string;
  readonly parameters: readonly (string | number | boolean | null)[];
}

/**
 * One file of DuckDB and a connection to it. Everything that touches the disk runs in DuckDB's threads and one after the
 * other; only {@link stage}, which fills tables in memory, works in this one. Nothing is loaded, fetched or read from
 * outside of the file, whatever a question asks for.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** Temporary tables that hold rows. */
  readonly #filled = new Set<string>();
  #runs = 0;
  /** Questions asked last, by their text. */
  readonly #statements = new Map<string, DuckDBPreparedStatement>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /**
   * Opens a file, or makes it. For the owner alone: the folder, and all files by this process's mask, which is set here.
   * @throws what DuckDB says: that the file is none of its own, is locked, cannot be written …
   */
  static async open(file: string, { folder, memoryMB, attaching = false }: DatabaseOptions): Promise<Database> {
    makePrivate(folder);
    const instance = await DuckDBInstance.create(file, {
      threads: '2',
      memory_limit: `${memoryMB}MB`,
      temp_directory: path.join(folder, 'temp'),
      checkpoint_threshold: CHECKPOINT_THRESHOLD,
      default_block_size: String(BLOCK_BYTES),
      storage_compatibility_version: 'latest',
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      enable_external_access: String(attaching),
      lock_configuration: 'true',
    });
    try {
      return new Database(instance, await instance.connect());
    } catch (thrown) {
      instance.closeSync();
      throw thrown;
    }
  }

  /** Runs statements, with `;` between them. */
  async run(sql: string): Promise<void> {
    this.#runs++;
    await this.#connection.run(sql);
  }

  /** Grows with each statement that was run: while it does not, nothing in the file changes. */
  get runs(): number {
    return this.#runs;
  }

  /** All rows of an answer as plain objects; between two thousand of them other work of this process has its turn. */
  async rows({ sql, parameters }: Compiled): Promise<Row[]> {
    const result = await (await this.#prepared(sql, parameters)).stream();
    const names = result.deduplicatedColumnNames();
    const rows: Row[] = [];
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return rows;
      const columns = names.map((_, column) => chunk.getColumnValues(column));
      for (let index = 0; index < chunk.rowCount; index++) {
        const row: Record<string, Value> = {};
        for (const [column, name] of names.entries()) row[name] = plain(columns[column]?.[index] ?? null);
        rows.push(row as Row);
      }
    }
  }

  /** The same question with other values is planned once. */
  async #prepared(sql: string, parameters: Compiled['parameters']): Promise<DuckDBPreparedStatement> {
    const statement = this.#statements.get(sql) ?? (await this.#connection.prepare(sql));
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    for (const [oldest] of [...this.#statements].slice(0, -KEPT_STATEMENTS)) this.#forget(oldest);
    statement.bind([...parameters] as DuckDBValue[]);
    return statement;
  }

  #forget(sql: string): void {
    this.#statements.get(sql)?.destroySync();
    this.#statements.delete(sql);
  }

  /** Breaks off what runs. */
  interrupt(): void {
    this.#connection.interrupt();
  }

  /** Puts rows into a temporary table, in the place of what it held. It is in memory, so nothing waits for a disk. */
  async stage<S extends Shape>(table: string, shape: S, rows: readonly RowOf<S>[]): Promise<void> {
    if (this.#filled.delete(table)) await this.#connection.run(`DELETE FROM ${table};`);
    if (rows.length === 0) return;
    this.#filled.add(table);
    const columns = Object.entries(shape);
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      // A minute in which thousands of programs ended must not hold up the readings.
      if (start > 0) await new Promise((resolve) => setImmediate(resolve));
      const appender = await this.#connection.createAppender(table);
      for (const row of rows.slice(start, start + ROWS_AT_ONCE)) {
        for (const [column, type] of columns) append(appender, type, row[column] ?? null);
        appender.endRow();
      }
      appender.closeSync();
    }
  }

  close(): void {
    for (const sql of [...this.#statements.keys()]) this.#forget(sql);
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/**
 * Planning takes some milliseconds; a plan takes some ten kilobytes. A question is two or three of them, and the detail of a row
 * six more: the last few questions, asked again, need no planning.
 */
const KEPT_STATEMENTS = 40;

/** Some milliseconds of work. */
const ROWS_AT_ONCE = 1000;

function append(appender: DuckDBAppender, type: ColumnType, value: string | number | boolean | null): void {
  if (value === null || Number.isNaN(value)) appender.appendNull();
  else if (typeof value === 'string') appender.appendVarchar(value);
  else if (typeof value === 'boolean') appender.appendBoolean(value);
  else appendNumber[type]?.(appender, Math.round(value));
}

/** A number that is no number of its column becomes the nearest: one wrong figure must not cost the minute that it is in. */
const between = (least: number, most: number, value: number): number => Math.min(most, Math.max(least, value));

const appendNumber: Readonly<Partial<Record<ColumnType, (appender: DuckDBAppender, value: number) => void>>> = {
  BIGINT: (appender, value) => appender.appendBigInt(BigInt(between(-MOST, MOST, value))),
  UBIGINT: (appender, value) => appender.appendUBigInt(BigInt(between(0, MOST, value))),
  INTEGER: (appender, value) => appender.appendInteger(between(-(2 ** 31), 2 ** 31 - 1, value)),
  UINTEGER: (appender, value) => appender.appendUInteger(between(0, 2 ** 32 - 1, value)),
  USMALLINT: (appender, value) => appender.appendUSmallInt(between(0, 2 ** 16 - 1, value)),
  UTINYINT: (appender, value) => appender.appendUTinyInt(between(0, 2 ** 8 - 1, value)),
};
const MOST = Number.MAX_SAFE_INTEGER;

/** A folder that only its owner can open, and files of this process that only their owner can read. */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    chmodSync(folder, 0o700);
    process.umask(0o077);
  } catch (thrown) {
    // A file system without permissions, or a thread, which has no mask of its own.
    swallowed('store', 'make-folder-private', thrown);
  }
}

/** What JavaScript holds best; whole numbers of the tables are below 2^53. */
function plain(value: DuckDBValue): Value {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return String(value);
}
