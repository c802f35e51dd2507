/** How the tables are spread over machines, and what that makes of their statements. */
export type Layout =
  /** In one store of this collector alone. */
  | { readonly kind: 'embedded' }
  /** In one server, which several collectors may use. */
  | { readonly kind: 'server' }
  /** Over the shards and replicas of a cluster, by its name in the configuration of its servers. */
  | { readonly kind: 'cluster'; readonly cluster: string };

export const embedded: Layout = { kind: 'embedded' };

/** Of a server, or of the cluster that it belongs to. */
export function layoutOf(cluster: string | undefined): Layout {
  return cluster === undefined ? { kind: 'server' } : { kind: 'cluster', cluster };
}

/** Names of clusters that are taken: they stand in statements. */
export const CLUSTER_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** Which servers of a cluster have the rows of a table: those of a shard its own ones, or each of them all. */
export type Spread = 'sharded' | 'everywhere';

/** What follows the name of something that every server of a cluster has. */
export function onCluster(layout: Layout): string {
  return layout.kind === 'cluster' ? ` ON CLUSTER '${layout.cluster}'` : '';
}

/**
 * An engine of the MergeTree family, replicated where there are replicas. A table's place in the keeper does not depend on its
 * UUID, so that a server that is set up anew finds its shard again.
 * @param table its name, without the database.
 */
export function mergeTree(
  layout: Layout,
  { table, spread, kind = '', args = [] }: { table: string; spread: Spread; kind?: string; args?: readonly string[] },
): string {
  if (layout.kind !== 'cluster') return `${kind}MergeTree${args.length === 0 ? '' : `(${args.join(', ')})`}`;
  const [place, replica] =
    spread === 'sharded'
      ? [`/clickhouse/tables/{shard}/candor/${table}`, '{replica}']
      : [`/clickhouse/tables/all/candor/${table}`, '{shard}-{replica}'];
  return `Replicated${kind}MergeTree(${[`'${place}'`, `'${replica}'`, ...args].join(', ')})`;
}
