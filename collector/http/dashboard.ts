import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { dashboardPages, OVERVIEW_PATH, type Overview, PRODUCTS_PATH, type ProductTitles } from 'candor-client/core';
import type { FastifyInstance } from 'fastify';
import { RETRY_AFTER_S } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { ProductStates } from '../products/products.ts';
import { WithoutStorage } from '../storage/none/no-storage.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { requireRole } from './caller.ts';
import { metricsRoute } from './metrics.ts';
import { sendPage } from './plain-page.ts';
import { sendProblem } from './problem.ts';

export interface DashboardOptions {
  readonly storage: Storage;
  readonly products: ProductStates;
  readonly overview: () => Promise<Overview>;
  /** Where a group of errors is linked to, with places in it. */
  readonly issueUrl?: string | undefined;
  /** Folder of the built dashboard. */
  readonly webRoot: string;
  /** Groups of fewer installations are withheld. */
  readonly k: number;
  /** Figures of the collector itself, where they are kept. */
  readonly metrics?: Metrics | undefined;
}

/** The dashboard and the figures behind it, for those who are logged in. */
export async function dashboardRoutes(
  server: FastifyInstance,
  { storage, products, overview, issueUrl, webRoot, k, metrics }: DashboardOptions,
) {
  server.addHook('onRequest', async (request) => {
    await requireRole(request, 'viewer');
  });

  server.get(OVERVIEW_PATH, async (_request, reply) => {
    // Not waiting for a storage that is being started again: the page asks again by itself.
    if (!storage.isReady()) return unavailable();
    try {
      return await overview();
    } catch (error) {
      if (error instanceof StorageUnavailable) return unavailable();
      if (error instanceof WithoutStorage) return sendProblem(reply, 501, error.message);
      throw error;
    }

    function unavailable() {
      return sendProblem(reply.header('retry-after', RETRY_AFTER_S), 503, 'The storage is being started.');
    }
  });

  server.get(PRODUCTS_PATH, async (): Promise<ProductTitles[]> => {
    const known = await products.now();
    return known.all().map(({ product: id, manifest: { name, commands, operations } }) => ({
      id,
      name,
      commands: commands.map(({ id, title }) => ({ id, title })),
      operations: operations.map(({ id, title }) => ({ id, title })),
    }));
  });

  server.get<{ Params: { product: string } }>(`${PRODUCTS_PATH}/:product`, async (request, reply) => {
    const known = (await products.now()).newest(request.params.product);
    return known ? known.manifest : sendProblem(reply, 404, 'There is no such product.');
  });

  server.get('/v1/links', async () => ({ issue: issueUrl ?? null }));

  if (metrics) await server.register(metricsRoute, { metrics, k });

  if (existsSync(path.join(webRoot, 'index.html'))) {
    await server.register(fastifyStatic, { root: webRoot, index: 'index.html', dotfiles: 'deny', cacheControl: false });
    // Which page an address is of, its script sees by itself.
    for (const page of dashboardPages) server.get(`/${page}`, async (_request, reply) => reply.sendFile('index.html'));
    return;
  }
  server.get('/', async (_request, reply) =>
    sendPage(reply, 503, 'The dashboard is not built', [
      `Its files are missing; npm start builds them. The figures themselves are at ${OVERVIEW_PATH}.`,
    ]),
  );
}
