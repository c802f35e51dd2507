import type { ClickHouseSettings } from '@clickhouse/client';
import { CLICKHOUSE } from '../../limits.ts';
import type { Layout } from '../layout.ts';

/**
 * Settings of every request. They are said and not left to the profile of the user: what a receipt promises depends on them.
 */
export function settingsOf(layout: Layout): ClickHouseSettings {
  return {
    // An insert is answered when its rows are stored, and not when they are in a queue.
    async_insert: 0,
    // Blocks are repeated until they are stored, and readers see each batch once (table.ts). A server that leaves a block out
    // because it noted its hash, before a crash took its rows, would lose it.
    insert_deduplicate: 0,
    // A batch may lie in two months: FINAL must not look at one of them alone.
    defer_partition_pruning_after_final: 1,
    // The status says how it went, and not how it began.
    wait_end_of_query: 1,
    send_progress_in_http_headers: 1,
    http_headers_progress_interval_ms: String(CLICKHOUSE.progressMs),
    // Nobody reads the answer any more.
    cancel_http_readonly_queries_on_client_close: 1,
    // Days are days in UTC, wherever the server is.
    session_timezone: 'UTC',
    output_format_json_quote_64bit_integers: 0,
    // A statement that changes tables is over when every replica has done it.
    alter_sync: '2',
    ...(layout.kind === 'cluster' ? ofCluster : {}),
  } as ClickHouseSettings;
}

const ofCluster = {
  // Else rows would be acknowledged that wait on one server to be sent to another.
  distributed_foreground_insert: 1,
  insert_quorum: 'auto',
  insert_quorum_timeout: CLICKHOUSE.quorumMs,
  // An answer without a shard would be wrong, and look right.
  skip_unavailable_shards: 0,
  distributed_ddl_output_mode: 'throw',
} as const;
