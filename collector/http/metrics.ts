import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import { requireRole } from './caller.ts';

/** Times every request by its route; what has none is one route. Nothing of who asked is looked at. */
export function measureRequests(server: FastifyInstance, { requests }: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    requests.observe({ route, method, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}

/**
 * `GET /metrics`: figures of the collector itself, as of now. For those who may see figures: a proxy may lead to this port. With `k` from 2
 * on for administrators alone, since whoever reads it again and again sees of each upload when it comes and how large it is.
 */
export async function metricsRoute(
  server: FastifyInstance,
  { metrics, k }: { readonly metrics: Metrics; readonly k: number },
) {
  server.addHook('onRequest', async (request) => {
    if (k > 1) await requireRole(request, 'administrator');
  });
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
