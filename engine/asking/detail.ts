import type { Detail } from '../../app/finder/asking.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import type { Lists } from './find.ts';

export interface DetailParts {
  readonly lists: () => Lists;
  /** The rows of the history for an object that is no longer there: itself first, then its parents; none when unknown. */
  readonly remembered: (type: ObjectType, key: string) => Promise<readonly Row[]>;
  readonly threads: (pid: number) => Detail['threads'];
  readonly packageOf: (path: string) => Promise<string | null>;
}

/** Parents that are followed; a chain that is longer is a circle or an attack. */
const MAX_CHAIN = 64;

/** Related rows that are told of one object. */
const MAX_RELATED = 500;

/** What is known of one object and of what is around it; `null` when neither the lists nor the history know it. */
export async function detailOf(type: ObjectType, key: string, parts: DetailParts): Promise<Detail | null> {
  const lists = parts.lists();
  if (type === 'process') return await processDetail(key, lists, parts);
  const row = listOf(type, lists).find((one) => one.key === key);
  if (!row) {
    const [past] = await parts.remembered(type, key);
    return past ? { ...nothingElse, row: past, running: false } : null;
  }
  if (type === 'unit') {
    const members = lists.processes.filter((process) => process['unit'] === key || process['app'] === appOf(key));
    return { ...nothingElse, row, running: true, members: members.slice(0, MAX_RELATED) };
  }
  const owner = lists.processes.find((process) => process.key === row['process']);
  return { ...nothingElse, row, running: true, chain: owner ? [owner, ...chainOf(owner, lists.processes)] : [] };
}

const nothingElse = {
  chain: [],
  children: [],
  ports: [],
  connections: [],
  threads: [],
  package: null,
  members: [],
} as const satisfies Omit<Detail, 'row' | 'running'>;

async function processDetail(key: string, lists: Lists, parts: DetailParts): Promise<Detail | null> {
  const row = lists.processes.find((process) => process.key === key);
  const path = (one: Row) => (typeof one['path'] === 'string' ? one['path'] : null);
  if (!row) {
    const [past, ...chain] = await parts.remembered('process', key);
    if (!past) return null;
    const file = path(past);
    return { ...nothingElse, row: past, running: false, chain, package: file && (await parts.packageOf(file)) };
  }
  const file = path(row);
  const own = (list: readonly Row[]) => list.filter((one) => one['process'] === key).slice(0, MAX_RELATED);
  return {
    row,
    running: true,
    chain: chainOf(row, lists.processes),
    children: lists.processes.filter((process) => process['parentKey'] === key).slice(0, MAX_RELATED),
    ports: own(lists.ports),
    connections: own(lists.connections),
    threads: typeof row['pid'] === 'number' ? parts.threads(row['pid']) : [],
    package: file && (await parts.packageOf(file)),
    members: [],
  };
}

/** From the parent of a process up to the first one that is known. */
function chainOf(row: Row, processes: readonly Row[]): Row[] {
  const byKey = new Map(processes.map((process) => [process.key, process]));
  const chain: Row[] = [];
  const seen = new Set([row.key]);
  let parent = byKey.get(String(row['parentKey']));
  while (parent && !seen.has(parent.key) && chain.length < MAX_CHAIN) {
    chain.push(parent);
    seen.add(parent.key);
    parent = byKey.get(String(parent['parentKey']));
  }
  return chain;
}

function listOf(type: ObjectType, lists: Lists): readonly Row[] {
  if (type === 'port') return lists.ports;
  if (type === 'connection') return lists.connections;
  return type === 'unit' ? lists.units : [];
}

/** A unit without a control group of its own is an app, known by its title. */
function appOf(key: string): string | null {
  return key.startsWith('app:') ? key.slice('app:'.length) : null;
}
