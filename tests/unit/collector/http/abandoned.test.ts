/** Who has gone before work for them begins, over real connections. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { manifestOf } from '../../../../client/core/product/manifest.ts';
import { KnownProducts } from '../../../../collector/products/known-products.ts';
import { undecided } from '../../../../collector/products/product-states.ts';
import { begin, openSession } from '../../../support/http2-client.ts';
import { selfSigned } from '../../../support/self-signed.ts';
import { usedOften } from '../../../support/signed-suggestions.ts';
import { testServer } from './test-server.ts';

const DAY = Date.parse('2026-03-09') / 86_400_000;
const known = new KnownProducts([manifestOf(finder)], undecided);
const body = JSON.stringify({ product: finder.id, when: [usedOften] });

/** A server that waits, before it tries a rule, until it may go on. @param secure over TLS. */
async function waiting(secure: boolean) {
  const [signals, asked]: [AbortSignal[], number[]] = [[], []];
  let goOn = () => {};
  const free = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const { server, tokens } = await testServer({
    ...(secure ? { tls: selfSigned() } : {}),
    products: { now: async () => known },
    closedDays: async () => {
      asked.push(asked.length);
      await free;
      return { from: DAY, to: DAY };
    },
    tryRule: async (_, signal) => {
      signals.push(signal);
      return { k: 5, installations: 12, organisations: 1, notTold: [] };
    },
  });
  const token = await tokens.create({ name: 'one', role: 'administrator', use: 'bearer' });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const connections = () => new Promise((resolve) => server.server.getConnections((_, count) => resolve(count)));
  const heard = () => expect.poll(() => asked.length).toBe(1);
  const isAborted = async () => {
    goOn();
    await expect.poll(() => signals.length).toBe(1);
    return signals[0]?.aborted;
  };
  return { url, port, authorization: `Bearer ${token}`, connections, heard, isAborted };
}

describe('a rule that is tried for somebody who has gone meanwhile', () => {
  it('is looked for no further when the connection was closed', async () => {
    const { port, authorization, connections, heard, isAborted } = await waiting(false);
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    socket.write(
      `POST /v1/answers/findings HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${authorization}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await heard();
    socket.destroy();
    await expect.poll(connections).toBe(0);
    expect(await isAborted()).toBe(true);
  });

  it('is looked for no further when the session of HTTP/2 has ended', async () => {
    const { url, authorization, connections, heard, isAborted } = await waiting(true);
    const session = await openSession(url);
    const { stream } = begin(session, {
      ':method': 'POST',
      ':path': '/v1/answers/findings',
      'content-type': 'application/json',
      authorization,
    });
    stream.end(body);
    await heard();
    session.destroy();
    await expect.poll(connections).toBe(0);
    expect(await isAborted()).toBe(true);
  });
});
