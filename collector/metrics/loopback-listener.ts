import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

const HOST = '127.0.0.1';
/** A page of somebody else's that has its own name lead here sends that name. */
const OWN_NAMES = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/**
 * `/metrics` on a port of its own, for whoever is on this computer: no proxy leads there, as one may to the collector's port,
 * where everything that comes through it comes from this computer as well.
 * @returns where it is, and its end.
 * @throws when the port is taken.
 */
export async function listenOnLoopback(metrics: Metrics, port: number): Promise<{ url: string; close(): void }> {
  const server: Server = createServer(async (request, response) => {
    const isAsked =
      request.method === 'GET' && request.url === '/metrics' && OWN_NAMES.test(request.headers.host ?? '');
    if (!isAsked) return void response.writeHead(404).end();
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${HOST}:${(server.address() as AddressInfo).port}/metrics`, close };
}
