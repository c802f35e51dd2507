import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_BATCH_BYTES } from '../../../client/core/batch/limits.ts';
import type { EgressRequest, Transport } from '../../../client/main/upload/egress-gate.ts';
import { MAX_UPLOAD_BYTES } from '../../../collector/limits.ts';
import { endVersion, removeProduct } from '../../../collector/products/changes.ts';
import { fetchTransport } from '../../support/fetch-transport.ts';
import { programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCollector } from './support/collectors.ts';
import { type Faults, faultyFiles } from './support/faulty-files.ts';

/** The app's client against the collector, with requests that are changed on their way. */
async function clientBefore(
  change: (request: EgressRequest) => Partial<EgressRequest>,
  faults: Faults = {},
  dataDir = temporaryFolder(),
) {
  const collector = await startTestCollector({ dataDir, seams: { files: faultyFiles(faults) } });
  const folder = temporaryFolder();
  const carry = fetchTransport(collector.url);
  const transport: Transport = (request, signal) => carry({ ...request, ...change(request) }, signal);
  const { program, restart } = programFixture(folder, transport);
  program.decide(yes);
  program.record(used('go.search', 'go.processes'));
  await program.close(soon());
  const names = (name: string) => {
    const at = path.join(folder, 'program', name);
    return existsSync(at) ? readdirSync(at).length : 0;
  };
  return {
    collector,
    answers: program.unsent.view().sent.map(({ answer }) => answer),
    left: { waiting: names('outbox'), aside: names('set-aside'), reason: program.participation().reason },
    restart: () => restart({ transport: carry }),
  };
}

const productsIn = (dataDir: string) => ({
  directory: path.join(dataDir, 'products'),
  onFault: (message: string) => expect.fail(message),
});

describe('the client believes the collector', () => {
  it('that what it sent is no batch, and sets it aside', async () => {
    const { answers, left } = await clientBefore(({ body }) => {
      // In place: these are then the bytes that the client has sent.
      body.fill(0);
      return {};
    });
    expect(answers).toEqual(['refused']);
    expect(left).toEqual({ waiting: 0, aside: 1, reason: 'accepted' });
  });

  it('that its disk is full, and keeps the batch', async () => {
    const { answers, left } = await clientBefore(() => ({}), { append: 'ENOSPC' });
    expect(answers).toEqual(['later']);
    expect(left).toEqual({ waiting: 1, aside: 0, reason: 'accepted' });
  });

  it('that it does not take its product, and keeps the batch', async () => {
    const dataDir = temporaryFolder();
    await removeProduct(productsIn(dataDir), 'candor-finder', false);
    const { answers, left } = await clientBefore(() => ({}), {}, dataDir);
    expect(answers).toEqual(['later']);
    expect(left).toEqual({ waiting: 1, aside: 0, reason: 'accepted' });
  });

  it('that the program has ended for its version, and stops', async () => {
    const dataDir = temporaryFolder();
    await endVersion(productsIn(dataDir), { product: 'candor-finder', version: 'all' }, false);
    const { answers, left } = await clientBefore(() => ({}), {}, dataDir);
    expect(answers).toEqual(['ended']);
    expect(left).toEqual({ waiting: 1, aside: 0, reason: 'ended' });
  });

  it('that nothing is held of an installation which it does not know', async () => {
    const { restart } = await clientBefore(() => ({ body: Buffer.from('<html>') }));
    const next = restart();
    expect(await next.userData.fetch()).toEqual({ status: 'nothing' });
    expect(await next.userData.erase()).toEqual({ status: 'nothing' });
  });
});

describe('the client keeps what the collector', () => {
  it.each([
    ['has no place for', (): Partial<EgressRequest> => ({ path: '/v2/batches' })],
    ['cannot take in this encoding', ({ headers }) => ({ headers: { ...headers, 'content-encoding': 'gzip' } })],
    ['refuses without knowing what it is', () => ({ headers: {}, body: Buffer.from('<html>') })],
    ['refuses after its bytes were changed on the way', () => ({ body: Buffer.from('<html>') })],
    ['refuses after its bytes were cut off on the way', ({ body }) => ({ body: body.subarray(0, -1) })],
    ['refuses after its bytes became too many on the way', () => ({ body: new Uint8Array(MAX_BATCH_BYTES + 1) })],
    ['does not read, so large was it made on the way', () => ({ body: new Uint8Array(MAX_UPLOAD_BYTES + 1) })],
  ] as readonly (readonly [string, (request: EgressRequest) => Partial<EgressRequest>])[])(
    '%s, and delivers it later',
    async (_name, change) => {
      const { collector, left, restart } = await clientBefore(change);
      expect(left).toEqual({ waiting: 1, aside: 0, reason: 'accepted' });
      const next = restart();
      await next.start();
      await next.close(soon());
      await collector.settled();
      expect(await collector.overview()).toMatchObject({ sessions: 2 });
    },
  );
});
