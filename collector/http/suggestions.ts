import { SUGGESTIONS_MEDIA_TYPE } from 'candor-client/core';
import type { FastifyInstance } from 'fastify';
import { SUGGESTIONS_CACHED_S } from '../limits.ts';
import type { PublishedSuggestions } from '../suggestions/published.ts';
import { sendProblem } from './problem.ts';

export interface SuggestionRouteOptions {
  readonly suggestions: Pick<PublishedSuggestions, 'of'>;
}

/**
 * `GET /v1/suggestions?product=ID`: the product's signed file, the same bytes for everybody, whatever else the request says. It has no
 * tag by which who asks again would be known, and caches between may keep it.
 *
 * 200 · 404 there is none · 503 not now, try again after `retry-after`.
 */
export async function suggestionRoutes(server: FastifyInstance, { suggestions }: SuggestionRouteOptions) {
  server.get<{ Querystring: { product?: unknown } }>('/v1/suggestions', async (request, reply) => {
    const { product } = request.query;
    const file = typeof product === 'string' ? await suggestions.of(product) : undefined;
    if (file === undefined) return sendProblem(reply, 404, 'There are no suggestions for this product.');
    // Bytes, because Fastify adds a charset to the type of text.
    return reply
      .header('cache-control', `public, max-age=${SUGGESTIONS_CACHED_S}`)
      .type(SUGGESTIONS_MEDIA_TYPE)
      .send(Buffer.from(file));
  });
}
