import type { RequestListener, Server } from 'node:http';
import {
  constants,
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { SecureContextOptions } from 'node:tls';
import { HTTP1_CHECK_MS, HTTP2, REQUEST_MS, TLS_HANDSHAKE_MS } from './limits.ts';

/** How long a connection over TLS, and what is asked over it, may take, each in milliseconds. */
export interface TlsTimes {
  readonly handshakeMs: number;
  readonly idleMs: number;
  readonly requestMs: number;
  readonly streamMs: number;
}

/**
 * A server of HTTP/2 and HTTP/1.1 over TLS; which of them, the two sides agree by ALPN. Who offers neither is taken to speak
 * HTTP/1.1. It listens to nothing yet.
 * @param handler gets the requests of both; those of HTTP/2 have the form of HTTP/1.1 and a socket that only tells addresses.
 * @param pair of PEM.
 * @param times those of `limits.ts` unless they are given.
 */
export function createTlsServer(
  handler: RequestListener,
  pair: Pick<SecureContextOptions, 'cert' | 'key'>,
  times: Partial<TlsTimes> = {},
): Server {
  const { handshakeMs = TLS_HANDSHAKE_MS, idleMs, requestMs = REQUEST_MS, streamMs } = { ...HTTP2, ...times };
  const sessionOptions = {
    settings: { maxConcurrentStreams: HTTP2.streams, maxHeaderListSize: HTTP2.headerBytes, enablePush: false },
    maxHeaderListPairs: HTTP2.headerFields,
    maxSessionMemory: HTTP2.sessionMegabytes,
    maxSessionInvalidFrames: HTTP2.invalidFrames,
    maxSessionRejectedStreams: HTTP2.refusedStreams,
    streamResetBurst: HTTP2.resets.burst,
    streamResetRate: HTTP2.resets.perSecond,
  };
  // Beside the one that its type knows, Node takes here what a server of HTTP/1.1 alone takes.
  const http1Options = {
    keepAliveTimeout: HTTP2.idleMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(requestMs, HTTP1_CHECK_MS),
  };
  const options = { ...pair, ...sessionOptions, allowHTTP1: true, handshakeTimeout: handshakeMs, http1Options };
  const server = createSecureServer({ ...options, noDelay: true });
  server.on('session', (session) => boundSession(session, idleMs));
  server.on('request', (request, response) => boundStream(request, response, requestMs, streamMs));
  // Fastify takes it for a server of HTTP/1.1, whose requests have the same form.
  return (server as unknown as Server).on('request', handler);
}

/**
 * Ends a session over which nothing is asked, whatever it says meanwhile: Node's own timer begins anew with every frame. One that
 * sends nothing but what has to be answered at once is ended as well.
 */
function boundSession(session: ServerHttp2Session, idleMs: number): void {
  let streams = 0;
  const becomeIdle = () => setTimeout(() => session.destroy(), idleMs).unref();
  let idle = becomeIdle();
  session.on('stream', (stream: ServerHttp2Stream) => {
    streams++;
    clearTimeout(idle);
    stream.once('close', () => {
      streams--;
      if (streams === 0 && !session.destroyed) idle = becomeIdle();
    });
  });
  session.once('close', () => clearTimeout(idle));
  const { frames, perMs } = HTTP2.control;
  let counted = 0;
  let since = performance.now();
  const count = () => {
    const now = performance.now();
    if (now - since >= perMs) [counted, since] = [0, now];
    if (++counted > frames) session.destroy(new Error('too many frames'), constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };
  session.on('ping', count).on('remoteSettings', count);
}

/** What Node's request timeout is for HTTP/1.1. An answer that nobody takes would be kept for as long as its session. */
function boundStream(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  requestMs: number,
  streamMs: number,
): void {
  if (request.httpVersionMajor !== 2) return;
  const { stream } = response;
  const end = () => stream.close(constants.NGHTTP2_CANCEL);
  const whole = setTimeout(end, streamMs).unref();
  const reading = stream.endAfterHeaders ? undefined : setTimeout(end, requestMs).unref();
  request.once('end', () => clearTimeout(reading));
  // What is answered before it was read, such as a body of a wrong type, is not waited for (RFC 9113, 8.1).
  stream.once('finish', () => {
    if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
  });
  stream.once('close', () => {
    clearTimeout(whole);
    clearTimeout(reading);
  });
}
