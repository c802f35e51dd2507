/** Two collectors on one ClickHouse, each with a folder of its own. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { brotli } from '../../../collector/brotli.ts';
import { createToken, listTokens, revokeToken } from '../../../collector/commands/access.ts';
import { endVersion, removeProduct } from '../../../collector/products/changes.ts';
import { formatOf } from '../../../collector/products/formats.ts';
import { Products } from '../../../collector/products/products.ts';
import type { CollectorSeams } from '../../../collector/start.ts';
import { openState } from '../../../collector/state/open-state.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { someManifest } from '../../support/some-manifest.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector, type TestCollector, until } from './support/collectors.ts';
import { get } from './support/logins.ts';
import { addressOf, endServers, isRealServer, serverOf, serverUrl } from './support/servers.ts';
import { askHeld, batchOf, erase, fetchUserData, someInstallation } from './support/user-data.ts';

endServers();

/** What is changed at one collector is known at the other within this, in milliseconds. */
const SHARED_MS = 10_000;

/** @param seams of both; without any they look as seldom as those of operators. */
async function two(seams: CollectorSeams = { sharedMs: 200 }) {
  const url = await serverUrl('shared');
  const clickhouse = { address: addressOf(url) };
  const start = () => startTestCollector({ clickhouse, seams });
  const [one, other] = [await start(), await start()];
  return { url, clickhouse, one, other };
}

const statusOf = async (collector: { readonly url: string }, token: string) =>
  (await get(collector, '/v1/overview', { authorization: `Bearer ${token}` })).status;

const example = someManifest({ commands: ['view.refresh', 'go.search', 'go.processes'] });
const exampleBatch = () => formatOf(example).encode(someBatch({ context: { product: 'candor-example' } }), brotli);

describe('of two collectors on one store', () => {
  it('either takes a token that was made at one, or beside both, until it is revoked', async () => {
    const { one, other, clickhouse } = await two();
    expect(await statusOf(one, one.token)).toBe(200);
    await until(async () => (await statusOf(other, one.token)) === 200, 'the token is good at the other', SHARED_MS);
    const beside = { data: temporaryFolder(), clickhouse };
    const token = await createToken(beside, 'anna', 'viewer');
    await until(async () => (await statusOf(one, token)) === 200, 'the token made beside is good', SHARED_MS);
    expect(await listTokens(beside)).toMatch(/anna +viewer +bearer/);
    await revokeToken(beside, 'anna');
    for (const collector of [one, other]) {
      await until(async () => (await statusOf(collector, token)) === 401, 'the token is revoked', SHARED_MS);
    }
    const audit = await get(one, '/v1/audit', { authorization: `Bearer ${one.token}` });
    expect(JSON.stringify(await audit.json())).toContain('"what":"token-revoked","about":"anna"');
  });

  it('each honours what was erased at the other, also what it took before it knew', async () => {
    const { one, other } = await two({});
    const who = someInstallation();
    await deliver(one.url, batchOf(who));
    await deliver(other.url, batchOf(who));
    await Promise.all([one.settled(), other.settled()]);
    expect(await erase(one.url, who)).toMatchObject({ status: 'erased', batches: 2 });
    // As its last request that was under way: the other does not know yet.
    await deliver(other.url, batchOf(who));
    await other.settled();
    await until(
      async () => (await deliver(other.url, batchOf(who))) === 'erased',
      'the other refuses what is erased',
      SHARED_MS,
    );
    await until(async () => (await askHeld(other.url, 'GET', who)).status === 404, 'nothing is held', SHARED_MS);
    expect(await other.installation(who.installation)).toEqual([]);
    const sometimes = someInstallation();
    await deliver(other.url, batchOf(sometimes));
    expect((await fetchUserData(other.url, sometimes))?.batches).toHaveLength(1);
    expect([...one.faults, ...other.faults]).toEqual([]);
  });

  it.skipIf(isRealServer)('one erases also what the other loads while it erases', async () => {
    const { url, one, other } = await two({});
    const server = await serverOf('shared');
    expect(server.url).toBe(url);
    const who = someInstallation();
    await deliver(one.url, batchOf(who));
    await one.settled();
    await server.seen();
    // Deleted, and not yet said to be.
    await server.fault({ kind: 'late-answer', of: 'ALTER TABLE candor\\.batches DELETE', times: 1 });
    const erasing = erase(one.url, who);
    const isDeleting = async () => (await server.seen()).some(({ sql }) => sql.includes('DELETE WHERE'));
    await until(isDeleting, 'its rows are deleted', SHARED_MS);
    await deliver(other.url, batchOf(who));
    await other.settled();
    await server.lift();
    expect(await erasing).toMatchObject({ status: 'erased', batches: 1 });
    expect(await one.installation(who.installation)).toEqual([]);
    expect([...one.faults, ...other.faults]).toEqual([]);
  });

  it('each takes batches of a product that was added with the command line, until it is removed', async () => {
    const { url, clickhouse, one, other } = await two();
    const file = path.join(temporaryFolder(), 'manifest.json');
    writeFileSync(file, JSON.stringify(example));
    const dataDir = temporaryFolder();
    const call = ['collector/cli.ts', 'products', 'add', file, '--data', dataDir, '--clickhouse', url];
    const env = { ...process.env, NODE_OPTIONS: '' };
    expect((await send(one.url, exampleBatch())).status).toBe(409);
    expect(await runCommand(process.execPath, call, { cwd: projectRoot, env })).toMatchObject({ code: 0, stderr: '' });
    const answers = async (status: number) => {
      for (const { url } of [one, other]) {
        await until(async () => (await send(url, exampleBatch())).status === status, `answered ${status}`, SHARED_MS);
      }
    };
    await answers(200);
    // A collector that starts knows of it at once.
    const third = await startTestCollector({ clickhouse });
    expect((await send(third.url, exampleBatch())).status).toBe(200);
    const onFault = (fault: string) => expect.unreachable(fault);
    const { state, close } = await openState({ dataDir, clickhouse, onFault });
    onTestFinished(close);
    const options = { directory: dataDir, shared: state, onFault };
    await endVersion(options, { product: 'candor-example', version: '1.2' }, false);
    await removeProduct(options, 'candor-example', false);
    await answers(409);
    const [known] = (await (await Products.reading(options)).now())
      .all()
      .filter(({ product }) => product.endsWith('example'));
    expect(known).toMatchObject({ state: 'removed', ended: ['1.2'] });
    await removeProduct(options, 'candor-example', true);
    await answers(200);
  }, 300_000);
});

it('of two who add words of a product at once that exclude each other, one does', async () => {
  const url = await serverUrl('shared');
  const folder = temporaryFolder();
  const env = { ...process.env, NODE_OPTIONS: '' };
  const results = await Promise.all(
    ['view.one', 'view.two'].map((id) => {
      const file = path.join(folder, `${id}.json`);
      writeFileSync(file, JSON.stringify(someManifest({ commands: [id] })));
      const call = ['collector/cli.ts', 'products', 'add', file, '--data', path.join(folder, id), '--clickhouse', url];
      return runCommand(process.execPath, call, { cwd: projectRoot, env });
    }),
  );
  expect(results.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(results.find(({ code }) => code === 1)?.stderr).toContain('is there with other words');
});

describe('of two collectors that close days of one store', () => {
  const DAY = 86_400_000;
  const FIRST = 20_516;
  /** A day of few batches closes within this, on a busy computer, in milliseconds. */
  const CLOSES_MS = 120_000;
  const leaseMs = { lasts: 30_000, claim: 1000 };

  /** Two collectors whose clocks a test sets, in days since 1970-01-01. */
  async function closing(k = 1) {
    const url = await serverUrl('closing');
    const clocks: readonly [{ day: number }, { day: number }] = [{ day: FIRST }, { day: FIRST }];
    const start = (clock: { day: number }, dataDir?: string) =>
      startTestCollector({
        clickhouse: { address: addressOf(url) },
        k,
        clock: () => clock.day * DAY + 3_600_000,
        seams: {
          sharedMs: 200,
          leaseMs,
          closerCheckMs: 50,
        },
        ...(dataDir === undefined ? {} : { dataDir }),
      });
    const totalsOf = async (collector: TestCollector) => {
      const answer = await get(collector, '/v1/answers/totals', { authorization: `Bearer ${collector.token}` });
      if (answer.status !== 200) return undefined;
      const { range, rows } = (await answer.json()) as { range: unknown; rows: Record<string, number>[] };
      return { range, rows: rows.map(({ sessions, installations }) => ({ sessions, installations })) };
    };
    return { clocks, start, totalsOf, collectors: [await start(clocks[0]), await start(clocks[1])] as const };
  }

  const dayOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
  const rangeOf = (days: number) => ({ from: dayOf(FIRST), to: dayOf(FIRST + days - 1) });

  it('a day closes once both are past it, with what came to either, and both answer the same', async () => {
    const { clocks, collectors, totalsOf } = await closing();
    const [one, other] = collectors;
    const who = [someInstallation(), someInstallation(), someInstallation()] as const;
    await deliver(one.url, batchOf(who[0]));
    await deliver(one.url, batchOf(who[1]));
    // The same batch through both counts once.
    const twice = batchOf(who[1], { envelope: { session: 2 } });
    await deliver(one.url, twice);
    await deliver(other.url, twice);
    clocks[0].day++;
    // Its clock is behind: it receives on the day before still.
    await deliver(other.url, batchOf(who[2]));
    await deliver(one.url, batchOf(who[2], { envelope: { session: 2 } }));
    expect(await totalsOf(one)).toBeUndefined();
    clocks[1].day++;
    const expected = { range: rangeOf(1), rows: [{ sessions: 4, installations: 3 }] };
    for (const collector of collectors) {
      await until(
        async () => (await totalsOf(collector)) !== undefined,
        `the day has closed: ${collector.faults.join()}`,
        CLOSES_MS,
      );
      expect(await totalsOf(collector)).toMatchObject(expected);
    }
    // Who is erased at one is in no answer of the other.
    expect(await erase(one.url, who[0])).toMatchObject({ status: 'erased' });
    for (const collector of collectors) {
      await until(
        async () => JSON.stringify((await totalsOf(collector))?.rows) === '[{"sessions":3,"installations":2}]',
        'nothing is left of who was erased',
        // The tables are at work for as long as a closing takes.
        CLOSES_MS,
      );
    }
    clocks.forEach((clock) => {
      clock.day++;
    });
    for (const collector of collectors) {
      await until(
        async () => JSON.stringify((await totalsOf(collector))?.range) === JSON.stringify(rangeOf(2)),
        `the next day has closed: ${[...one.faults, ...other.faults].join()}`,
        CLOSES_MS,
      );
      expect(await totalsOf(collector)).toMatchObject({ rows: [{ sessions: 4, installations: 2 }] });
    }
    expect([...one.faults, ...other.faults]).toEqual([]);
  }, 300_000);

  it('a day waits for what one that was stopped has not stored', async ({ skip }) => {
    skip(isRealServer, 'a server that is not ours cannot be made to refuse');
    const { clocks, collectors, start, totalsOf } = await closing();
    const [one, other] = collectors;
    await deliver(one.url, batchOf(someInstallation()));
    await one.settled();
    // Stopped with a batch that only its journal has.
    const server = await serverOf('closing');
    await other.settled();
    await server.fault({ kind: 'exception', of: 'INSERT INTO candor\\.batches' });
    await deliver(other.url, batchOf(someInstallation()));
    await other.close();
    await server.lift();
    clocks.forEach((clock) => {
      clock.day++;
    });
    await one.closed();
    await one.closed();
    expect(await totalsOf(one)).toBeUndefined();
    const again = await start(clocks[1], other.dataDir);
    for (const collector of [one, again]) {
      await until(
        async () => (await totalsOf(collector)) !== undefined,
        `the day has closed: ${collector.faults.join()}`,
        CLOSES_MS,
      );
      expect(await totalsOf(collector)).toMatchObject({
        range: rangeOf(1),
        rows: [{ sessions: 2, installations: 2 }],
      });
    }
    // Who is stopped with nothing to store is not waited for.
    await again.close();
    clocks[0].day++;
    await deliver(one.url, batchOf(someInstallation()));
    clocks[0].day++;
    await until(
      async () => JSON.stringify((await totalsOf(one))?.rows) === '[{"sessions":3,"installations":3}]',
      'the day after has closed',
      CLOSES_MS,
    );
  }, 300_000);
});

it.skipIf(isRealServer)('an erasure that the others cannot be told of is not answered, and done later', async () => {
  const { one, other } = await two();
  const server = await serverOf('shared');
  const who = someInstallation();
  await deliver(one.url, batchOf(who));
  await one.settled();
  await server.fault({ kind: 'exception', of: 'INSERT INTO candor\\.state' });
  expect((await askHeld(one.url, 'DELETE', who)).status).toBe(503);
  await server.lift();
  expect(await erase(one.url, who)).toMatchObject({ status: 'erased' });
  await until(async () => (await deliver(other.url, batchOf(who))) === 'erased', 'the other knows of it', SHARED_MS);
});
