import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { CLICKHOUSE, QUESTION_MEMORY_BYTES } from '../../limits.ts';
import type { StorageLimits } from '../chdb/storage-process.ts';
import { type Layout, onCluster } from '../layout.ts';
import type { QueryOptions, QueryParameters } from '../storage.ts';
import type { ServerAddress } from './address.ts';
import { isUncertain, storageError } from './errors.ts';
import { withinFields } from './parameters.ts';
import { settingsOf } from './settings.ts';

export interface ConnectionOptions {
  readonly address: ServerAddress;
  readonly layout: Layout;
  readonly limits: StorageLimits;
}

/**
 * Requests to a server, each with its time. Errors are those of {@link Storage}. An insert of which nobody knows whether it
 * goes on is ended before the next one, and before rows are changed: else it could put back what was erased.
 */
export class ClickhouseConnection {
  readonly #options: ConnectionOptions;
  readonly #client: ClickHouseClient;
  /** For questions about figures, which must not take the connections of all else. */
  readonly #figures: ClickHouseClient;
  /** Ids of inserts that may still be under way. */
  readonly #uncertain = new Set<string>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#client = clientOf(options);
    this.#figures = clientOf(options);
  }

  /** Rows of a query, by column name. */
  async query<Row>(sql: string, parameters: QueryParameters, options: QueryOptions): Promise<Row[]> {
    const { limitMs = this.#options.limits.questionMs, urgent = false } = options;
    const question = withinFields({ sql, parameters });
    const ask = async (signal: AbortSignal) => {
      const result = await (urgent ? this.#client : this.#figures).query({
        query: question.sql,
        query_params: question.parameters,
        format: 'JSON',
        clickhouse_settings: {
          max_execution_time: Math.ceil(limitMs / 1000),
          max_memory_usage: String(QUESTION_MEMORY_BYTES),
        },
        abort_signal: signal,
      });
      return await result.text();
    };
    const answer = await this.#within(limitMs, ask, options.signal);
    return (JSON.parse(answer) as { data: Row[] }).data;
  }

  /** Lines of a query, as TabSeparated. */
  async list(sql: string): Promise<string[]> {
    const text = await this.#within(this.#options.limits.answerMs, async (signal) => {
      const result = await this.#client.query({ query: sql, format: 'TabSeparated', abort_signal: signal });
      return await result.text();
    });
    return text.split('\n').filter(Boolean);
  }

  /** What a query gives, as RowBinary. */
  async bytes(sql: string): Promise<Buffer> {
    return await this.#within(this.#options.limits.answerMs, async (signal) => {
      const { stream } = await this.#client.exec({ query: `${sql} FORMAT RowBinary`, abort_signal: signal });
      return await buffer(stream);
    });
  }

  /** @param answerMs longest time, where it is not that of others. */
  async run(sql: string, parameters: QueryParameters = {}, answerMs = this.#options.limits.answerMs): Promise<void> {
    await this.#endUncertain();
    const statement = withinFields({ sql, parameters });
    await this.#within(answerMs, (signal) =>
      this.#client.command({
        query: statement.sql,
        query_params: statement.parameters,
        // It does not go on when it was given up on: what follows it may be another collector's.
        clickhouse_settings: { max_execution_time: Math.ceil(answerMs / 1000) },
        abort_signal: signal,
      }),
    );
  }

  /**
   * Inserts rows in one block.
   * @param sql up to the format of the rows.
   * @param rows makes them; asked for them once.
   */
  async insert(sql: string, rows: () => Readable): Promise<void> {
    await this.#endUncertain();
    const id = randomUUID();
    this.#uncertain.add(id);
    try {
      await this.#within(this.#options.limits.answerMs, async (signal) => {
        const { stream } = await this.#client.exec({ query: sql, values: rows(), query_id: id, abort_signal: signal });
        for await (const _ of stream);
      });
      this.#uncertain.delete(id);
    } catch (error) {
      if (error instanceof Error && !isUncertain(error)) this.#uncertain.delete(id);
      throw error;
    }
  }

  /** Writes what a query gives to a new file, packed with Zstandard. */
  async writeFile(sql: string, file: string): Promise<void> {
    await this.#within(this.#options.limits.answerMs, async (signal) => {
      const { stream } = await this.#client.exec({ query: sql, abort_signal: signal });
      await pipeline(stream, createZstdCompress(), createWriteStream(file, { mode: 0o600 }), { signal });
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#client.close(), this.#figures.close()]);
  }

  /** The server goes on with an insert when its client has gone; of one that it does not have it says nothing. */
  async #endUncertain(): Promise<void> {
    if (this.#uncertain.size === 0) return;
    const ids = [...this.#uncertain];
    const listed = ids.map((id) => `'${id}'`).join(', ');
    const where = `initial_query_id IN (${listed}) OR query_id IN (${listed})`;
    await this.#within(this.#options.limits.answerMs, (signal) =>
      this.#client.command({
        query: `KILL QUERY${onCluster(this.#options.layout)} WHERE ${where} SYNC`,
        abort_signal: signal,
      }),
    );
    for (const id of ids) this.#uncertain.delete(id);
  }

  async #within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>, cancelled?: AbortSignal): Promise<T> {
    cancelled?.throwIfAborted();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), ms);
    try {
      return await work(cancelled ? AbortSignal.any([limit.signal, cancelled]) : limit.signal);
    } catch (error) {
      cancelled?.throwIfAborted();
      throw storageError(error, limit.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }
}

function clientOf(options: ConnectionOptions): ClickHouseClient {
  const { url, user, password } = options.address;
  const { pathname } = new URL(url);
  return createClient({
    url: new URL(url).origin,
    ...(pathname === '/' ? {} : { pathname }),
    username: user,
    password,
    application: 'candor-collector',
    clickhouse_settings: settingsOf(options.layout),
    // Rows are text of a few words that come again and again.
    compression: { request: { codec: 'zstd', level: 1 }, response: true },
    request_timeout: CLICKHOUSE.socketMs,
    max_open_connections: CLICKHOUSE.connections,
    max_response_headers_size: CLICKHOUSE.headerBytes,
    // Ids of batches that are asked for may be longer than an address can be.
    use_multipart_params_auto: true,
    // What goes wrong is told by whoever asked; the client would print addresses and parameters.
    log: { level: ClickHouseLogLevel.OFF },
  });
}
