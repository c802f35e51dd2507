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
import { startTestCollector, until } from './support/collectors.ts';
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
  }, 120_000);
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
