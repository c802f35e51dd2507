import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { storageLimits } from '../../../../collector/storage/chdb/storage-process.ts';
import { readAddress, type ServerAddress } from '../../../../collector/storage/clickhouse/address.ts';
import { ClickhouseConnection } from '../../../../collector/storage/clickhouse/connection.ts';
import { ClickhouseServer } from '../../../support/clickhouse/clickhouse-server.ts';

/** A ClickHouse server for tests alone; its database `candor` is dropped. Without one they run on servers of their own. */
const REAL = process.env['CANDOR_TEST_CLICKHOUSE_URL'];

/** Whether the tests run on a server that cannot be killed, held or made to answer wrongly. */
export const isRealServer = REAL !== undefined && REAL !== '';

/** Servers of a test file, each used by one store at a time: to start one takes a second. */
const free: ClickhouseServer[] = [];
const taken = new Map<string, ClickhouseServer>();
let isEnded = true;

/** For a file whose tests use servers, to be called outside of them: the servers end with it. */
export function endServers(): void {
  beforeAll(() => {
    isEnded = false;
  });
  afterAll(async () => {
    isEnded = true;
    await Promise.all([...free.splice(0), ...taken.values()].map((server) => server.remove()));
    taken.clear();
  });
}

/** The server that has a store, empty when the store is new in this test; it is the test's until it ends. */
export async function serverOf(store: string): Promise<ClickhouseServer> {
  if (isEnded) throw new Error('nobody would end the server: call endServers()');
  const known = taken.get(store);
  if (known) return known;
  const server = free.pop() ?? (await ClickhouseServer.start());
  taken.set(store, server);
  onTestFinished(async () => {
    taken.delete(store);
    await server.lift();
    free.push(server);
  });
  await server.up();
  await dropData(addressOf(server.url));
  return server;
}

/** Process ids of the servers that this test uses. */
export function serverProcesses(): number[] {
  return [...taken.values()].map(({ pid }) => pid).filter(Boolean);
}

let realIsEmpty: string | undefined;

/** Address of a server that has a store: the real one, where there is one. */
export async function serverUrl(store: string): Promise<string> {
  if (!REAL) return (await serverOf(store)).url;
  if (realIsEmpty !== undefined && realIsEmpty !== store) throw new Error('one server has one store at a time');
  if (realIsEmpty === undefined) await dropData(addressOf(REAL));
  realIsEmpty = store;
  onTestFinished(() => {
    realIsEmpty = undefined;
  });
  return REAL;
}

export function addressOf(url: string): ServerAddress {
  return readAddress(url);
}

async function dropData(address: ServerAddress): Promise<void> {
  const connection = new ClickhouseConnection({ address, layout: { kind: 'server' }, limits: storageLimits });
  try {
    await connection.run('DROP DATABASE IF EXISTS candor SYNC');
  } finally {
    await connection.close();
  }
}
