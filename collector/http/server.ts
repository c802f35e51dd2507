import cookie from '@fastify/cookie';
import { MAX_BATCH_BYTES } from 'candor-client/core';
import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import { REQUEST_MS } from '../limits.ts';
import type { Storage } from '../storage/storage.ts';
import { type BatchRouteOptions, batchRoutes } from './batches.ts';
import { trackRequests } from './close-server.ts';
import { type DashboardOptions, dashboardRoutes } from './dashboard.ts';
import { type InstallationRouteOptions, installationRoutes } from './installations.ts';
import { loginRoute } from './login.ts';
import { sendProblem } from './problem.ts';
import { addCommonHeaders, addPageHeaders } from './security-headers.ts';

export interface ServerOptions extends BatchRouteOptions, DashboardOptions, InstallationRouteOptions {
  readonly journal: Journal;
  readonly onFault: (message: string) => void;
}

/** The collector's HTTP side. It logs no requests: an address or a user agent must not end up in a file. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = fastify({ logger: false, bodyLimit: MAX_BATCH_BYTES, requestTimeout: REQUEST_MS, trustProxy: false });
  trackRequests(server);
  // Only uploads have bodies, of a type of their own: nobody parses what else is sent.
  server.removeAllContentTypeParsers();
  addCommonHeaders(server);
  server.setNotFoundHandler((_request, reply) => sendProblem(reply, 404, 'There is nothing here.'));
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.onFault(`a request failed: ${error.message}`);
    return sendProblem(reply, status, TITLES[status] ?? 'The request cannot be answered.');
  });
  await server.register(cookie);
  await server.register(batchRoutes, options);
  await server.register(installationRoutes, options);
  await server.register(healthRoutes, options);
  await server.register(async (pages) => {
    addPageHeaders(pages);
    await pages.register(loginRoute, options);
    await pages.register(dashboardRoutes, options);
  });
  return server;
}

const TITLES: Readonly<Record<number, string>> = {
  413: `A batch has at most ${MAX_BATCH_BYTES} bytes.`,
  415: 'This content type is not taken.',
  500: 'The collector has a fault.',
  503: 'The collector is closing.',
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
