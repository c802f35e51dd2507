import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { catchingUp, creatingRollups } from '../../../collector/rollups/tables.ts';
import { ChdbConnection } from '../../../collector/storage/chdb/chdb-connection.ts';
import { columns } from '../../../collector/storage/columns.ts';
import type { Layout } from '../../../collector/storage/layout.ts';
import { migrate, probeOf } from '../../../collector/storage/schema.ts';
import { rowsTarget } from '../../../collector/storage/table.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cluster: Layout = { kind: 'cluster', cluster: 'candor' };
const server: Layout = { kind: 'server' };

/** The statements that bring a store to this version's structure, in which there is `found` of the table of batches. */
async function statements(
  layout: Layout,
  found: { columns?: readonly string[]; create?: string; engine?: string } = {},
) {
  const run: string[] = [];
  const list = async (sql: string) => {
    if (sql.includes('max(version)')) return [found.create ? '5' : '0'];
    if (sql.includes('today()')) return ['2026-03-09'];
    if (sql.includes('create_table_query')) return found.create ? [found.create] : [];
    if (sql.startsWith('SELECT engine')) return found.engine ? [found.engine] : [];
    return sql.includes('system.columns') ? [...(found.columns ?? [])] : [];
  };
  await migrate({ run: async (sql) => void run.push(sql), list }, undefined, layout);
  return run;
}

const older = {
  columns: columns.filter(({ name }) => name !== 'language').map(({ name, type }) => `${name}\t${type}\t`),
  create: 'CREATE TABLE … (…) ENGINE = … TTL received + toIntervalDay(30) SETTINGS …',
  engine: 'Distributed',
};

it('statements for shards and replicas are ones that the engine understands, each for all servers', async () => {
  const connection = new ChdbConnection(path.join(temporaryFolder(), 'store'));
  onTestFinished(() => connection.close());
  const all = [
    ...(await statements(cluster)),
    ...(await statements(cluster, older)),
    ...probeOf(cluster),
    ...creatingRollups(cluster),
  ];
  all.push(
    `ALTER TABLE ${rowsTarget(cluster)} DELETE WHERE installation = generateUUIDv4() SETTINGS mutations_sync = 2`,
  );
  expect(all.length).toBeGreaterThan(20);
  for (const sql of all) {
    const tree = (await connection.list(`EXPLAIN AST ${sql}`)).join('\n');
    expect(tree).toMatch(/^(CreateQuery|AlterQuery|InsertQuery)/);
    if (!sql.startsWith('INSERT')) expect(sql).toContain(" ON CLUSTER 'candor'");
  }
  for (const sql of catchingUp(cluster)) {
    expect((await connection.list(`EXPLAIN AST ${sql}`)).join('\n')).toMatch(/^SYSTEM query/);
  }
});

it('rows of a cluster lie in replicated tables, by installation, below one that has none', async () => {
  const made = await statements(cluster);
  const of = (start: string) => made.find((sql) => sql.startsWith(start)) ?? '';
  const rows = of("CREATE TABLE IF NOT EXISTS candor.batches_local ON CLUSTER 'candor' (");
  expect(rows).toContain(
    "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/candor/batches_local', '{replica}', earlier)",
  );
  expect(rows).toContain('TTL received + toIntervalDay(400)');
  const spread = of("CREATE OR REPLACE TABLE candor.batches ON CLUSTER 'candor' (");
  expect(spread).toContain("ENGINE = Distributed('candor', 'candor', 'batches_local', cityHash64(installation))");
  // The engine refuses it for a table without rows.
  expect(spread).not.toContain('TTL');
  expect(of("CREATE TABLE IF NOT EXISTS candor.state ON CLUSTER 'candor' (")).toContain(
    "ReplicatedReplacingMergeTree('/clickhouse/tables/all/candor/state', '{shard}-{replica}', version, removed)",
  );
});

it('an older table of a cluster gets what it lacks where its rows are, and then the one above it', async () => {
  const altered = await statements(cluster, older);
  const at = altered.findIndex((sql) => sql.startsWith('ALTER'));
  expect(altered[at]).toBe(
    "ALTER TABLE candor.batches_local ON CLUSTER 'candor' ADD COLUMN IF NOT EXISTS `language` LowCardinality(Nullable(String)), " +
      'MODIFY TTL received + toIntervalDay(400)',
  );
  expect(altered[at + 1]).toContain("CREATE OR REPLACE TABLE candor.batches ON CLUSTER 'candor' (");
});

it('statements for one store and for a server differ from those for a cluster in where the rows lie alone', async () => {
  const plain = (sql: string) =>
    sql
      .replaceAll(" ON CLUSTER 'candor'", '')
      .replaceAll('batches_local', 'batches')
      .replace(', replicated_deduplication_window = 0', '')
      .replace(/Replicated(\w*MergeTree)\('[^']*', '[^']*'(?:, )?([^)]*)\)/, (_, kind, args) =>
        args === '' ? kind : `${kind}(${args})`,
      );
  const inCluster = (await statements(cluster)).filter((sql) => !sql.includes('Distributed')).map(plain);
  expect(inCluster).toEqual(await statements(server));
});

it.each([
  [cluster, 'ReplacingMergeTree', 'the data lies in one server and not in a cluster'],
  [server, 'Distributed', 'the data lies in a cluster: say which, with --cluster'],
] as const)('data that lies otherwise is left alone: %j, %s', async (layout, engine, why) => {
  await expect(statements(layout, { ...older, engine })).rejects.toThrow(why);
});
