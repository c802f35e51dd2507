import type { RequestListener } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import cookie from '@fastify/cookie';
import { MAX_BATCH_BYTES } from 'candor-client/core';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import { RETRY_AFTER_S } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { StateUnavailable } from '../state/shared-state.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { refuseAborted } from './abandoned.ts';
import { type AdministrationOptions, administrationRoutes } from './administration.ts';
import { type AnswerRouteOptions, answerRoutes } from './answers.ts';
import { type BatchRouteOptions, batchRoutes } from './batches.ts';
import { type Access, AccessRefused } from './caller.ts';
import { trackRequests } from './close-server.ts';
import { type DashboardOptions, dashboardRoutes } from './dashboard.ts';
import { type InstallationRouteOptions, installationRoutes } from './installations.ts';
import { HTTP1, REQUEST_MS } from './limits.ts';
import { loginRoutes, sendLoginNeeded } from './login.ts';
import { measureRequests } from './metrics.ts';
import { guardPlace } from './place-guard.ts';
import { sendNoPage } from './plain-page.ts';
import { sendProblem } from './problem.ts';
import { noteExchange, refuseConnection } from './refuse-connection.ts';
import { type RuleTrialOptions, ruleTrialRoutes } from './rule-trials.ts';
import { addCommonHeaders, addPageHeaders, addPageHeadersTo } from './security-headers.ts';
import type { ServedNames } from './served-names.ts';
import { type SuggestionRouteOptions, suggestionRoutes } from './suggestions.ts';
import { type SupportRouteOptions, supportRoutes } from './support.ts';
import { createTlsServer, type TlsTimes } from './tls-server.ts';

export interface ServerOptions
  extends AdministrationOptions,
    AnswerRouteOptions,
    BatchRouteOptions,
    DashboardOptions,
    InstallationRouteOptions,
    RuleTrialOptions,
    SuggestionRouteOptions,
    SupportRouteOptions {
  readonly journal: Journal;
  readonly access: Access;
  readonly served: ServedNames;
  /** Addresses and networks of proxies that say whom they speak for, in `X-Forwarded-For`. */
  readonly trustedProxies?: readonly string[];
  readonly onFault: (message: string) => void;
  /** With it the server speaks HTTP/2 and HTTP/1.1 over TLS, without it plain HTTP/1.1. */
  readonly tls?: Pick<SecureContextOptions, 'cert' | 'key'> | undefined;
  /** Bounds of what goes over TLS, for tests. */
  readonly tlsTimes?: Partial<TlsTimes> | undefined;
  readonly metrics?: Metrics | undefined;
}

/** The collector's HTTP side. It logs no requests: an address or a user agent must not end up in a file. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { access, served, trustedProxies = [], onFault, tls } = options;
  const serverFactory = (handler: RequestListener) => createTlsServer(handler, tls ?? {}, options.tlsTimes);
  const server: FastifyInstance = fastify({
    ...(tls ? { https: tls, serverFactory } : { http: { maxHeaderSize: HTTP1.headerBytes } }),
    logger: false,
    bodyLimit: MAX_BATCH_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: HTTP1.idleMs,
    clientErrorHandler: refuseConnection,
    // A proxy on this computer, and those that were named; nobody else says from where a request comes.
    trustProxy: ['loopback', ...trustedProxies],
  });
  server.decorate('access', access);
  server.decorate('publicHost', publicHostOf(served));
  server.server.on('request', noteExchange);
  trackRequests(server);
  const { metrics } = options;
  if (metrics) measureRequests(server, metrics);
  // Only uploads have bodies, of a type of their own: nobody parses what else is sent.
  server.removeAllContentTypeParsers();
  addCommonHeaders(server);
  guardPlace(server, served, onFault);
  if (tls) refuseAborted(server);
  server.setNotFoundHandler(refuseUnknown);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    // Fastify's own, where a body is not read to its end; HTTP/2 has no such header, and Node warns of it.
    if (request.raw.httpVersionMajor === 2) reply.removeHeader('connection');
    if (error instanceof AccessRefused) return refuseAccess(error, request, reply);
    const isAway = error instanceof StorageUnavailable || error instanceof StateUnavailable;
    if (isAway) reply.header('retry-after', RETRY_AFTER_S);
    const status = isAway ? 503 : (error.statusCode ?? 500);
    if (status >= 500 && !isAway) onFault(`a request failed: ${error.message}`);
    const isLongBatch = status === 413 && request.routeOptions.url === '/v1/batches';
    return sendProblem(reply, status, isLongBatch ? LONG_BATCH : (TITLES[status] ?? 'The request cannot be answered.'));
  });
  await server.register(batchRoutes, options);
  await server.register(installationRoutes, options);
  await server.register(suggestionRoutes, options);
  await server.register(healthRoutes, options);
  await server.register(async (pages) => {
    addPageHeaders(pages);
    // What has no session has no cookies: uploads do without them.
    await pages.register(cookie);
    await pages.register(loginRoutes);
    await pages.register(administrationRoutes, options);
    await pages.register(supportRoutes, options);
    await pages.register(answerRoutes, options);
    await pages.register(ruleTrialRoutes, options);
    await pages.register(dashboardRoutes, options);
  });
  return server;
}

/** The host of a public address over TLS: the TLS may end at a proxy. */
function publicHostOf({ publicUrl }: ServedNames): string | undefined {
  if (publicUrl === undefined) return undefined;
  const { protocol, host } = new URL(publicUrl);
  return protocol === 'https:' ? host : undefined;
}

/** There is nothing at an address: in their language for people who have opened it, a problem for programs. */
function refuseUnknown(request: FastifyRequest, reply: FastifyReply) {
  const isOpened = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
  if (!isOpened) return sendProblem(reply, 404, 'There is nothing here.');
  addPageHeadersTo(reply);
  return sendNoPage(reply, request.headers['accept-language']);
}

/** A page for people, a problem for programs. */
function refuseAccess({ statusCode, message }: AccessRefused, request: FastifyRequest, reply: FastifyReply) {
  if (statusCode === 401 && !request.url.startsWith('/v1/')) return sendLoginNeeded(reply, request.url);
  if (statusCode === 401) reply.header('www-authenticate', 'Bearer');
  return sendProblem(reply, statusCode, message);
}

const LONG_BATCH = `A batch has at most ${MAX_BATCH_BYTES} bytes.`;

const TITLES: Readonly<Record<number, string>> = {
  413: 'The request is longer than is taken here.',
  415: 'This content type is not taken.',
  500: 'The collector has a fault.',
  503: 'The collector cannot answer now.',
};

/**
 * `/healthz`: the process answers. `/readyz`: 200 when batches can be journaled and questions be answered, else 503;
 * batches are still taken while only the storage is away.
 */
async function healthRoutes(server: FastifyInstance, { journal, storage }: { journal: Journal; storage: Storage }) {
  server.get('/healthz', async () => ({ status: 'up' }));
  server.get('/readyz', async (_request, reply) => {
    const parts = { journal: await journal.isWritable(), storage: storage.isReady() };
    return reply.code(parts.journal && parts.storage ? 200 : 503).send(parts);
  });
}
