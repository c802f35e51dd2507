import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { CLOSE_MS } from '../limits.ts';

const underWay = new WeakMap<FastifyInstance, Set<ServerResponse>>();

/** Must be called before the server listens, for {@link closeServer} to know of its requests. */
export function trackRequests(server: FastifyInstance): void {
  const responses = new Set<ServerResponse>();
  underWay.set(server, responses);
  server.server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    responses.add(response);
    response.once('close', () => responses.delete(response));
  });
}

/**
 * Ends listening, waits a few seconds for the requests that have begun, and closes every connection. Node's own
 * `close` would wait for connections that are kept alive, or on which nothing was ever sent.
 */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const closed = server.close();
  const answered = [...(underWay.get(server) ?? [])].map(
    (response) => new Promise<void>((resolve) => response.once('close', resolve)),
  );
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS.requests);
  });
  await Promise.race([Promise.all(answered), deadline]);
  clearTimeout(timer);
  server.server.closeAllConnections();
  await closed;
}
