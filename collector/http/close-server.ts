import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { CLOSE_MS } from '../limits.ts';

interface UnderWay {
  readonly responses: Set<ServerResponse>;
  readonly sessions: Set<ServerHttp2Session>;
  /** Also those that have not shaken hands over TLS yet, of which the server of HTTP knows nothing. */
  readonly sockets: Set<Socket>;
}

const underWay = new WeakMap<FastifyInstance, UnderWay>();

/** Must be called before the server listens, for {@link closeServer} to know of its requests. */
export function trackRequests(server: FastifyInstance): void {
  const tracked: UnderWay = { responses: new Set(), sessions: new Set(), sockets: new Set() };
  underWay.set(server, tracked);
  server.server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    keep(tracked.responses, response);
  });
  server.server.on('session', (session: ServerHttp2Session) => keep(tracked.sessions, session));
  server.server.on('connection', (socket: Socket) => keep(tracked.sockets, socket));
}

function keep<Closing extends ServerResponse | ServerHttp2Session | Socket>(all: Set<Closing>, one: Closing): void {
  all.add(one);
  one.once('close', () => all.delete(one));
}

/**
 * Ends listening, tells sessions of HTTP/2 that nothing more is taken of them, waits a few seconds for the requests that have
 * begun, and closes every connection. Node's own `close` would wait for connections that are kept alive, or on which nothing
 * was ever sent.
 */
export async function closeServer(server: FastifyInstance): Promise<void> {
  const closed = server.close();
  const { responses, sessions, sockets } = underWay.get(server) ?? NOTHING;
  for (const session of sessions) if (!session.closed) session.close();
  const ended = [...responses, ...sessions].map(
    (one) => new Promise<void>((resolve) => void one.once('close', () => resolve())),
  );
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_MS.requests);
  });
  await Promise.race([Promise.all(ended), deadline]);
  clearTimeout(timer);
  for (const socket of sockets) socket.destroy();
  await closed;
}

const NOTHING: UnderWay = { responses: new Set(), sessions: new Set(), sockets: new Set() };
