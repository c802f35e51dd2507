import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { deliver, someBatch } from '../integration/collector/support/batches.ts';
import { startTestCollector, until } from '../integration/collector/support/collectors.ts';
import { addressOf, endServers, serverOf } from '../integration/collector/support/servers.ts';

endServers();

/** How long the server is gone, in milliseconds. */
const GONE_MS = 60_000;

/** Batches that are sent at a time, one round after the other. */
const AT_A_TIME = 4;

it('a server that is gone for a minute costs nothing that has its receipt', async () => {
  const server = await serverOf('store');
  const collector = await startTestCollector({ clickhouse: { address: addressOf(server.url) } });
  const installation = someBatch();
  expect(await deliver(collector.url, installation)).toBe('accepted');
  await collector.settled();
  await server.down();
  let sent = 1;
  for (const back = performance.now() + GONE_MS; performance.now() < back; ) {
    const batches = Array.from({ length: AT_A_TIME }, () => someBatch());
    const answers = await Promise.all(batches.map((batch) => deliver(collector.url, batch)));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    sent += batches.length;
  }
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(503);
  await server.up();
  await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200, 'ready again');
  await collector.settled();
  expect(await collector.overview()).toMatchObject({
    sessions: sent,
    usage: Array(3).fill({ count: sent }),
    completeness: { received: sent, waiting: 0 },
  });
  const aside = path.join(collector.dataDir, 'unreadable');
  expect(existsSync(aside) ? readdirSync(aside) : []).toEqual([]);
});
