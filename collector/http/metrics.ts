import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';

/** Times every request by its route; what has none is one route. Nothing of who asked is looked at. */
export function measureRequests(server: FastifyInstance, { requests }: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    requests.observe({ route, method, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}

/** `GET /metrics`: figures of the collector itself. For those who may see figures: a proxy may lead to this port. */
export async function metricsRoute(server: FastifyInstance, { metrics }: { readonly metrics: Metrics }) {
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
